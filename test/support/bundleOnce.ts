import { mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import type { BuildOptions } from 'esbuild';
import { build } from 'esbuild';
import { buildOptions, bundleOf } from '../../scripts/bundles.ts';
import { inRepository } from '../../scripts/repository.ts';

/** Inside the repository, so that native packages are found; apart from `dist`, which others build. */
const folder = inRepository('node_modules', '.cache', 'cam-lens-test');

const made = new Map<string, Promise<string>>();

/**
 * A shipped program of the product, with those that it starts, see {@link bundleOnce}: it starts in a fraction of the
 * sources' time.
 */
export async function bundleProduct(entry: string): Promise<string> {
  const bundle = bundleOf(entry);
  await Promise.all((bundle.starts ?? []).map(bundleProduct));
  return bundleOnce(path.basename(bundle.outfile), buildOptions(bundle, false));
}

/** A program of the tests, by its path in the repository, see {@link bundleOnce}. */
export function bundleTestProgram(entry: string): Promise<string> {
  return bundleOnce(`${path.basename(entry, '.ts')}.mjs`, {
    entryPoints: [inRepository(entry)],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
}

/**
 * Bundles a program, once in each process that runs tests.
 * @param name of the file that is made
 * @returns its absolute path
 */
function bundleOnce(name: string, options: BuildOptions): Promise<string> {
  const known = made.get(name) ?? buildWhole(path.join(folder, name), options);
  made.set(name, known);
  return known;
}

/** Tests in another process may start the same file, so the complete file is put in place in one step. */
async function buildWhole(file: string, options: BuildOptions): Promise<string> {
  const unfinished = `${file}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  await build({
    ...options,
    absWorkingDir: inRepository(),
    outfile: unfinished,
    sourcemap: false,
  });
  renameSync(unfinished, file);
  return file;
}
