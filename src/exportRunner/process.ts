import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import type { CommandEnd, CommandRequest } from './commandCalls.ts';
import { commandEnvironment } from './environment.ts';
import { endProcessTree, endProcessTreeNow } from './processTree.ts';

/*
 * A process between the editor and the shell that runs one shell command. When the editor's process ends for any
 * reason, the channel closes; then this process ends the command with everything that it has started.
 */

let end: (() => Promise<void>) | undefined;
let isCancelled = false;

process.on('message', (request: CommandRequest) => {
  if (request.type === 'run') run(request);
  else void cancel();
});
process.on('disconnect', () => void endAndExit());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void endAndExit());
}

function run({ command, environment, folder, columns }: CommandRequest & { type: 'run' }): void {
  const child = spawn(command, {
    shell: true,
    cwd: folder,
    env: { ...commandEnvironment(process.env, columns), ...environment },
    // Nobody can answer a question of the command: it gets the end of the input instead of waiting forever.
    stdio: ['ignore', 'inherit', 'inherit'],
    windowsHide: true,
    // A separate process group, so that everything that the command starts can be ended together.
    detached: process.platform !== 'win32',
  });
  const ended = new Promise<void>((resolve) => {
    child.once('error', ({ message }) => {
      tell({ type: 'notStarted', message });
      resolve();
    });
    child.once('exit', (exitCode, signal) => {
      end = undefined;
      endRest(child);
      tell(endOf(exitCode, signal));
      resolve();
    });
  });
  end = () => endProcessTree(child, ended);
}

/** Processes that a command leaves running would pile up with every run. */
function endRest(child: ChildProcess): void {
  if (process.platform !== 'win32') endProcessTreeNow(child);
}

function endOf(exitCode: number | null, signal: NodeJS.Signals | null): CommandEnd {
  if (isCancelled) return { type: 'cancelled' };
  if (exitCode === null) return { type: 'killed', signal: signal ?? 'unknown' };
  return { type: 'exited', exitCode };
}

async function cancel(): Promise<void> {
  isCancelled = true;
  await end?.();
}

async function endAndExit(): Promise<void> {
  await end?.();
  process.exit();
}

function tell(message: CommandEnd): void {
  if (process.connected) process.send?.(message);
}
