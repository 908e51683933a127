import type { Locator, Page } from 'playwright-core';
import { errors } from 'playwright-core';
import { retryTimeouts } from './retryTimeouts.ts';

const widget = '.quick-input-widget';

/**
 * The box of the open quick input. Keys are pressed in it, not in the page: an editor may take the focus at that
 * moment.
 */
export function inputBox(page: Page): Locator {
  return page.locator(`${widget} .quick-input-box input`);
}

/** The entry of the open quick pick that Enter chooses, if it contains this text. */
export function focusedItem(page: Page, text: string): Locator {
  return page.locator(`${widget} .monaco-list-row.focused`, { hasText: text });
}

/** Waits until Enter chooses an entry with this text, and presses it until the entry has gone. */
export async function acceptItem(page: Page, text: string): Promise<void> {
  const timeout = 3_000;
  const item = focusedItem(page, text);
  await item.waitFor();
  await retryTimeouts(5, async () => {
    if (await item.isVisible()) await inputBox(page).press('Enter', { timeout });
    await item.waitFor({ state: 'hidden', timeout });
  });
}

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
  const command = quickPickItem(page, title).first();
  const timeout = 3_000;
  try {
    await page.keyboard.press('F1');
    await inputBox(page).fill(`>${title}`, { timeout });
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
  for (let steps = 0; (await focusedItem(page, text).count()) === 0; steps++) {
    if (steps === 100) throw new Error(`The keys do not reach the entry ${text}.`);
    await inputBox(page).press('ArrowDown');
  }
  await acceptItem(page, text);
}

/**
 * Finds the entry of the open quick pick that contains this text by writing it, and chooses it. A long list has only the
 * rows in view.
 */
export async function findInQuickPick(page: Page, text: string): Promise<void> {
  await inputBox(page).fill(text);
  await acceptItem(page, text);
}

/** Closes the open quick input without a choice. */
export async function closeQuickInput(page: Page): Promise<void> {
  await inputBox(page).press('Escape');
  await page.locator(widget).waitFor({ state: 'hidden' });
}

/** Writes text into the open input box, in place of what is there, and accepts it. */
export async function enterText(page: Page, text: string): Promise<void> {
  // The previous list is not an input box yet.
  await page.locator(`${widget} .quick-input-list`).waitFor({ state: 'hidden' });
  await inputBox(page).fill(text);
  await inputBox(page).press('Enter');
}

/** Accepts the suggestion of the open input box, once it is the expected text. */
export async function acceptSuggestion(page: Page, text: RegExp): Promise<void> {
  const input = inputBox(page);
  while (!text.test(await input.inputValue())) await page.waitForTimeout(50);
  await input.press('Enter');
}

/** Opens a file of the workspace by its name, as *Go to File* does. */
export async function openFile(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+P');
  await findInQuickPick(page, name);
  await page.locator('.tabs-container .tab.active', { hasText: name }).waitFor();
}

/** Scrolls the active text editor to a line, which it selects. */
export async function goToLine(page: Page, line: number): Promise<void> {
  await page.keyboard.press('Control+G');
  // Typed, not filled: the box starts with a colon.
  await inputBox(page).pressSequentially(String(line));
  await inputBox(page).press('Enter');
}
