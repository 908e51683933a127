import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { run } from '../command.ts';
import { filesIn, inRepository } from '../repository.ts';
import { recordFile } from './record.ts';

export interface MochaSuite {
  /** Folder of the tests, relative to the repository. */
  readonly folder: string;
  /** Its sub-folders that are run; without them, all. */
  readonly parts?: readonly string[];
  readonly timeoutMs: number;
  /** Files at a time, if nothing else is chosen. */
  readonly jobs?: number;
  /** How often a failed test is run again. */
  readonly retries?: number;
  /** Files that start first, because they take longest; relative to the folder. */
  readonly slowest?: readonly string[];
  /** Whether its processes keep a server or a browser for all tests; then they are ended after the last one. */
  readonly keepsProcesses?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  /** The Node.js that runs them, if it is not this one. */
  readonly node?: string;
}

export interface TestArguments {
  /** Test files; empty for all. */
  readonly files: readonly string[];
  /** Only tests whose title contains this text. */
  readonly grep: string | undefined;
  /** Files at a time; 1 runs all in one process, for a debugger. */
  readonly jobs: number | undefined;
  /** Whether they run in the editor's Node.js. */
  readonly isInEditorsNode: boolean;
  /** The packaged extension to test in place of the one built here. */
  readonly vsix: string | undefined;
}

/** The options on the command line: `[--grep TEXT] [--jobs N] [--vsix FILE] [--editor-node] [TEST_FILE…]`. */
export function testArguments(): TestArguments {
  const { values, positionals } = parseArgs({
    options: {
      grep: { type: 'string' },
      jobs: { type: 'string' },
      vsix: { type: 'string' },
      'editor-node': { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const { grep, jobs, vsix } = values;
  const isInEditorsNode = values['editor-node'];
  return {
    files: positionals,
    grep,
    jobs: jobs === undefined ? undefined : Number(jobs),
    isInEditorsNode,
    vsix,
  };
}

/** Runs the tests of a suite with mocha. Throws CommandFailed when one fails. */
export async function runMocha(suite: MochaSuite): Promise<void> {
  const { files: chosen, grep, jobs = suite.jobs ?? 2 } = testArguments();
  const files = chosen.length > 0 ? chosen : testFiles(suite);
  const isParallel = jobs > 1 && files.length > 1;
  mkdirSync(path.dirname(recordFile), { recursive: true });
  await run(
    suite.node ?? process.execPath,
    [
      ...['--import', 'tsx', inRepository('node_modules/mocha/bin/mocha.js')],
      ...['--require', './test/support/recordTests.ts', '--timeout', String(suite.timeoutMs)],
      ...(isParallel ? ['--parallel', '--jobs', String(jobs)] : []),
      ...(suite.retries ? ['--retries', String(suite.retries)] : []),
      ...(suite.keepsProcesses ? ['--exit'] : []),
      ...(grep ? ['--grep', grep] : []),
      ...files,
    ],
    {
      env: {
        ...process.env,
        CAM_LENS_TEST_RECORD: recordFile,
        // What is kept about models is the user's own, and must not be what a test sees.
        XDG_CACHE_HOME: emptyCache(suite.folder),
        ...suite.environment,
      },
    },
  );
}

/** One for each suite: several run at the same time. */
function emptyCache(suite: string): string {
  const folder = path.join(path.dirname(recordFile), 'cache', path.basename(suite));
  rmSync(folder, { recursive: true, force: true });
  return folder;
}

function testFiles({ folder, parts = [''], slowest = [] }: MochaSuite): string[] {
  const files = parts.flatMap((part) => filesIn(path.posix.join(folder, part), /\.test\.ts$/));
  const first = slowest
    .map((file) => path.posix.join(folder, file))
    .filter((file) => files.includes(file));
  return [...first, ...files.filter((file) => !first.includes(file))];
}
