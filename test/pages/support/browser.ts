import type { Browser, Page } from 'playwright-core';
import { findBrowser } from '../../../scripts/browser/findBrowser.ts';
import { launchBrowser } from '../../../scripts/browser/launchBrowser.ts';

/** A tab of the browser and its errors. */
export interface Tab {
  readonly page: Page;
  /** Page errors and violations of the content security policy. */
  readonly complaints: string[];
}

let browser: Promise<Browser> | undefined;
let tab: Promise<Tab> | undefined;

/** The browser of this process; it ends with it. */
export function sharedBrowser(): Promise<Browser> {
  browser ??= findBrowser().then(launchBrowser);
  return browser;
}

/** The tab that the tests of this process share: a new one costs as much as loading a page twice. */
export function sharedTab(): Promise<Tab> {
  tab ??= newTab();
  return tab;
}

/** Makes the next test begin with a new tab, as after a failure, which may leave a button or a key pressed. */
export async function dropSharedTab(): Promise<void> {
  const dropped = await tab;
  tab = undefined;
  await dropped?.page.context().close();
}

async function newTab(): Promise<Tab> {
  const context = await (await sharedBrowser()).newContext();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return { page, complaints };
}
