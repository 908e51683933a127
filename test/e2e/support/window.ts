import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../../../scripts/browser/launchBrowser.ts';
import { withCleanup } from '../../../scripts/cleanup.ts';
import { windowAddress } from '../../../scripts/codeServer/address.ts';
import { startServer } from '../../../scripts/codeServer/server.ts';
import { samplesFolder } from '../../../scripts/repository.ts';
import { saveFailure } from '../../support/screenshots.ts';

/** A VS Code window with the extension installed and a copy of the sample workspace open. */
export interface Window {
  readonly page: Page;
  /** Absolute path of the workspace folder, which the test may change. */
  readonly workspace: string;
  /** Origins outside the server that the window has sent requests to. */
  readonly foreignOrigins: ReadonlySet<string>;
}

export interface WindowOptions {
  /** User settings, as in settings.json. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The workspace is not trusted until the test says so. */
  readonly isUntrusted?: boolean;
  /** Changes the copy of the sample workspace before the window opens. */
  readonly prepare?: (workspace: string) => void | Promise<void>;
  /** Of the browser's page, in CSS pixels. */
  readonly viewport?: { readonly width: number; readonly height: number };
}

const untrusted = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
};

/**
 * Makes a mocha test of a function: it gets a window of a server, browser and workspace of its own, and everything is
 * closed and removed afterwards. A failure leaves a screenshot in `test-results`.
 */
export function withWindow(
  test: (window: Window) => Promise<void>,
  options: WindowOptions = {},
): Mocha.AsyncFunc {
  return function (this: Mocha.Context) {
    const title = this.test?.fullTitle() ?? 'test';
    return withCleanup(async (onEnd) => {
      const workspace = await copySamples(onEnd);
      await options.prepare?.(workspace);
      const server = await startServer({
        extensionsFolder: requiredVariable('CAM_LENS_EXTENSIONS_FOLDER'),
        settings: { ...options.settings, ...(options.isUntrusted ? untrusted : {}) },
        asksForTrust: options.isUntrusted ?? false,
      });
      onEnd(server.stop);
      const browser = await launchBrowser(requiredVariable('CHROME_PATH'));
      onEnd(() => browser.close());
      const page = await browser.newPage({
        viewport: options.viewport ?? { width: 1280, height: 800 },
      });
      page.setDefaultTimeout(45_000);
      const foreignOrigins = watchForeignOrigins(page, server.origin);
      const errors = watchErrors(page);
      try {
        await page.goto(windowAddress(server, { folder: workspace }));
        await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
        await test({ page, workspace, foreignOrigins });
      } catch (error) {
        await saveFailure(page, title);
        if (errors.length > 0) console.error(`Errors of the page:\n${errors.slice(-8).join('\n')}`);
        throw error;
      }
    });
  };
}

async function copySamples(onEnd: (cleanup: () => void) => void): Promise<string> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'cam-lens-e2e-'));
  onEnd(() => rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  const workspace = path.join(scratch, 'samples');
  cpSync(samplesFolder, workspace, { recursive: true });
  return workspace;
}

function watchForeignOrigins(page: Page, ownOrigin: string): Set<string> {
  const origins = new Set<string>();
  page.on('request', (request) => {
    const { origin, protocol, hostname } = new URL(request.url());
    // Files of a webview: answered by a service worker of the window, never by the network.
    const isWebviewFile = hostname.endsWith('.vscode-cdn.net');
    if (/^(https?|wss?):$/.test(protocol) && origin !== ownOrigin && !isWebviewFile) {
      origins.add(origin);
    }
  });
  return origins;
}

function watchErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text().slice(0, 300));
  });
  return errors;
}

function requiredVariable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests by npm run test:e2e.`);
  return value;
}
