import type { Locator, Page } from 'playwright-core';

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
