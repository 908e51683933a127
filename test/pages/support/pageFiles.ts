import type { BuildOptions } from 'esbuild';
import { build } from 'esbuild';
import { buildOptions, bundleOf } from '../../../scripts/bundles.ts';
import { pageTexts } from '../../../src/editor/panels/pageTexts.ts';

const NONCE = 'nonce';

/** What the browser gets for an address. */
export interface PageFile {
  readonly body: string;
  readonly contentType: string;
  readonly headers?: Record<string, string>;
}

type Texts = Readonly<Record<string, string>>;

/** The document and the bundles of one of the extension's pages, by their path. */
export async function pageFiles(
  name: string,
  style: string,
  texts: Texts | undefined,
): Promise<Map<string, PageFile>> {
  return new Map([...(await bundlesOf(name)), ['/', documentOf(name, style, texts)]]);
}

const made = new Map<string, Promise<Map<string, PageFile>>>();

function bundlesOf(name: string): Promise<Map<string, PageFile>> {
  const files = made.get(name) ?? bundlePage(name);
  made.set(name, files);
  return files;
}

async function bundlePage(name: string): Promise<Map<string, PageFile>> {
  const [script, style] = await Promise.all([
    bundledText(`webview/${name}/main.ts`),
    bundledText(`webview/${name}/${name}.css`),
  ]);
  return new Map([
    [`/${name}.js`, { body: script, contentType: 'text/javascript', headers: KEPT }],
    [`/${name}.css`, { body: style, contentType: 'text/css', headers: KEPT }],
  ]);
}

async function bundledText(entry: string): Promise<string> {
  const options: BuildOptions = { ...buildOptions(bundleOf(entry), true), write: false };
  const { outputFiles } = await build(options);
  const [file] = outputFiles ?? [];
  if (!file) throw new Error(`${entry} gave no bundle`);
  return file.text;
}

/** The state that a page keeps outlasts a reload, but not the way to another address, as each test takes it. */
function documentOf(name: string, style: string, texts: Texts | undefined): PageFile {
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>CAM Lens</title>
<style nonce="${NONCE}">${style}</style>
<link rel="stylesheet" href="/${name}.css"></head><body><div id="app"></div>${pageTexts(texts)}
<script nonce="${NONCE}">
  if (performance.getEntriesByType('navigation')[0].type !== 'reload') sessionStorage.clear();
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

/** A bundle does not change while its server runs. */
const KEPT = { 'cache-control': 'max-age=3600' };

const POLICY = [
  "default-src 'none'",
  `script-src 'nonce-${NONCE}'`,
  `style-src 'self' 'nonce-${NONCE}'`,
  `img-src 'self' blob: data:`,
].join('; ');
