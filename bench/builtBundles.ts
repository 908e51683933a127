import path from 'node:path';
import { build } from 'esbuild';
import { buildOptions, bundles } from '../scripts/bundles.ts';
import { inRepository } from '../scripts/repository.ts';

/** Absolute paths of production bundles, made only for the benchmark. */
export interface BuiltBundles {
  extension: string;
  engine: string;
  showCamScript: string;
  showCamStyle: string;
  modelTabScript: string;
  modelTabStyle: string;
}

/** Builds the measured bundles, separate from `dist`; inside the repository, so that native packages are found. */
export async function buildBundles(): Promise<BuiltBundles> {
  const outputOf = (file: string) =>
    inRepository('node_modules', '.cache', 'cam-lens-bench', path.relative('dist', file));
  await Promise.all(
    bundles.map((bundle) =>
      build({ ...buildOptions(bundle, true), outfile: outputOf(bundle.outfile) }),
    ),
  );
  return {
    extension: outputOf('dist/extension.cjs'),
    engine: outputOf('dist/engine.cjs'),
    showCamScript: outputOf('dist/webview/showCam.js'),
    showCamStyle: outputOf('dist/webview/showCam.css'),
    modelTabScript: outputOf('dist/webview/modelTab.js'),
    modelTabStyle: outputOf('dist/webview/modelTab.css'),
  };
}
