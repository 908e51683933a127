import path from 'node:path';
import { build } from 'esbuild';
import { buildOptions, bundles } from '../../../scripts/bundles.ts';

/** As {@link buildProcess}, the engine. */
export function buildEngine(root: string): Promise<string> {
  return buildProcess(root, 'src/engine/process.ts');
}

/**
 * Builds a process of the extension as it ships, apart from `dist`: it starts in a fraction of the time that the
 * sources would take. Inside the repository, so that native packages are found.
 * @param root absolute path of the repository
 * @param entry its source file, relative to the root
 * @returns absolute path of the bundle
 */
export async function buildProcess(root: string, entry: string): Promise<string> {
  const bundle = bundles.find((each) => each.entry === entry);
  if (!bundle) throw new Error(`there is no bundle of ${entry}`);
  const cache = path.join(root, 'node_modules/.cache/cam-lens-fuzz');
  const outfile = path.join(cache, path.basename(bundle.outfile));
  await build({ ...buildOptions(bundle, false), outfile, absWorkingDir: root });
  return outfile;
}
