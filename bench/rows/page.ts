import type { Page } from 'playwright-core';
import type { ToModelTab } from '../../src/protocol/modelTab.ts';
import type { ToShowCam } from '../../src/protocol/showCam.ts';

type Message = ToShowCam | ToModelTab;

/** The parts of the page's window that the benchmark needs; the benchmark has no DOM types. */
interface BenchmarkWindow {
  receive: (text: string) => void;
  nextMessage: (type: string) => Promise<unknown>;
}

/** Loads a page of the extension as VS Code does, with an editor's side that only listens. */
export async function openPage(
  page: Page,
  { script, style }: { script: string; style: string },
): Promise<void> {
  await page.setContent('<!DOCTYPE html><html><body><div id="app"></div></body></html>');
  await page.addStyleTag({ content: style });
  await page.addScriptTag({ content: EDITOR_SIDE });
  await page.addScriptTag({ content: script });
}

/**
 * Sends a message to the page. Typed arrays cross to the browser as base64; unpacking them is not part of the page's
 * measurement.
 */
export async function post(page: Page, message: Message): Promise<void> {
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

/** Sends a message; returns the milliseconds from its arrival to the drawn frame, as measured by the page. */
export async function postAndDraw(page: Page, message: Message): Promise<number> {
  const drawn = page.evaluate(() =>
    (globalThis as unknown as BenchmarkWindow).nextMessage('drawn'),
  );
  await post(page, message);
  const reply = (await drawn) as { durationMs: number };
  return reply.durationMs;
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
`;
