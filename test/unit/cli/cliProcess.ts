import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { inRepository } from '../../../scripts/repository.ts';
import { bundleProduct } from '../../support/bundleOnce.ts';

/** Folder of the tiny model, its picture and their golden values; made by make.py there. */
export const fixtures = inRepository('test', 'fixtures', 'cli');

/** How a command ended, and what it wrote. */
export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Absolute path of the program as it ships. */
export function buildProgram(): Promise<string> {
  return bundleProduct('src/cli.ts');
}

/**
 * Runs the program in a separate process, in the fixtures' folder unless another is named. For checks that need a
 * process: its exit code, output of native code, the bundle.
 */
export async function runProgram(args: string[], folder: string = fixtures): Promise<Ended> {
  // Older versions of Node 20 warn of a feature that sharp uses.
  const command = ['--no-warnings', await buildProgram(), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: path.resolve(folder),
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

/** Runs the same command in this process, which is several times as fast. */
export async function runCommand(args: string[], folder: string = fixtures): Promise<Ended> {
  const ended: Ended = { status: null, stdout: '', stderr: '' };
  // As the program loads its commands: one loaded in the other way would have another class of `UsageError`.
  const { main } = await import('../../../src/cli/main.ts');
  const before = process.cwd();
  process.chdir(folder);
  try {
    ended.status = await main(args, {
      out: (text) => {
        ended.stdout += text;
      },
      err: (text) => {
        ended.stderr += text;
      },
      isErrScreen: false,
    });
  } finally {
    process.chdir(before);
  }
  return ended;
}
