import { rmSync } from 'node:fs';
import { type BuildOptions, build } from 'esbuild';

const production = process.argv.includes('--production');

const shared: BuildOptions = {
  bundle: true,
  sourcemap: !production,
  minify: production,
  logLevel: 'warning',
};

/** Bundles that run in Node: native packages stay outside, they are found in node_modules. */
function buildNode(entry: string, outfile: string): Promise<unknown> {
  return build({
    ...shared,
    entryPoints: [entry],
    outfile,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode', 'onnxruntime-node', 'sharp', 'mocha'],
  });
}

function buildWebview(entry: string, outfile: string): Promise<unknown> {
  return build({
    ...shared,
    entryPoints: [entry],
    outfile,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
  });
}

rmSync('dist', { recursive: true, force: true });
await Promise.all([
  buildNode('src/extension.ts', 'dist/extension.cjs'),
  buildNode('src/engine/process.ts', 'dist/engine.cjs'),
  buildNode('src/cli.ts', 'dist/cli.cjs'),
  buildWebview('webview/showCam/main.ts', 'dist/webview/showCam.js'),
]);
if (!production) await buildNode('test/integration/index.ts', 'out/integration.cjs');
