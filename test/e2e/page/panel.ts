import { readFileSync } from 'node:fs';
import type { BuildOptions } from 'esbuild';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { buildOptions, bundles } from '../../../scripts/bundles.ts';
import type { FromShowCam, ShowCamState, ToShowCam } from '../../../src/protocol/showCam.ts';
import { counting, countingExplanation, countingModel } from './explanation.ts';

const ORIGIN = 'https://panel.test';
const NONCE = 'nonce';

/** The page without VS Code: the test plays the editor's side. */
export class Panel {
  readonly page: Page;
  /** What the browser complained of: page errors and violations of the content security policy. */
  readonly complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  static async open(browser: Browser, width = 1000, height = 800): Promise<Panel> {
    const files = await pageFiles();
    const context = await browser.newContext({ viewport: { width, height } });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    const panel = new Panel(page);
    await page.route('**/*', (route) => {
      const file = files.get(new URL(route.request().url()).pathname);
      return file ? route.fulfill(file) : route.fulfill({ status: 204 });
    });
    await page.goto(`${ORIGIN}/`);
    return panel;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  /** Sends a message as the editor does. Typed arrays travel as numbers and are made anew in the page. */
  async send(message: ToShowCam): Promise<void> {
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
  async sent(): Promise<FromShowCam[]> {
    return this.page.evaluate(() => (window as unknown as { sent: FromShowCam[] }).sent);
  }

  async keptState(): Promise<ShowCamState> {
    return this.page.evaluate(() => JSON.parse(sessionStorage.getItem('state') ?? '{}'));
  }

  /** Starts the page with the counting model and waits until the picture is drawn. */
  async showCounting(
    names: string[] = ['grey.png'],
    view: Partial<ShowCamState['view']> = {},
  ): Promise<void> {
    const model = countingModel();
    const images = { names, index: 0 };
    await this.send({
      type: 'start',
      images,
      state: {
        imageUris: names,
        index: 0,
        modelPath: model.path,
        view,
      },
    });
    await this.send({ type: 'model', model, fileName: 'counting.onnx' });
    const explanation = countingExplanation(model, await greyPng());
    await this.send({ type: 'explanation', images, explanation });
    await this.page.waitForFunction(() =>
      (window as unknown as { sent: FromShowCam[] }).sent.some(({ type }) => type === 'drawn'),
    );
  }

  byTestId(id: string): ReturnType<Page['locator']> {
    return this.page.locator(`[data-testid="${id}"]`);
  }

  /** Colour of the stage at a photo pixel, RGB. */
  async colorAt(photoX: number, photoY: number): Promise<number[]> {
    return this.byTestId('stage-canvas').evaluate(
      (element, { x, y, photo }) => {
        const canvas = element as HTMLCanvasElement;
        const scale = Math.min(
          (canvas.width - 16) / photo.width,
          (canvas.height - 16) / photo.height,
        );
        const left = canvas.width / 2 + (x - photo.width / 2) * scale;
        const top = canvas.height / 2 + (y - photo.height / 2) * scale;
        const pixel = canvas.getContext('2d')?.getImageData(left, top, 1, 1).data ?? [];
        return Array.from(pixel).slice(0, 3);
      },
      { x: photoX, y: photoY, photo: counting.photo },
    );
  }
}

/** A photo of one grey. */
export async function greyPng(): Promise<Uint8Array> {
  const background = { r: 100, g: 100, b: 100 };
  const picture = sharp({ create: { ...counting.photo, channels: 3, background } });
  return new Uint8Array(await picture.png().toBuffer());
}

const HTML = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<link rel="stylesheet" href="/showCam.css"></head><body><div id="app"></div>
<script nonce="${NONCE}">
  window.sent = [];
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => window.sent.push(JSON.parse(JSON.stringify(message, (_, value) =>
      ArrayBuffer.isView(value) ? Array.from(value) : value))),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
  });
</script><script nonce="${NONCE}" src="/showCam.js"></script></body></html>`;

const POLICY = [
  "default-src 'none'",
  `script-src 'nonce-${NONCE}'`,
  `style-src ${ORIGIN} 'nonce-${NONCE}'`,
  `img-src ${ORIGIN} blob: data:`,
].join('; ');

type File = { body: string; contentType: string; headers?: Record<string, string> };

let files: Promise<Map<string, File>> | undefined;

function pageFiles(): Promise<Map<string, File>> {
  files ??= bundlePage();
  return files;
}

async function bundlePage(): Promise<Map<string, File>> {
  const [script, style] = await Promise.all([
    bundleOf('webview/showCam/main.ts'),
    bundleOf('webview/showCam/showCam.css'),
  ]);
  const headers = { 'content-security-policy': POLICY };
  return new Map([
    ['/', { body: HTML, contentType: 'text/html', headers }],
    ['/showCam.js', { body: script, contentType: 'text/javascript' }],
    ['/showCam.css', { body: style, contentType: 'text/css' }],
  ]);
}

async function bundleOf(entry: string): Promise<string> {
  const bundle = bundles.find((candidate) => candidate.entry === entry);
  if (!bundle) throw new Error(`${entry} is not bundled`);
  const options: BuildOptions = { ...buildOptions(bundle, true), write: false };
  const { outputFiles } = await build(options);
  return outputFiles?.[0]?.text ?? readFileSync(bundle.outfile, 'utf8');
}
