import type { Page } from 'playwright-core';

const shown = {
  editors: '.tabs-container .tab',
  notifications: '.notification-toast',
  dialog: '.monaco-dialog-box',
  'quick input': '.quick-input-widget',
  menu: '.monaco-menu',
  'status bar': '.statusbar-item',
};

/** The content of a window as text: for a failure on a machine without access to screenshots. */
export async function describeWindow(page: Page): Promise<string> {
  const lines = ['The window shows:'];
  for (const [name, selector] of Object.entries(shown)) {
    const texts = await page.locator(selector).locator('visible=true').allInnerTexts();
    if (texts.length > 0) lines.push(`  ${name}: ${texts.map(oneLine).join(' | ')}`);
  }
  for (const frame of page.frames()) {
    if (!frame.url().includes('/webview/browser/pre/')) continue;
    const text = await frame
      .locator('body')
      .innerText({ timeout: 1_000 })
      .catch(() => undefined);
    if (text) lines.push(`  webview: ${oneLine(text)}`);
  }
  return lines.join('\n');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, 300);
}
