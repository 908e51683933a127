// Feeds damaged models and pictures to the engine: `npm run fuzz -- --cases 100000 --seed 7`, one case: `--only 123`.
import os from 'node:os';
import { parseArgs } from 'node:util';
import { runFuzz } from '../test/robustness/fuzz/fuzzRunner.ts';
import { describeReport } from '../test/robustness/fuzz/printReport.ts';
import { bundleProduct } from '../test/support/bundleOnce.ts';
import { Problem, runMain } from './command.ts';
import { inRepository, repositoryRoot } from './repository.ts';

await runMain(async () => {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
      workers: { type: 'string', default: String(os.availableParallelism()) },
    },
  });
  const [cases, seed, workers] = [values.cases, values.seed, values.workers].map(wholeNumber);
  const only = values.only === undefined ? undefined : wholeNumber(values.only);
  const options = {
    root: repositoryRoot,
    engine: await bundleProduct('src/engine/process.ts'),
    seed: seed ?? 1,
    cases: only === undefined ? Array.from({ length: cases ?? 0 }, (_, n) => n) : [only],
    workers: only === undefined ? (workers ?? 1) : 1,
    resultsFolder: inRepository('test-results', 'fuzz'),
  };
  const report = await runFuzz(options);
  console.log(describeReport(report, options));
  if (report.failures.length > 0) throw new Problem(`${report.failures.length} calls failed.`);
});

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new Problem(`"${text}" is not a whole number.`);
  return Number(text);
}
