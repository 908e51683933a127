import type { Frame, Page } from 'playwright-core';
import { revealInExplorer, selectInExplorer } from './explorer.ts';
import { chooseFromContextMenu } from './menu.ts';
import { chooseFromQuickPick, runCommand } from './quickInput.ts';
import { findWebview } from './webview.ts';
import { statusBarItem } from './workbench.ts';

/**
 * Right-clicks pictures of the sample workspace and chooses *Show CAM*, and the model if it is not the one in use.
 * Without `model`, the workspace decides.
 */
export async function showCam(
  page: Page,
  pictures: string[],
  model: string | undefined,
): Promise<Frame> {
  if (pictures.length > 1) await selectInExplorer(page, pictures);
  const clicked = () => revealInExplorer(page, pictures.at(-1) ?? '');
  const show = () => chooseFromContextMenu(page, clicked, 'Show CAM');
  if (model === undefined) await show();
  else await withModel(page, model, show);
  return panelShowing(page, /CAM|Exact|Not exact/);
}

/** Runs an action that asks for a model if none was chosen before, so that it uses this model. */
export async function withModel(
  page: Page,
  model: string,
  act: () => Promise<void>,
): Promise<void> {
  const inUse = statusBarItem(page, '.onnx');
  const isAsked = (await inUse.count()) === 0;
  const isOther = !isAsked && !(await inUse.first().innerText()).includes(model);
  if (isOther) {
    await runCommand(page, 'CAM Lens: Choose Model…');
    await chooseFromQuickPick(page, model);
    await inUse.filter({ hasText: model }).waitFor();
  }
  await act();
  if (isAsked) await chooseFromQuickPick(page, model);
}

/** Returns the panel's document, once its fidelity line has this text. */
export function panelShowing(page: Page, text: string | RegExp): Promise<Frame> {
  return findWebview(page, '[data-testid=fidelity]', { hasText: text });
}

/** Chooses one of the settings of the view, which are in a small panel of their own. */
export async function chooseInView(panel: Frame, group: string, name: string): Promise<void> {
  await inView(panel, () =>
    control(panel, group).getByRole('radio', { name }).check({ force: true }),
  );
}

/** Switches the box on or off. */
export async function toggleBox(panel: Frame): Promise<void> {
  await inView(panel, () => panel.getByRole('checkbox', { name: 'Box' }).click());
}

async function inView(panel: Frame, act: () => Promise<void>): Promise<void> {
  await control(panel, 'view-button').click();
  await act();
  await control(panel, 'view').evaluate((view: HTMLElement) => view.hidePopover());
}

/** A control of the panel by its test id. */
export function control(panel: Frame, testId: string) {
  return panel.locator(`[data-testid=${testId}]`);
}

/** RGBA values at the centres of the cells of a map that fills the drawn part of the canvas, row-major. */
export async function cellColours(
  panel: Frame,
  columns: number,
  rows: number,
): Promise<[number, number, number, number][]> {
  return control(panel, 'stage-canvas').evaluate(
    (canvas: HTMLCanvasElement, grid) => {
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, width, height) ?? {
        data: new Uint8ClampedArray(),
      };
      let [left, top, right, bottom] = [width, height, 0, 0];
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          if ((data[4 * (y * width + x) + 3] ?? 0) < 255) continue;
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y + 1);
        }
      }
      return Array.from({ length: grid.rows * grid.columns }, (_, cell) => {
        const x = left + ((cell % grid.columns) + 0.5) * ((right - left) / grid.columns);
        const y = top + (Math.floor(cell / grid.columns) + 0.5) * ((bottom - top) / grid.rows);
        const at = 4 * (Math.floor(y) * width + Math.floor(x));
        return [...data.slice(at, at + 4)] as [number, number, number, number];
      });
    },
    { columns, rows },
  );
}
