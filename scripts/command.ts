import type { SpawnOptions } from 'node:child_process';
import { spawn } from 'node:child_process';
import { withCleanup } from './cleanup.ts';

/** An error whose message is enough for a developer: it is printed without a stack. */
export class Problem extends Error {}

/** Thrown by {@link run} when the command ends with an exit status other than 0. */
export class CommandFailed extends Problem {
  readonly exitCode: number;

  constructor(commandLine: string, exitCode: number) {
    super(`${commandLine} failed (exit code ${exitCode}).`);
    this.exitCode = exitCode;
  }
}

/** Runs a command with this terminal's output until it, or this process, ends. Throws {@link CommandFailed}. */
export async function run(
  command: string,
  commandArguments: readonly string[],
  options: SpawnOptions = {},
): Promise<void> {
  const exitCode = await withCleanup(async (onEnd) => {
    const child = spawn(command, commandArguments, { stdio: 'inherit', ...options });
    const ended = new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve(code ?? (signal ? 128 : 1)));
    });
    onEnd(async () => {
      child.kill();
      await ended.catch(() => undefined);
    });
    return await ended;
  });
  if (exitCode !== 0) {
    throw new CommandFailed([command, ...commandArguments].join(' '), exitCode);
  }
}

/** Runs npm, if possible the one that started this script. Throws {@link CommandFailed}. */
export async function runNpm(
  npmArguments: readonly string[],
  options: SpawnOptions = {},
): Promise<void> {
  const npmCli = process.env.npm_execpath;
  if (npmCli?.endsWith('npm-cli.js')) {
    await run(process.execPath, [npmCli, ...npmArguments], options);
  } else {
    // npm is a batch file on Windows, which only a shell can start.
    await run('npm', npmArguments, { ...options, shell: process.platform === 'win32' });
  }
}

/** Runs a script's main function; an error ends the process with its message and a status other than 0. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Problem ? error.message : error);
    process.exitCode = error instanceof CommandFailed ? error.exitCode : 1;
  }
}
