import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { BuildOptions, Metafile, Plugin } from 'esbuild';
import { build } from 'esbuild';
import { Problem } from './command.ts';

/** One file of `dist`: where it starts and what it may contain. */
export interface Bundle {
  readonly entry: string;
  readonly outfile: string;
  readonly runsIn: 'node' | 'webview';
  /** Patterns of the source files that the bundle may contain; types add nothing to it. */
  readonly mayContain: readonly RegExp[];
  /** Packages (and `vscode`) that the bundle may load when it runs, in addition to Node's own modules. */
  readonly mayLoad: readonly string[];
  /** Entries of the bundles that it starts as processes or threads, from its own folder. */
  readonly starts?: readonly string[];
}

const library = /^src\/cam\//;
const protocol = /^src\/protocol\//;
const sharedWithTheEditor =
  /^src\/cam\/(base\/|maps\/|code\/|config\/(sidecarFile|preprocessing|labels\/labelFileNames)\.ts|results\/(mapWay|methodMap|training)\.ts|evaluate\/(doctor\/shownPictures|statistics\/fairTail)\.ts|gapModels\/)/;
const parserPackages = /^node_modules\/@lezer\/(common|lr|highlight|python)\//;
/** The editor itself reads and writes the file of pinned images, so that this needs no engine. */
const pinnedImages =
  /^src\/cam\/pins\/(pinsFile|compare|activeChannels|runs)\.ts$|^node_modules\/jsonc-parser\//;
const translation = /^node_modules\/@vscode\/l10n\//;
const bundledPackages =
  /^node_modules\/(pbf|@dagrejs\/dagre|@observablehq\/plot|d3(-[a-z-]+)?|interval-tree-1d|binary-search-bounds|isoformat|@xmldom\/xmldom|internmap|jsonc-parser|csv-parse|ml-[a-z-]+|is-any-array|fft\.js|yaml|@rgrove\/parse-xml|@vscode\/l10n)\//;
const nativePackages = ['onnxruntime-node', 'sharp'];

const page = [
  /^webview\//,
  protocol,
  /^src\/cam\/(base\/(errors|geometry|classLabel)\.ts$|maps\/|plots\/|results\/training\.ts$)/,
  bundledPackages,
  /^node_modules\/(@microsoft|@vscode\/webview-ui-toolkit|exenv-es6|tabbable|tslib)\//,
];

