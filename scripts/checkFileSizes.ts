// Refuses files above one megabyte that are not on the list: a published file stays in the history forever.
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { inRepository, repositoryRoot } from './repository.ts';

const MOST_BYTES = 1_000_000;

/** Larger on purpose. */
const listed = new Set(['samples/scenes-gap.onnx', 'samples/scenes-gmp.onnx']);

const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: repositoryRoot, encoding: 'utf8' });
for (const file of tracked.split('\0').filter(Boolean)) {
  const bytes = statSync(inRepository(file), { throwIfNoEntry: false })?.size ?? 0;
  if (bytes <= MOST_BYTES || listed.has(file)) continue;
  console.error(
    `${file} has ${(bytes / 1e6).toFixed(1)} MB: list it in scripts/checkFileSizes.ts if it is meant.`,
  );
  process.exitCode = 1;
}
