import type { Frame, Locator, Page } from 'playwright-core';
import { runCommand } from './quickInput.ts';

/** A notification that contains this text. */
export function notification(page: Page, text: string | RegExp): Locator {
  return page.locator('.notification-toast', { hasText: text });
}

/** The tab of an editor, by a part of its title. */
export function editorTab(page: Page, title: string | RegExp): Locator {
  return page.locator('.tabs-container .tab', { hasText: title });
}

/** An item of the status bar, by a part of its text. */
export function statusBarItem(page: Page, text: string | RegExp): Locator {
  return page.locator('.statusbar-item', { hasText: text });
}

/** The open dialog. */
export function dialog(page: Page): Locator {
  return page.locator('.monaco-dialog-box');
}

/** Reloads the window as its command does, once a webview has saved its state. */
export async function reloadWindow(page: Page, webview: Frame): Promise<void> {
  await stateIsKept(webview);
  const loaded = page.waitForEvent('load');
  await runCommand(page, 'Developer: Reload Window');
  await loaded;
}

/** Pages save their state up to 150 ms after a change; the timers of a page fire in order. */
export async function stateIsKept(webview: Frame): Promise<void> {
  await webview.evaluate(() => new Promise((resolve) => setTimeout(resolve, 151)));
}
