import assert from 'node:assert/strict';
import os from 'node:os';
import path from 'node:path';
import { buildEngine } from './engineBundle.ts';
import { runFuzz } from './fuzzRunner.ts';
import { describeReport } from './printReport.ts';

const CASES = 2000;

/** More than this many ended processes would make the product unpleasant, were it ever so clear about them. */
const MOST_CRASHES = 20;

describe('damaged models, pictures and sidecars', function () {
  this.timeout(600_000);

  it(`${CASES} mutants end in a result or a clear error; a crash costs one restart`, async () => {
    const root = path.resolve('.');
    const options = {
      root,
      engine: await buildEngine(root),
      seed: 1,
      cases: Array.from({ length: CASES }, (_, n) => n),
      workers: Math.min(4, os.availableParallelism()),
      resultsFolder: path.join(root, 'test-results', 'fuzz'),
    };
    const report = await runFuzz(options);
    console.log(describeReport(report, options).replace(/^/gm, '      '));
    assert.deepEqual(
      report.failures.map(({ index, call, reason }) => `${index} ${call}: ${reason}`),
      [],
    );
    assert.ok(report.crashes.size <= MOST_CRASHES, `${report.crashes.size} crashes`);
  });
});
