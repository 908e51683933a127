import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { inRepository } from '../../../scripts/repository.ts';
import { main } from '../../../src/cli/main.ts';
import { EngineClient } from '../../../src/engine/client.ts';
import { bundleProduct } from '../../support/bundleOnce.ts';

/** Folder of the tiny model, its picture and their golden values; made by make.py there. */
export const fixtures = inRepository('test', 'fixtures', 'cli');

/** How a command ended, and what it wrote. */
export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

let engine: EngineClient | undefined;

/** Builds the program before the tests of a suite; after them ends the engine of {@link runCommand}. */
export function useProgram(): void {
  before(buildProgram);
  after(() => {
    engine?.dispose();
    engine = undefined;
  });
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

/** Runs the same command in this process, with one engine for all commands of a suite: several times as fast. */
export async function runCommand(args: string[], folder: string = fixtures): Promise<Ended> {
  const ended: Ended = { status: null, stdout: '', stderr: '' };
  const processPath = await bundleProduct('src/engine/process.ts');
  engine ??= new EngineClient({ processPath, log: () => undefined });
  const streams = {
    out: (text: string) => {
      ended.stdout += text;
    },
    err: (text: string) => {
      ended.stderr += text;
    },
    isErrScreen: false,
  };
  const before = process.cwd();
  process.chdir(folder);
  try {
    ended.status = await main(args, streams, engine);
  } finally {
    process.chdir(before);
  }
  return ended;
}
