import type { Locator, Page } from 'playwright-core';
import { errors } from 'playwright-core';

const widget = '.quick-input-widget';

/**
 * Runs a command through the command palette, by the title that is shown there: `Category: Title`. The palette closes
 * when an editor that is still opening takes the focus. A palette that was opened before the window knew the
 * extension's commands does not show them. In both cases it is opened again.
 */
export async function runCommand(page: Page, title: string): Promise<void> {
  for (let tries = 1; !(await isRun(page, title)); tries++) {
    if (tries === 40) throw new Error(`The command palette does not offer ${title}.`);
    await page.keyboard.press('Escape');
  }
}

async function isRun(page: Page, title: string): Promise<boolean> {
  const input = page.locator(`${widget} .quick-input-box input`);
  const command = quickPickItem(page, title).first();
  const timeout = 3_000;
  try {
    await page.keyboard.press('F1');
    await input.fill(`>${title}`, { timeout });
    await command.or(noMatch(page)).first().waitFor({ timeout });
    if (!(await command.isVisible())) return false;
    await command.click({ timeout });
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return false;
    throw error;
  }
}

/** The palette says so, or lists commands of similar meaning. */
function noMatch(page: Page): Locator {
  const text = /No matching commands|similar commands/;
  return page.locator(`${widget} .quick-input-list`, { hasText: text });
}

/** Entries of the open quick pick that contain this text. */
export function quickPickItem(page: Page, text: string): Locator {
  return page.locator(`${widget} .quick-input-list .monaco-list-row`, { hasText: text });
}

/**
 * Chooses the first entry of the open quick pick that contains this text. Not by a click: the row under the pointer may
 * show another entry by then.
 */
export async function chooseFromQuickPick(page: Page, text: string): Promise<void> {
  await quickPickItem(page, text).first().waitFor();
  const chosen = page.locator(`${widget} .monaco-list-row.focused`, { hasText: text });
  for (let steps = 0; (await chosen.count()) === 0; steps++) {
    if (steps === 100) throw new Error(`The keys do not reach the entry ${text}.`);
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
}

/** Writes text into the open input box, in place of what is there, and accepts it. */
export async function enterText(page: Page, text: string): Promise<void> {
  const input = page.locator(`${widget} .quick-input-box input`);
  // The previous list is not an input box yet.
  await page.locator(`${widget} .quick-input-list`).waitFor({ state: 'hidden' });
  await input.fill(text);
  await page.keyboard.press('Enter');
}

/** Accepts the suggestion of the open input box, once it is the expected text. */
export async function acceptSuggestion(page: Page, text: RegExp): Promise<void> {
  const input = page.locator(`${widget} .quick-input-box input`);
  await input.waitFor();
  while (!text.test(await input.inputValue())) await page.waitForTimeout(50);
  await page.keyboard.press('Enter');
}

/** Opens a file of the workspace by its name, as *Go to File* does. */
export async function openFile(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+P');
  await page.locator(`${widget} .quick-input-box input`).fill(name);
  await page.locator(`${widget} .monaco-list-row.focused`, { hasText: name }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.tabs-container .tab.active', { hasText: name }).waitFor();
}

/** Scrolls the active text editor to a line, which it selects. */
export async function goToLine(page: Page, line: number): Promise<void> {
  await page.keyboard.press('Control+G');
  await page.locator(`${widget} .quick-input-box input`).waitFor();
  await page.keyboard.type(String(line));
  await page.keyboard.press('Enter');
}
