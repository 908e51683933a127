import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { launchBrowser } from '../../../scripts/browser/launchBrowser.ts';
import { withCleanup } from '../../../scripts/cleanup.ts';
import type { Keybinding, RunningServer } from '../../../scripts/codeServer/server.ts';
import { startServer } from '../../../scripts/codeServer/server.ts';
import { builtInExtensionsOfTests } from '../../../scripts/codeServer/settings.ts';

/** A server and a browser page, in which the windows of this process open one after another. */
export interface Worker {
  readonly server: RunningServer;
  readonly page: Page;
  /** A new temporary folder, which is removed with the server. */
  newFolder(): string;
  /** Deletes the browser data of this server's windows. Downloads stay. */
  forgetWindows(): Promise<void>;
}

/** Restores a window to its state after opening, except for the extension's memory. */
export const resetKey = 'Control+Alt+F9';

const resetKeybinding: Keybinding = {
  key: 'ctrl+alt+f9',
  command: 'runCommands',
  args: {
    commands: [
      'workbench.action.closeAllEditors',
      'workbench.action.terminal.killAll',
      'workbench.action.closePanel',
      'notifications.clearAll',
      'workbench.view.explorer',
      'workbench.files.action.collapseExplorerFolders',
    ],
  },
};

/** Closes all folders in the explorer, which then reads the files of the workspace again. */
export const refreshKey = 'Control+Alt+F8';

const refreshKeybinding: Keybinding = {
  key: 'ctrl+alt+f8',
  command: 'runCommands',
  args: {
    commands: [
      'workbench.files.action.collapseExplorerFolders',
      'workbench.files.action.refreshFilesExplorer',
    ],
  },
};

let worker: Promise<Worker> | undefined;

/** The server and browser of this process, started for its first window. They end with the process. */
export function testWorker(): Promise<Worker> {
  worker ??= startWorker();
  return worker;
}

function startWorker(): Promise<Worker> {
  return new Promise((resolve, reject) => {
    withCleanup(async (onEnd) => {
      const server = await startServer({
        extensionsFolder: requiredVariable('CAM_LENS_EXTENSIONS_FOLDER'),
        builtInExtensions: builtInExtensionsOfTests,
        hasTrustSetting: true,
      });
      onEnd(server.stop);
      server.writeKeybindings([resetKeybinding, refreshKeybinding]);
      const browser = await launchBrowser(requiredVariable('CHROME_PATH'));
      onEnd(() => browser.close());
      const page = await browser.newPage();
      page.setDefaultTimeout(45_000);
      const devTools = await page.context().newCDPSession(page);
      const scratch = mkdtempSync(path.join(tmpdir(), 'cam-lens-e2e-'));
      onEnd(() => rmSync(scratch, { recursive: true, force: true }));
      resolve({
        server,
        page,
        newFolder: () => mkdtempSync(path.join(scratch, 'window-')),
        forgetWindows: () => forget(devTools, server.origin),
      });
      await new Promise(() => {}); // A signal ends this process, and then both.
    }).catch(reject);
  });
}

function forget(devTools: CDPSession, origin: string): Promise<void> {
  const storageTypes = 'cookies,indexeddb,local_storage';
  return devTools.send('Storage.clearDataForOrigin', { origin, storageTypes }).then(() => {});
}

function requiredVariable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests by npm run test:e2e.`);
  return value;
}
