// All checks and tests, in the order of their speed. Stops at the first that fails.
import { runMain, runNpm } from './command.ts';

const steps = [
  ['Lint', 'lint'],
  ['Type check', 'typecheck'],
  ['Unit tests', 'test:unit'],
  ['Build', 'build'],
  ['Integration tests', 'test:integration'],
  ['End-to-end tests', 'test:e2e'],
] as const;

await runMain(async () => {
  const startMs = Date.now();
  for (const [index, [headline, script]] of steps.entries()) {
    console.log(`\n=== ${index + 1}/${steps.length} ${headline} (npm run ${script}) ===`);
    await runNpm(['run', '--silent', script]);
  }
  console.log(`\nAll tests passed in ${Math.round((Date.now() - startMs) / 1000)} s.`);
});
