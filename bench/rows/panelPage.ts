import type { Page } from 'playwright-core';
import type { Explanation, ModelDescription } from '../../src/cam/explanation.ts';
import type { FromShowCam, ShowCamState, ToShowCam } from '../../src/protocol/showCam.ts';

/** What the benchmark needs of the page's window; the benchmark has no DOM types. */
interface BenchmarkWindow {
  acquireVsCodeApi: () => unknown;
  receive: (text: string) => void;
  nextMessage: (type: FromShowCam['type']) => Promise<FromShowCam>;
  postMessage: (message: unknown, origin: string) => void;
  switchClass: (row: number) => Promise<number>;
}

const IMAGES = { names: ['picture.jpg'], index: 0 };

const STATE: ShowCamState = {
  imageUris: [''],
  index: 0,
  modelPath: undefined,
  view: {},
};

/** Loads the panel's page as VS Code would, with an editor's side that only listens. */
export async function openPanelPage(
  page: Page,
  { script, style }: { script: string; style: string },
): Promise<void> {
  await page.setContent('<!DOCTYPE html><html><body><div id="app"></div></body></html>');
  await page.addStyleTag({ content: style });
  await page.addScriptTag({ content: EDITOR_SIDE });
  await page.addScriptTag({ content: script });
  await post(page, { type: 'start', images: IMAGES, state: STATE });
}

/** Hands the model to the page. */
export function sendModel(page: Page, model: ModelDescription): Promise<void> {
  return post(page, { type: 'model', model, fileName: 'resnet18-random.onnx' });
}

/** Hands an explanation to the page; gives the milliseconds that the page took to draw it. */
export async function sendExplanation(page: Page, explanation: Explanation): Promise<number> {
  const drawn = page.evaluate(() =>
    (globalThis as unknown as BenchmarkWindow).nextMessage('drawn'),
  );
  await post(page, { type: 'explanation', images: IMAGES, explanation });
  const message = await drawn;
  return message.type === 'drawn' ? message.durationMs : Number.NaN;
}

/**
 * Clicks through the listed classes; gives the milliseconds of work for each, from the click
 * to the end of the frame that shows it.
 */
export async function switchClass(page: Page, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n <= count; n++) {
    const durationMs = await page.evaluate(
      (row) => (globalThis as unknown as BenchmarkWindow).switchClass(row),
      (n + 1) % 5,
    );
    if (n > 0) times.push(durationMs);
  }
  return times;
}

/** Typed arrays cross to the browser as base64; unpacking them is outside of what is measured. */
async function post(page: Page, message: ToShowCam): Promise<void> {
  const text = JSON.stringify(message, (_key, value: unknown) =>
    ArrayBuffer.isView(value)
      ? {
          typedArray: value.constructor === Buffer ? 'Uint8Array' : value.constructor.name,
          base64: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64'),
        }
      : value,
  );
  await page.evaluate((packed) => (globalThis as unknown as BenchmarkWindow).receive(packed), text);
}

const EDITOR_SIDE = `
  const waiting = [];
  window.acquireVsCodeApi = () => ({
    getState: () => undefined,
    setState: () => undefined,
    postMessage: (message) => {
      for (const wait of waiting.filter(({ type }) => type === message.type)) {
        waiting.splice(waiting.indexOf(wait), 1);
        wait.resolve(message);
      }
    },
  });
  window.nextMessage = (type) => new Promise((resolve) => waiting.push({ type, resolve }));
  window.receive = (text) => {
    const message = JSON.parse(text, (_key, value) => {
      if (!value?.typedArray) return value;
      const bytes = Uint8Array.from(atob(value.base64), (character) => character.charCodeAt(0));
      return new window[value.typedArray](bytes.buffer);
    });
    window.postMessage(message, '*');
  };
  // Handling the click, then the frame: from its first callback to a task queued while it was made,
  // which runs after layout and painting. The wait between the two is the display's, not ours.
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
