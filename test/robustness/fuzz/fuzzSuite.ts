import assert from 'node:assert/strict';
import path from 'node:path';
import { bundleProduct } from '../../support/bundleOnce.ts';
import type { FuzzCase } from './fuzzCase.ts';
import { kindOfCase } from './fuzzCase.ts';
import { runFuzz } from './fuzzRunner.ts';
import { describeReport } from './printReport.ts';

/**
 * Number of cases of all kinds together; each kind has its own test file, or shares one, so that they run in parallel.
 */
const CASES = 400;

/** Largest share of cases that may end the process: more would be unpleasant for users, even with clear messages. */
const MOST_CRASHES = 20 / CASES;

/** A suite of the cases that change one of these things. */
export function describeFuzz(kinds: readonly FuzzCase['kind'][]): void {
  describe('damaged models, pictures and sidecars', () => {
    for (const kind of kinds) {
      const cases = Array.from({ length: CASES }, (_, n) => n).filter(
        (n) => kindOfCase(n) === kind,
      );

      it(`${kind}: ${cases.length} mutants end in a result or a clear error; a crash costs one restart`, async () => {
        const root = path.resolve('.');
        const resultsFolder = path.join(root, 'test-results', 'fuzz');
        // The other cores run other test files.
        const options = {
          root,
          engine: await bundleProduct('src/engine/process.ts'),
          seed: 1,
          cases,
          workers: 1,
          resultsFolder,
        };
        const report = await runFuzz(options);
        console.log(describeReport(report, options).replace(/^/gm, '      '));
        assert.deepEqual(
          report.failures.map(({ index, call, reason }) => `${index} ${call}: ${reason}`),
          [],
        );
        assert.ok(
          report.crashes.size <= MOST_CRASHES * cases.length,
          `${report.crashes.size} crashes`,
        );
      });
    }
  });
}
