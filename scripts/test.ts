// All checks and tests; `--fast` leaves out what needs VS Code. Stops at the first that fails.
import { runMain, runNpm } from './command.ts';
import { describeRecord, startRecord } from './testing/record.ts';

interface Step {
  readonly headline: string;
  /** npm scripts that run at the same time. */
  readonly scripts: readonly string[];
}

const fast: Step[] = [
  { headline: 'Lint and types', scripts: ['lint', 'typecheck'] },
  { headline: 'Unit tests', scripts: ['test:unit'] },
  { headline: 'Page tests', scripts: ['test:pages'] },
];

const inVsCode: Step[] = [
  { headline: 'Integration tests', scripts: ['test:integration'] },
  { headline: 'End-to-end tests', scripts: ['test:e2e'] },
];

const steps = process.argv.includes('--fast') ? fast : [...fast, ...inVsCode];

await runMain(async () => {
  const startMs = Date.now();
  const times: string[] = [];
  startRecord();
  try {
    for (const [index, { headline, scripts }] of steps.entries()) {
      const stepStartMs = Date.now();
      const commands = scripts.map((script) => `npm run ${script}`).join(', ');
      console.log(`\n=== ${index + 1}/${steps.length} ${headline} (${commands}) ===`);
      await Promise.all(scripts.map((script) => runNpm(['run', '--silent', script])));
      times.push(`${seconds(stepStartMs).padStart(7)} s  ${headline}`);
    }
  } finally {
    console.log(`\n${describeRecord()}\nThe steps:\n${times.join('\n')}`);
  }
  console.log(`\nAll tests passed in ${seconds(startMs)} s.`);
});

function seconds(sinceMs: number): string {
  return String(Math.round((Date.now() - sinceMs) / 1000));
}
