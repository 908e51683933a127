import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { TestRun } from '../../test/support/recordTests.ts';
import { inRepository } from '../repository.ts';

const slowestShown = 10;

/** The file to which the tests of all suites write their times; each line is a {@link TestRun}. */
export const recordFile = inRepository('test-results', 'tests.jsonl');

/** Deletes the records of earlier runs. */
export function startRecord(): void {
  mkdirSync(path.dirname(recordFile), { recursive: true });
  rmSync(recordFile, { force: true });
}

/** The slowest tests and those that passed only on a retry, as text. */
export function describeRecord(): string {
  const runs = readRecord();
  const retried = runs.filter(({ retry, hasPassed }) => retry > 0 && hasPassed);
  const slowest = runs
    .toSorted((a, b) => b.durationMs - a.durationMs)
    .slice(0, slowestShown)
    .map(({ durationMs, title }) => `${(durationMs / 1000).toFixed(1).padStart(7)} s  ${title}`);
  return [
    'The slowest tests:',
    ...slowest,
    `Tests that needed a retry: ${retried.length}`,
    ...retried.map(({ file, title }) => `  ${title} (${file})`),
  ].join('\n');
}

function readRecord(): TestRun[] {
  if (!existsSync(recordFile)) return [];
  const lines = readFileSync(recordFile, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as TestRun);
}
