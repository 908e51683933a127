// All checks and tests; `--fast` leaves out those of real models, of robustness and in VS Code. Stops at the first step
// that fails.
import { closeSync, openSync, readFileSync } from 'node:fs';
import { runMain, runNpm } from './command.ts';
import { inRepository } from './repository.ts';
import { describeRecord, startRecord } from './testing/record.ts';

interface Step {
  readonly headline: string;
  /** npm scripts. Several in one step run at the same time: each of them waits a lot. */
  readonly scripts: readonly string[];
}

const checks: Step = { headline: 'Lint and types', scripts: ['lint', 'typecheck'] };
const unit: Step = { headline: 'Unit tests', scripts: ['test:unit'] };
const pages: Step = { headline: 'Page tests', scripts: ['test:pages'] };
const pagesAndEditorsNode: Step = {
  headline: "Page tests; unit tests in VS Code's Node.js",
  scripts: ['test:pages', 'test:unit:editor'],
};
const windows: Step = { headline: 'End-to-end tests', scripts: ['test:e2e'] };
const robustnessAndOthers: Step = {
  headline: 'Robustness; integration tests; real models',
  scripts: ['test:robustness', 'test:integration', 'test:real'],
};

const isFast = process.argv.includes('--fast');
const steps = isFast
  ? [checks, unit, pages]
  : [checks, unit, pagesAndEditorsNode, robustnessAndOthers, windows];

await runMain(async () => {
  const startMs = Date.now();
  const times: string[] = [];
  startRecord();
  try {
    for (const [index, { headline, scripts }] of steps.entries()) {
      const stepStartMs = Date.now();
      const commands = scripts.map((script) => `npm run ${script}`).join(', ');
      console.log(`\n=== ${index + 1}/${steps.length} ${headline} (${commands}) ===`);
      await runTogether(scripts);
      times.push(`${seconds(stepStartMs).padStart(7)} s  ${headline}`);
    }
  } finally {
    console.log(`\n${describeRecord()}\nThe steps:\n${times.join('\n')}`);
  }
  console.log(`\nAll tests passed in ${seconds(startMs)} s.`);
});

/** All of them run to their end, even if one fails. */
async function runTogether(scripts: readonly string[]): Promise<void> {
  const [script = '', ...others] = scripts;
  if (others.length === 0) return await runNpm(['run', '--silent', script]);
  const results = await Promise.allSettled(scripts.map(runCollected));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

/** Prints a script's output when it has ended, so that the outputs of two are not mixed. */
async function runCollected(script: string): Promise<void> {
  const file = inRepository('test-results', `${script.replaceAll(':', '-')}.log`);
  const log = openSync(file, 'w');
  try {
    await runNpm(['run', '--silent', script], { stdio: ['ignore', log, log] });
  } finally {
    closeSync(log);
    process.stdout.write(readFileSync(file));
  }
}

function seconds(sinceMs: number): string {
  return String(Math.round((Date.now() - sinceMs) / 1000));
}
