import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import type { CommandEnd, CommandRequest } from './commandCalls.ts';
import { commandEnvironment } from './environment.ts';
import { endProcessTree, endProcessTreeNow } from './processTree.ts';

/*
 * Runs one shell command between the editor and the shell. When the editor's process ends, however it does, this one is
 * told by its closed channel, and ends the command with everything that it has started.
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

function run({ command, folder, columns }: CommandRequest & { type: 'run' }): void {
  const child = spawn(command, {
    shell: true,
    cwd: folder,
    env: commandEnvironment(process.env, columns),
    // Nobody is there to answer a question: one gets the end of the input instead of waiting for ever.
    stdio: ['ignore', 'inherit', 'inherit'],
    windowsHide: true,
    // A process group of its own, so that everything which the command starts can be ended together.
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

/** What a command leaves running behind it would pile up with every run. */
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
