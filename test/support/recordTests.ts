import { appendFileSync } from 'node:fs';
import path from 'node:path';

/** One run of one test; a test that is retried has several. */
export interface TestRun {
  /** Relative to the repository. */
  readonly file: string;
  readonly title: string;
  readonly durationMs: number;
  /** 0 for the first run, 1 for the first retry. */
  readonly retry: number;
  readonly hasPassed: boolean;
}

const record = process.env.CAM_LENS_TEST_RECORD;

/** Mocha's hooks for every suite, in each worker: appends a line to the record after each run of a test. */
export const mochaHooks = {
  afterEach(this: Mocha.Context): void {
    const test = this.currentTest;
    if (!record || !test || test.isPending()) return;
    const run: TestRun = {
      file: path.relative('.', test.file ?? ''),
      title: test.fullTitle(),
      durationMs: test.duration ?? 0,
      // Not in the declarations of mocha's types.
      retry: (test as unknown as { currentRetry(): number }).currentRetry(),
      hasPassed: test.state === 'passed',
    };
    appendFileSync(record, `${JSON.stringify(run)}\n`);
  },
};
