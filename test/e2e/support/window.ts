import { rmSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { ConsoleMessage, Page, Request } from 'playwright-core';
import { windowAddress } from '../../../scripts/codeServer/address.ts';
import { calmSettings } from '../../../scripts/codeServer/settings.ts';
import { saveFailure, takesDocumentationScreenshots } from '../../support/screenshots.ts';
import { describeWindow } from './describeWindow.ts';
import { explorerRows, explorerShows } from './explorer.ts';
import type { Theme } from './themes.ts';
import { chooseTheme } from './themes.ts';
import { resetKey, testWorker } from './worker.ts';
import type { Prepare } from './workspaceFiles.ts';
import { WorkspaceFiles } from './workspaceFiles.ts';

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
  /** Changes the copy of the sample workspace before the first test. */
  readonly prepare?: Prepare;
}

type WindowTest = (window: Window) => Promise<void>;

/** Of the browser's page, in CSS pixels. Drawing takes a third of the time, and a larger page takes more. */
const viewport = takesDocumentationScreenshots
  ? { width: 1500, height: 900 }
  : { width: 1280, height: 800 };

const untrusted: Settings = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
};

/**
 * One window for the tests of the `describe` that calls this, and for the earlier ones of the same test file that have
 * the same settings. The returned function makes a mocha test from a function. Before each test, editors are closed and
 * the workspace's files are restored, then `prepare` changes them. The extension's memory of the workspace (the model,
 * the view of the panel) stays. A failure leaves a screenshot in `test-results`, and then a new window opens.
 */
export function sharedWindow(
  options: WindowOptions = {},
): (test: WindowTest, prepare?: Prepare) => Mocha.AsyncFunc {
  return (test, prepare) =>
    async function (this: Mocha.Context) {
      const file = this.test?.file ?? '';
      const known = openNow?.serves(file, options) ? openNow : undefined;
      try {
        openNow = known ?? (await openWindow(file, options, prepare));
        await openNow.run(async (window) => {
          await known?.reset(options, prepare);
          await test(window);
        }, this.test?.fullTitle() ?? 'test');
      } catch (error) {
        await closeWindow();
        throw error;
      }
    };
}

interface OpenWindow {
  /** Whether it can be used by a suite of this test file. */
  serves(testFile: string, options: WindowOptions): boolean;
  run(test: WindowTest, title: string): Promise<void>;
  reset(options: WindowOptions, prepare: Prepare | undefined): Promise<void>;
  close(): Promise<void>;
}

/** A new window replaces the previous one. */
let openNow: OpenWindow | undefined;

async function closeWindow(): Promise<void> {
  await openNow?.close();
  openNow = undefined;
}

/** @param prepare of the first test, before the window opens: a window misses changes while it opens. */
async function openWindow(
  testFile: string,
  options: WindowOptions,
  prepare?: Prepare,
): Promise<OpenWindow> {
  await closeWindow();
  const { server, page, newFolder, forgetWindows } = await testWorker();
  const folder = newFolder();
  const files = new WorkspaceFiles(folder);
  await files.restore(options.prepare);
  await prepare?.(files.workspace);

  const settings = settingsOf(options);
  await page.goto('about:blank');
  await forgetWindows();
  server.writeSettings(settings);
  await page.setViewportSize(viewport);
  const watched = watchPage(page, server.origin);
  await page.goto(windowAddress(server, { folder: files.workspace }));
  await explorerRows(page).first().waitFor();

  let undoTheme: (() => Promise<void>) | undefined;
  const window: Window = {
    page,
    workspace: files.workspace,
    foreignOrigins: watched.foreignOrigins,
    async changeTheme(theme) {
      const undo = await chooseTheme(page, theme);
      undoTheme ??= undo;
    },
  };
  return {
    serves: (otherFile, others) =>
      otherFile === testFile && isDeepStrictEqual(settingsOf(others), settings),
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
    async reset({ prepare: prepareSuite }, prepareTest) {
      await closeEverything(page);
      await page.setViewportSize(viewport);
      await undoTheme?.();
      undoTheme = undefined;
      await files.restore(prepareSuite);
      await prepareTest?.(files.workspace);
      await explorerShows(page, files.workspace);
    },
    async close() {
      watched.stop();
      // Its extension host ends with it.
      await page.goto('about:blank');
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

function settingsOf({ settings, isUntrusted }: WindowOptions): Settings {
  return { ...calmSettings, ...settings, ...(isUntrusted ? untrusted : {}) };
}

async function closeEverything(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press(resetKey);
  for (const gone of ['.tabs-container .tab', '.notification-toast', '.terminal-outer-container']) {
    await page.locator(gone).locator('visible=true').first().waitFor({ state: 'detached' });
  }
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
