import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { CamError } from '../cam/base/errors.ts';
import type {
  EngineArguments,
  EngineCalls,
  EngineMethod,
  EngineProgress,
  EngineReply,
  EngineRequest,
} from './calls.ts';
import { TEXTS } from './calls.ts';
import { cancelled, crashed, exceededLimit } from './errors.ts';
import type { EngineLimits } from './limits.ts';
import { EXCEEDED_PIPE, usualLimits } from './limits.ts';

/** An idle engine process is ended after this time; the next call starts another in 0.3 s. */
const IDLE_MS = 10 * 60_000;

export interface EngineClientOptions {
  /** Absolute path of the bundled engine process. */
  processPath: string;
  /** Receives what the process writes to stdout and stderr. */
  log: (text: string) => void;
  /** File with the texts of the window's language; undefined for English. */
  texts?: string | undefined;
  /** Overrides what a call may take, in tests. */
  limits?: Partial<EngineLimits>;
}

interface PendingCall {
  request: EngineRequest;
  resolve: (result: unknown) => void;
  reject: (error: CamError) => void;
  onProgress: (progress: unknown) => void;
}

/**
 * The engine in its own process: `session.run` blocks its thread and cannot be cancelled, and native code may crash.
 * The process handles one call at a time; the others wait here. So cancelling either ends the process or removes a call
 * from the queue. The process starts with the first call and after a crash.
 */
export class EngineClient {
  readonly #options: EngineClientOptions;
  readonly #queue: PendingCall[] = [];
  #running: PendingCall | undefined;
  #child: ChildProcess | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #nextId = 1;
  #disposed = false;

  constructor(options: EngineClientOptions) {
    this.#options = options;
  }

  /** Process id of the engine, while it runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /**
   * Calls a method of the library in the engine process.
   * @param signal cancels the call; a running one ends the process
   * @param onProgress of methods that report progress, a few times a second; each report restarts the time limit of
   *   the call
   * @throws CamError of the library, or `engineCrashed`, `engineOutOfMemory`, `engineTimedOut`, `cancelled`.
   */
  call<M extends EngineMethod>(
    method: M,
    args: EngineArguments<M>,
    signal?: AbortSignal,
    onProgress: (progress: EngineProgress<M>) => void = () => undefined,
  ): ReturnType<EngineCalls[M]> {
    const result = new Promise((resolve, reject) => {
      if (this.#disposed || signal?.aborted) return reject(cancelled());
      const pending: PendingCall = {
        request: { id: this.#nextId++, method, args },
        resolve,
        reject,
        onProgress: onProgress as (progress: unknown) => void,
      };
      signal?.addEventListener('abort', () => this.#cancel(pending), { once: true });
      this.#queue.push(pending);
      this.#sendNext();
    });
    return result as ReturnType<EngineCalls[M]>;
  }

  /** Ends the process; a running call fails as cancelled, waiting ones go to a new process. */
  restart(): void {
    this.#endProcess(cancelled());
    this.#sendNext();
  }

  /** Ends the process and every call. */
  dispose(): void {
    this.#disposed = true;
    for (const { reject } of this.#queue.splice(0)) reject(cancelled());
    this.#endProcess(cancelled());
  }

  #cancel(pending: PendingCall): void {
    const index = this.#queue.indexOf(pending);
    if (index >= 0) {
      this.#queue.splice(index, 1);
      pending.reject(cancelled());
    } else if (this.#running === pending) {
      this.restart();
    }
  }

  #sendNext(): void {
    if (this.#running) return;
    clearTimeout(this.#idleTimer);
    const next = this.#queue.shift();
    if (!next) {
      this.#idleTimer = setTimeout(() => this.#endProcess(cancelled()), IDLE_MS).unref();
      return;
    }
    this.#running = next;
    const child = this.#child ?? this.#start();
    child.send(next.request);
  }

  #start(): ChildProcess {
    const { processPath, texts, log, limits } = this.#options;
    const child = fork(processPath, [JSON.stringify({ ...usualLimits(), ...limits })], {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
      execArgv: [],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', [TEXTS]: texts },
    });
    this.#child = child;
    let exceeded = '';
    child.stdio[EXCEEDED_PIPE]?.on('data', (text) => {
      exceeded += String(text);
    });
    const fail = (reason: string) => this.#fail(child, reason, exceeded);
    const failed = (code: number | null, signal: string | null) =>
      fail(signal ?? `exit code ${code}`);
    child.stdout?.on('data', (text) => log(String(text)));
    child.stderr?.on('data', (text) => log(String(text)));
    child.on('message', (reply: EngineReply) => this.#settle(child, reply));
    child.on('error', (error) => fail(error.message));
    // During a call all of its pipes are read first: one of them may say why.
    child.on('exit', (code, signal) => {
      if (!this.#running) failed(code, signal);
    });
    child.on('close', failed);
    return child;
  }

  #settle(child: ChildProcess, reply: EngineReply): void {
    const running = this.#running;
    if (child !== this.#child || running?.request.id !== reply.id) return;
    if ('progress' in reply) {
      running.onProgress(reply.progress);
      return;
    }
    this.#running = undefined;
    if ('error' in reply) running.reject(new CamError(reply.error));
    else running.resolve(reply.result);
    this.#sendNext();
  }

  /**
   * The process ended, and not because it was told to.
   * @param exceeded what it told about an exceeded limit; empty for a crash
   */
  #fail(child: ChildProcess, reason: string, exceeded: string): void {
    if (child !== this.#child) return;
    this.#options.log(`engine process ended: ${reason} ${exceeded}\n`);
    const request = this.#running?.request;
    this.#endProcess(
      exceeded === '' ? crashed(request, reason) : exceededLimit(request, JSON.parse(exceeded)),
    );
    this.#sendNext();
  }

  #endProcess(error: CamError): void {
    clearTimeout(this.#idleTimer);
    const child = this.#child;
    this.#child = undefined;
    child?.kill('SIGKILL');
    const running = this.#running;
    this.#running = undefined;
    running?.reject(error);
  }
}
