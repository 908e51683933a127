import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { CommandEnd, CommandRequest } from './commandCalls.ts';
import { OutputTail } from './outputTail.ts';

/** Amount that is kept of each stream. The traceback of a failed export is at the end and has 20 kB. */
const TAIL_LENGTH = 512 * 1024;

/** Longest wait for a program that outlives the command and keeps its output open. */
const OUTPUT_GRACE_MS = 1000;

export interface CommandOptions {
  /** Absolute path of the bundled process that runs the command. */
  readonly processPath: string;
  readonly command: string;
  /** Variables that it gets in addition to those of the editor. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly columns: number;
  /** Receives standard output and standard error as they come. */
  readonly onOutput: (text: string) => void;
  /** Ends the command, with everything that it has started. */
  readonly signal: AbortSignal;
}

/** How a command ended, and the end of its output. */
export interface CommandResult {
  readonly end: CommandEnd;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a shell command to its end. Never throws: "could not be started" is one of the results. */
export async function runCommand(options: CommandOptions): Promise<CommandResult> {
  const { command, environment = {}, folder, columns, signal, onOutput } = options;
  if (signal.aborted) return { end: { type: 'cancelled' }, stdout: '', stderr: '' };
  const child = start(options.processPath);
  const streams = [child.stdout, child.stderr].map((stream) => collect(stream, onOutput));
  const send = (request: CommandRequest) => {
    if (child.connected) child.send(request);
  };
  const cancel = () => send({ type: 'cancel' });
  signal.addEventListener('abort', cancel, { once: true });
  const ended = endOf(child);
  send({ type: 'run', command, environment, folder, columns });
  const end = await ended;
  signal.removeEventListener('abort', cancel);
  // The process ends; after that nothing can write into the streams.
  if (child.connected) child.disconnect();
  await Promise.race([
    Promise.all(streams.map(({ closed }) => closed)),
    delay(OUTPUT_GRACE_MS, undefined, { ref: false }),
  ]);
  child.stdout?.destroy();
  child.stderr?.destroy();
  const [stdout = '', stderr = ''] = streams.map(({ tail }) => tail.text());
  return { end, stdout, stderr };
}

function start(processPath: string): ChildProcess {
  return fork(processPath, [], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    // Outside the editor's process group: it must outlive the editor for as long as it takes to end the command.
    detached: process.platform !== 'win32',
  });
}

function collect(stream: Readable | null, onOutput: (text: string) => void) {
  const tail = new OutputTail(TAIL_LENGTH);
  stream?.setEncoding('utf8').on('data', (text: string) => {
    tail.add(text);
    onOutput(text);
  });
  const closed = stream ? once(stream, 'close').catch(() => undefined) : Promise.resolve();
  return { tail, closed };
}

function endOf(child: ChildProcess): Promise<CommandEnd> {
  return new Promise((resolve) => {
    child.once('message', (end: CommandEnd) => resolve(end));
    child.once('error', ({ message }) => resolve({ type: 'notStarted', message }));
    child.once('exit', (code, signal) => {
      if (signal) resolve({ type: 'killed', signal });
      else resolve({ type: 'notStarted', message: `${child.spawnfile}: exit code ${code}` });
    });
  });
}
