import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { build } from 'esbuild';
import { buildOptions, bundles } from '../../../scripts/bundles.ts';
import { inRepository } from '../../../scripts/repository.ts';

/** Folder of the tiny model, its picture and their golden values; made by make.py there. */
export const fixtures = inRepository('test', 'fixtures', 'cli');

/** Inside the repository, so that the native packages are found; apart from `dist`, which others build. */
export const program = inRepository('node_modules', '.cache', 'cam-lens-test', 'cli.cjs');

/** Bundles the program as `npm run build` does. */
export async function buildProgram(): Promise<void> {
  const bundle = bundles.find(({ entry }) => entry === 'src/cli.ts');
  if (bundle === undefined) throw new Error('the command line has no bundle');
  await build({ ...buildOptions(bundle, false), outfile: program });
}

/** Runs the program to its end, in the fixtures' folder unless another is named. */
export function runProgram(args: string[], folder: string = fixtures) {
  // Older versions of Node 20 warn of a feature that sharp uses.
  const command = ['--no-warnings', program, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: path.resolve(folder),
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}
