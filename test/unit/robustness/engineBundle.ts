import path from 'node:path';
import { build } from 'esbuild';
import { buildOptions, bundles } from '../../../scripts/bundles.ts';

/**
 * Builds the engine process as it ships, apart from `dist`: it starts in a fraction of the time that the
 * sources would take. Inside the repository, so that native packages are found.
 * @param root absolute path of the repository
 * @returns absolute path of the bundle
 */
export async function buildEngine(root: string): Promise<string> {
  const bundle = bundles.find(({ entry }) => entry === 'src/engine/process.ts');
  if (!bundle) throw new Error('there is no bundle of the engine process');
  const outfile = path.join(root, 'node_modules/.cache/cam-lens-fuzz', 'engine.cjs');
  await build({ ...buildOptions(bundle, false), outfile, absWorkingDir: root });
  return outfile;
}
