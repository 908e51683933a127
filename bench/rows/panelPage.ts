import type { Page } from 'playwright-core';
import type { Explanation, ModelDescription } from '../../src/cam/results/explanation.ts';
import type { ShowCamState, ToShowCam } from '../../src/protocol/showCam.ts';
import { openPage, post, postAndDraw } from './page.ts';

const IMAGES = { names: ['picture.jpg'], index: 0 };

const STATE: ShowCamState = {
  imageUris: [''],
  index: 0,
  modelPath: undefined,
  view: {},
};

/** Loads the panel's page. */
export async function openPanelPage(
  page: Page,
  bundle: { script: string; style: string },
): Promise<void> {
  await openPage(page, bundle);
  await page.addScriptTag({ content: SWITCH_CLASS });
  await send(page, { type: 'start', images: IMAGES, state: STATE });
}

/** Sends the model to the page. */
export function sendModel(page: Page, model: ModelDescription): Promise<void> {
  return send(page, { type: 'model', side: 'main', model, fileName: 'resnet18-random.onnx' });
}

/** Sends an explanation to the page; returns the milliseconds that the page took to draw it. */
export function sendExplanation(page: Page, explanation: Explanation): Promise<number> {
  const message: ToShowCam = {
    type: 'explanation',
    side: 'main',
    images: IMAGES,
    explanation,
    variant: {},
  };
  return postAndDraw(page, message);
}

function send(page: Page, message: ToShowCam): Promise<void> {
  return post(page, message);
}

/**
 * Clicks through the listed classes; returns the milliseconds of work for each, from the click to the end of the frame
 * that shows it.
 */
export async function switchClass(page: Page, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n <= count; n++) {
    const durationMs = await page.evaluate(
      (row) =>
        (globalThis as unknown as { switchClass: (row: number) => Promise<number> }).switchClass(
          row,
        ),
      (n + 1) % 5,
    );
    if (n > 0) times.push(durationMs);
  }
  return times;
}

// Handling of the click, then the frame: from its first callback to a task queued in it, which runs after layout and
// painting. The wait between the two belongs to the display and is not counted.
const SWITCH_CLASS = `
  window.switchClass = (row) => new Promise((resolve) => {
    const button = document.querySelectorAll('[data-testid="class-row"] .class-choose')[row];
    let frameStart = 0;
    requestAnimationFrame(() => { frameStart = performance.now(); });
    const clickStart = performance.now();
    button.click();
    const clickMs = performance.now() - clickStart;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(clickMs + performance.now() - frameStart);
      channel.port2.postMessage(undefined);
    });
  });
`;
