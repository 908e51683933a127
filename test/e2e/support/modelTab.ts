import type { Frame, Page } from 'playwright-core';
import { openFromExplorer, revealInExplorer } from './explorer.ts';
import { awaitContextMenuItem, closeMenu } from './menu.ts';
import { findWebview } from './webview.ts';

/**
 * Opens a model of the sample workspace from the explorer; returns the tab's document, once its verdict has this text.
 */
export async function openModelTab(
  page: Page,
  model: string,
  verdict: string | RegExp,
): Promise<Frame> {
  // A new window does not know the editors of its extensions yet and would show the bytes as text.
  const picture = () => revealInExplorer(page, 'pictures/beach/beach-01.png');
  await awaitContextMenuItem(page, picture, 'Show CAM');
  await closeMenu(page);
  await openFromExplorer(page, model);
  return findWebview(page, '[data-testid=verdict]', { hasText: verdict });
}
