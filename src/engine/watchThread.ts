import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { EngineLimits, ExceededLimit, WatchMessage } from './limits.ts';
import { EXCEEDED_PIPE } from './limits.ts';

/*
 * The thread that watches the engine process while its main thread works on a call. Between calls the main thread
 * itself hears when its parent has ended.
 */

const INTERVAL_MS = 200;

const limits = workerData as EngineLimits;
const parent = process.ppid;
let startMs = 0;
let timer: NodeJS.Timeout | undefined;

parentPort?.on('message', (message: WatchMessage) => {
  if (message === 'callRuns') {
    startMs = performance.now();
    timer ??= setInterval(check, INTERVAL_MS);
  } else {
    clearInterval(timer);
    timer = undefined;
  }
});

function check(): void {
  const bytes = process.memoryUsage.rss();
  if (!isParentAlive()) end();
  else if (bytes > limits.memoryBytes) end({ limit: 'memory', bytes });
  else if (performance.now() - startMs > limits.callMs) {
    end({ limit: 'time', callMs: limits.callMs });
  }
}

/** On Windows a process keeps the number of a parent that has ended, so it is asked for as well. */
function isParentAlive(): boolean {
  if (process.ppid !== parent) return false;
  try {
    process.kill(parent, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function end(exceeded?: ExceededLimit): void {
  try {
    if (exceeded) writeSync(EXCEEDED_PIPE, JSON.stringify(exceeded));
  } finally {
    process.kill(process.pid, 'SIGKILL');
  }
}
