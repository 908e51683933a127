import type { Locator, Page } from 'playwright-core';
import { framesDrawn } from '../../support/frames.ts';
import { saveScreenshot } from '../../support/screenshots.ts';
import { sharedTab } from './browser.ts';
import { pageFiles } from './pageFiles.ts';
import { sharedServer } from './pageServer.ts';

export interface PageOptions {
  width: number;
  height: number;
  /** Variables of a theme of VS Code. */
  theme: Readonly<Record<string, string>>;
  /** Texts of the window's language, by the English ones. */
  texts?: Readonly<Record<string, string>>;
}

/** The page of the extension, and its default opening. */
export interface PageDefaults extends PageOptions {
  name: string;
  /** More of the style of the document's root. */
  rootStyle?: string;
}

type Message = { type: string };
type SentBy<Sent> = { sent: Sent[] };

let opened = 0;

/** A bundled page without VS Code: the test takes the part of the editor. */
export class EditorlessPage<ToPage extends Message, FromPage extends Message> {
  readonly #defaults: PageDefaults;
  #page: Page | undefined;

  constructor(defaults: PageDefaults) {
    this.#defaults = defaults;
  }

  get page(): Page {
    if (!this.#page) throw new Error(`the page ${this.#defaults.name} is not open`);
    return this.#page;
  }

  /**
   * Loads the page as if for the first time, under the same policy as in VS Code: in the tab that all tests share,
   * without saved state or emulation, and with the pointer elsewhere.
   */
  async open(options: Partial<PageOptions> = {}): Promise<void> {
    const { name, rootStyle = '', width, height, theme, texts } = { ...this.#defaults, ...options };
    const variables = Object.entries(theme).map(([variable, value]) => `--${variable}: ${value};`);
    const style = `:root { ${variables.join(' ')} ${rootStyle} }`;
    const files = await pageFiles(name, style, texts);
    const { page, complaints } = await sharedTab();
    this.#page = page;
    await page.mouse.move(-1, -1);
    await page.emulateMedia({ colorScheme: null, forcedColors: null });
    await page.setViewportSize({ width, height });
    const server = await sharedServer();
    server.serve(files);
    complaints.length = 0;
    await page.goto(`${server.origin}/?${opened++}`);
  }

  /** The browser's errors since the page was opened. */
  async complaints(): Promise<readonly string[]> {
    // Errors from before this answer have already been reported.
    await this.page.evaluate(() => undefined);
    return (await sharedTab()).complaints;
  }

  /** Sends a message as the editor does. Typed arrays travel as base64 and are created again in the page. */
  async send(message: ToPage): Promise<void> {
    const text = JSON.stringify(message, (_, value: unknown) =>
      ArrayBuffer.isView(value) ? tagged(value) : value,
    );
    await this.page.evaluate((json) => {
      const arrays = { Float32Array, Uint32Array, Uint8Array, Buffer: Uint8Array };
      type Tagged = { $array?: keyof typeof arrays; base64: string };
      window.postMessage(
        JSON.parse(json, (_, value: Tagged | null) => {
          if (!value?.$array) return value;
          const bytes = Uint8Array.from(atob(value.base64), (byte) => byte.charCodeAt(0));
          return new arrays[value.$array](bytes.buffer);
        }),
        '*',
      );
    }, text);
  }

  /**
   * Everything that the page has sent, oldest first; byte arrays as numbers. A page reacts to a change of its state, as
   * after a click, in the next frame, so that is waited for.
   */
  async sent(): Promise<FromPage[]> {
    return this.page.evaluate(async () => {
      await new Promise((reacted) => requestAnimationFrame(() => setTimeout(reacted)));
      return (window as unknown as SentBy<FromPage>).sent;
    });
  }

  /** The messages of one type from the page, oldest first. */
  async sentOf<Type extends FromPage['type']>(
    type: Type,
  ): Promise<Extract<FromPage, { type: Type }>[]> {
    const messages = await this.sent();
    return messages.filter(
      (message): message is Extract<FromPage, { type: Type }> => message.type === type,
    );
  }

  /** Resolves when the page has sent a message of this type. */
  async hasSent(type: FromPage['type']): Promise<void> {
    await this.page.waitForFunction(
      (wanted) =>
        (window as unknown as SentBy<Message>).sent.some((message) => message.type === wanted),
      type,
    );
  }

  /** Resolves when the state that the page keeps over a reload has this text: it is written some time after a change. */
  async hasKept(text: string): Promise<void> {
    await this.page.waitForFunction(
      (wanted) => sessionStorage.getItem('state')?.includes(wanted),
      text,
    );
  }

  byTestId(id: string): Locator {
    return this.page.locator(`[data-testid="${id}"]`);
  }

  /** Resolves when what was changed is drawn. */
  async nextFrame(): Promise<void> {
    await framesDrawn(this.page);
  }

  async screenshot(name: string): Promise<void> {
    await this.nextFrame();
    await saveScreenshot(this.page, name);
  }
}

function tagged(array: ArrayBufferView): { $array: string; base64: string } {
  const { buffer, byteOffset, byteLength } = array;
  const base64 = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
  return { $array: array.constructor.name, base64 };
}
