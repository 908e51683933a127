import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ConsoleMessage, Page, Request } from 'playwright-core';
import { windowAddress } from '../../../scripts/codeServer/address.ts';
import { calmSettings } from '../../../scripts/codeServer/settings.ts';
import { samplesFolder } from '../../../scripts/repository.ts';
import { saveFailure } from '../../support/screenshots.ts';
import { describeWindow } from './describeWindow.ts';
import { restoreFolder } from './restoreFolder.ts';
import type { Theme } from './themes.ts';
import { chooseTheme } from './themes.ts';
import { resetKey, testWorker } from './worker.ts';

type Settings = Readonly<Record<string, unknown>>;

/** A VS Code window with the extension installed and a copy of the sample workspace open. */
export interface Window {
  readonly page: Page;
  /** Absolute path of the workspace folder, which the test may change. */
  readonly workspace: string;
  /** Origins outside the server that the window has sent requests to. */
  readonly foreignOrigins: ReadonlySet<string>;
  /** Changes the colour theme until the next test. */
  changeTheme(theme: Theme): Promise<void>;
}

export interface WindowOptions {
  /** User settings, as in settings.json. */
  readonly settings?: Settings;
  /** The workspace is not trusted until the test says so. */
  readonly isUntrusted?: boolean;
  /** Changes the copy of the sample workspace before the window opens. */
  readonly prepare?: (workspace: string) => void | Promise<void>;
  /** Of the browser's page, in CSS pixels. */
  readonly viewport?: { readonly width: number; readonly height: number };
}

type WindowTest = (window: Window) => Promise<void>;

const smallViewport = { width: 1280, height: 800 };

const untrusted: Settings = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
};

/**
 * Makes a mocha test from a function: it gets its own window on its own workspace, about which nothing is remembered. A
 * failure leaves a screenshot in `test-results`.
 */
export function withWindow(test: WindowTest, options: WindowOptions = {}): Mocha.AsyncFunc {
  return async function (this: Mocha.Context) {
    const window = await openWindow(options);
    try {
      await window.run(test, this.test?.fullTitle() ?? 'test');
    } finally {
      await window.close();
    }
  };
}

/**
 * One window for the tests of the `describe` that calls this. The returned function makes a mocha test from a function.
 * Before each test, editors are closed and the workspace's files are restored, then `prepare` changes them. The
 * extension's memory of the workspace (the model, the view of the panel) stays. After a failure a new window opens.
 */
export function sharedWindow(
  options: WindowOptions = {},
): (test: WindowTest, prepare?: WindowOptions['prepare']) => Mocha.AsyncFunc {
  let window: OpenWindow | undefined;
  const close = async () => {
    await window?.close();
    window = undefined;
  };
  after(close);
  return (test, prepare) =>
    async function (this: Mocha.Context) {
      // Another window may have replaced it in the meantime.
      if (window && window === openNow) await window.reset(prepare);
      else window = await openWindow(options, prepare);
      try {
        await window.run(test, this.test?.fullTitle() ?? 'test');
      } catch (error) {
        await close();
        throw error;
      }
    };
}

interface OpenWindow {
  readonly workspace: string;
  run(test: WindowTest, title: string): Promise<void>;
  reset(prepare: WindowOptions['prepare']): Promise<void>;
  close(): Promise<void>;
}

/** A new window replaces the previous one. */
let openNow: OpenWindow | undefined;

/** @param prepare of the first test, before the window opens: a window misses changes while it opens. */
async function openWindow(
  options: WindowOptions,
  prepare?: WindowOptions['prepare'],
): Promise<OpenWindow> {
  await openNow?.close();
  const { server, page, forgetWindows } = await testWorker();
  const scratch = mkdtempSync(path.join(tmpdir(), 'cam-lens-e2e-'));
  const [workspace, original] = ['samples', 'original'].map((name) => path.join(scratch, name)) as [
    string,
    string,
  ];
  cpSync(samplesFolder, workspace, { recursive: true });
  await options.prepare?.(workspace);
  cpSync(workspace, original, { recursive: true, preserveTimestamps: true });
  await prepare?.(workspace);

  const trust = options.isUntrusted ? untrusted : {};
  const settings = { ...calmSettings, ...options.settings, ...trust };
  const viewport = options.viewport ?? smallViewport;
  await page.goto('about:blank');
  await forgetWindows();
  server.writeSettings(settings);
  await page.setViewportSize(viewport);
  const watched = watchPage(page, server.origin);
  await page.goto(windowAddress(server, { folder: workspace }));
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();

  let undoTheme: (() => Promise<void>) | undefined;
  const window: Window = {
    page,
    workspace,
    foreignOrigins: watched.foreignOrigins,
    async changeTheme(theme) {
      const undo = await chooseTheme(page, theme);
      undoTheme ??= undo;
    },
  };
  const opened: OpenWindow = {
    workspace,
    async run(test, title) {
      try {
        await test(window);
      } catch (error) {
        // Mocha does not report a failure that is retried.
        console.error(error);
        await saveFailure(page, title);
        console.error(await describeWindow(page));
        if (watched.errors.length > 0) {
          console.error(`Errors of the page:\n${watched.errors.slice(-8).join('\n')}`);
        }
        throw error;
      }
    },
    async reset(prepareTest) {
      await closeEverything(page);
      await page.setViewportSize(viewport);
      await undoTheme?.();
      undoTheme = undefined;
      restoreFolder(original, workspace);
      await prepareTest?.(workspace);
    },
    async close() {
      if (openNow !== opened) return;
      openNow = undefined;
      watched.stop();
      // Its extension host ends with it.
      await page.goto('about:blank');
      rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
  openNow = opened;
  return opened;
}

async function closeEverything(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press(resetKey);
  for (const gone of ['.tabs-container .tab', '.notification-toast', '.terminal-outer-container']) {
    await page.locator(gone).locator('visible=true').first().waitFor({ state: 'detached' });
  }
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
}

interface WatchedPage {
  readonly foreignOrigins: ReadonlySet<string>;
  readonly errors: readonly string[];
  stop(): void;
}

function watchPage(page: Page, ownOrigin: string): WatchedPage {
  const foreignOrigins = new Set<string>();
  const errors: string[] = [];
  const onRequest = (request: Request) => {
    const { origin, protocol, hostname } = new URL(request.url());
    // Files of a webview: answered by a service worker of the window, never by the network.
    const isWebviewFile = hostname.endsWith('.vscode-cdn.net');
    if (/^(https?|wss?):$/.test(protocol) && origin !== ownOrigin && !isWebviewFile) {
      foreignOrigins.add(origin);
    }
  };
  const onError = (error: Error) => errors.push(String(error));
  const onConsole = (message: ConsoleMessage) => {
    if (message.type() === 'error') errors.push(message.text().slice(0, 300));
  };
  page.on('request', onRequest);
  page.on('pageerror', onError);
  page.on('console', onConsole);
  return {
    foreignOrigins,
    errors,
    stop() {
      page.off('request', onRequest);
      page.off('pageerror', onError);
      page.off('console', onConsole);
    },
  };
}