/** The product's bundles. */
export const bundles: readonly Bundle[] = [
  {
    entry: 'src/extension.ts',
    outfile: 'dist/extension.cjs',
    runsIn: 'node',
    mayContain: [
      /^src\/extension\.ts$/,
      /^src\/(editor|engine|exportRunner)\//,
      protocol,
      sharedWithTheEditor,
      parserPackages,
      pinnedImages,
      translation,
      /^one-api:vscode$/,
    ],
    mayLoad: ['vscode'],
    starts: ['src/engine/process.ts', 'src/exportRunner/process.ts'],
  },
  {
    entry: 'src/exportRunner/process.ts',
    outfile: 'dist/exportRun.cjs',
    runsIn: 'node',
    mayContain: [/^src\/exportRunner\//],
    mayLoad: [],
  },
  {
    entry: 'src/engine/process.ts',
    outfile: 'dist/engine.cjs',
    runsIn: 'node',
    mayContain: [/^src\/engine\//, /^package\.json$/, library, bundledPackages],
    mayLoad: nativePackages,
    starts: ['src/engine/watchThread.ts'],
  },
  {
    entry: 'src/engine/watchThread.ts',
    outfile: 'dist/engineWatch.cjs',
    runsIn: 'node',
    mayContain: [/^src\/engine\/(watchThread|limits)\.ts$|^src\/cam\/base\/usableMemory\.ts$/],
    mayLoad: [],
  },
  {
    entry: 'src/cli.ts',
    outfile: 'dist/cli.cjs',
    runsIn: 'node',
    mayContain: [
      /^src\/(cli(\.ts$|\/)|engine\/)/,
      /^src\/cam\/(base\/|maps\/|results\/|config\/(sidecarFile|labels\/labelFileNames)\.ts)/,
      /^src\/cam\/evaluate\/parity\/(brokenBounds|paritySummary)\.ts/,
      /^package\.json$/,
      translation,
    ],
    mayLoad: [],
    starts: ['src/engine/process.ts'],
  },
  ...['showCam', 'modelTab', 'classUnits', 'evaluate', 'train', 'pins'].flatMap(
    (name): Bundle[] => [
      {
        entry: `webview/${name}/main.ts`,
        outfile: `dist/webview/${name}.js`,
        runsIn: 'webview',
        mayContain: page,
        mayLoad: [],
      },
      {
        entry: `webview/${name}/${name}.css`,
        outfile: `dist/webview/${name}.css`,
        runsIn: 'webview',
        mayContain: [/^webview\//],
        mayLoad: [],
      },
    ],
  ),
];

/** The bundle that starts at a source file. Throws if there is none. */
export function bundleOf(entry: string): Bundle {
  const bundle = bundles.find((candidate) => candidate.entry === entry);
  if (!bundle) throw new Error(`There is no bundle of ${entry}.`);
  return bundle;
}

/**
 * A CommonJS bundle makes a copy for each `import *` of its files. For VS Code's API in about seventy files this takes
 * as long as the rest of the extension's start, so they share one copy.
 */
const oneApi: Plugin = {
  name: 'one-api',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^vscode$/ }, ({ path: name, namespace }) =>
      namespace === 'one-api'
        ? { path: name, external: true }
        : { path: name, namespace: 'one-api' },
    );
    onLoad({ filter: /^vscode$/, namespace: 'one-api' }, () => ({
      contents: "export * from 'vscode'",
    }));
  },
};

/** esbuild's options for a bundle. Native packages stay outside Node bundles: they are found in node_modules. */
export function buildOptions(bundle: Bundle, production: boolean): BuildOptions {
  const shared: BuildOptions = {
    entryPoints: [bundle.entry],
    outfile: bundle.outfile,
    bundle: true,
    sourcemap: !production,
    minify: production,
    logLevel: 'warning',
  };
  return bundle.runsIn === 'node'
    ? { ...shared, ...nodeOptions, plugins: [oneApi] }
    : { ...shared, platform: 'browser', target: 'es2022', format: 'iife' };
}

/** The shipped content of a bundle, from esbuild. */
export async function metafileOf(bundle: Bundle): Promise<Metafile> {
  const options = { ...buildOptions(bundle, true), write: false, metafile: true } as const;
  return (await build(options)).metafile;
}

/** Builds the product into `dist`, and unless it is for production the integration tests into `out`. */
export async function buildAll({ production }: { production: boolean }): Promise<void> {
  for (const folder of ['dist', 'out']) rmSync(folder, { recursive: true, force: true });
  try {
    await Promise.all(bundles.map((bundle) => build(buildOptions(bundle, production))));
    if (!production) await build(integrationTestOptions());
  } catch {
    throw new Problem('The build failed: see the messages of esbuild above.');
  }
}

/** The integration tests: one file per suite, so that a new suite needs no registration. */
function integrationTestOptions(): BuildOptions {
  const suites = readdirSync('test/integration', { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.test.ts'),
  );
  return {
    ...nodeOptions,
    entryPoints: ['index.ts', ...suites].map((file) => path.join('test/integration', file)),
    outdir: 'out/integration',
    outbase: 'test/integration',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    sourcemap: true,
    logLevel: 'warning',
  };
}

const nodeOptions: BuildOptions = {
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // The CommonJS form of some packages loads its own files in ways that esbuild cannot follow.
  mainFields: ['module', 'main'],
  external: ['vscode', 'mocha', ...nativePackages],
  // A CommonJS file has no `import.meta`; the sources are modules.
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
};
