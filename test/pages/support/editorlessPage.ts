import type { BuildOptions } from 'esbuild';
import { build } from 'esbuild';
import type { Browser, Locator, Page } from 'playwright-core';
import { buildOptions, bundles } from '../../../scripts/bundles.ts';

const ORIGIN = 'https://panel.test';
const NONCE = 'nonce';

export interface PageOptions {
  width: number;
  height: number;
  /** Style of the document, such as a theme's variables. */
  style?: string;
}

/** A bundled page without VS Code: the test plays the editor's side. */
export class EditorlessPage<ToPage extends { type: string }, FromPage extends { type: string }> {
  readonly page: Page;
  /** What the browser complained of: page errors and violations of the content security policy. */
  readonly complaints: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  /** Sends a message as the editor does. Typed arrays travel as numbers and are made anew in the page. */
  async send(message: ToPage): Promise<void> {
    const text = JSON.stringify(message, (_, value: unknown) =>
      ArrayBuffer.isView(value)
        ? { $array: value.constructor.name, values: Array.from(value as Uint8Array) }
        : value,
    );
    await this.page.evaluate((json) => {
      const arrays = { Float32Array, Uint32Array, Uint8Array, Buffer: Uint8Array };
      type Tagged = { $array?: keyof typeof arrays; values: number[] };
      window.postMessage(
        JSON.parse(json, (_, value: Tagged | null) =>
          value?.$array ? arrays[value.$array].from(value.values) : value,
        ),
        '*',
      );
    }, text);
  }

  /** Everything that the page has sent, oldest first; byte arrays as numbers. */
  async sent(): Promise<FromPage[]> {
    return this.page.evaluate(() => (window as unknown as { sent: FromPage[] }).sent);
  }

  /** Resolves when the page has sent a message of this type. */
  async hasSent(type: FromPage['type']): Promise<void> {
    await this.page.waitForFunction(
      (wanted) =>
        (window as unknown as { sent: { type: string }[] }).sent.some(
          (message) => message.type === wanted,
        ),
      type,
    );
  }

  byTestId(id: string): Locator {
    return this.page.locator(`[data-testid="${id}"]`);
  }

  /** Resolves when what was changed is drawn. */
  async nextFrame(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
  }
}

/** Loads a page of the extension under the same policy as in VS Code; `wrap` may listen before it is loaded. */
export async function openEditorless<Wrapped>(
  browser: Browser,
  name: string,
  { width, height, style = '' }: PageOptions,
  wrap: (page: Page) => Wrapped,
): Promise<Wrapped> {
  const files = new Map([...(await bundlesOf(name)), ['/', documentOf(name, style)]]);
  const context = await browser.newContext({ viewport: { width, height } });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  const wrapped = wrap(page);
  await page.route('**/*', (route) => {
    const file = files.get(new URL(route.request().url()).pathname);
    return file ? route.fulfill(file) : route.fulfill({ status: 204 });
  });
  await page.goto(`${ORIGIN}/`);
  return wrapped;
}

type File = { body: string; contentType: string; headers?: Record<string, string> };

const made = new Map<string, Promise<Map<string, File>>>();

function bundlesOf(name: string): Promise<Map<string, File>> {
  const files = made.get(name) ?? bundlePage(name);
  made.set(name, files);
  return files;
}

async function bundlePage(name: string): Promise<Map<string, File>> {
  const [script, style] = await Promise.all([
    bundleOf(`webview/${name}/main.ts`),
    bundleOf(`webview/${name}/${name}.css`),
  ]);
  return new Map([
    [`/${name}.js`, { body: script, contentType: 'text/javascript' }],
    [`/${name}.css`, { body: style, contentType: 'text/css' }],
  ]);
}

async function bundleOf(entry: string): Promise<string> {
  const bundle = bundles.find((candidate) => candidate.entry === entry);
  if (!bundle) throw new Error(`${entry} is not bundled`);
  const options: BuildOptions = { ...buildOptions(bundle, true), write: false };
  const { outputFiles } = await build(options);
  const [file] = outputFiles ?? [];
  if (!file) throw new Error(`${entry} gave no bundle`);
  return file.text;
}

function documentOf(name: string, style: string): File {
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<style nonce="${NONCE}">${style}</style>
<link rel="stylesheet" href="/${name}.css"></head><body><div id="app"></div>
<script nonce="${NONCE}">
  window.sent = [];
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => window.sent.push(JSON.parse(JSON.stringify(message, (_, value) =>
      ArrayBuffer.isView(value) ? Array.from(value) : value))),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
  });
</script><script nonce="${NONCE}" src="/${name}.js"></script></body></html>`;
  const headers = { 'content-security-policy': POLICY };
  return { body, contentType: 'text/html', headers };
}

const POLICY = [
  "default-src 'none'",
  `script-src 'nonce-${NONCE}'`,
  `style-src ${ORIGIN} 'nonce-${NONCE}'`,
  `img-src ${ORIGIN} blob: data:`,
].join('; ');
