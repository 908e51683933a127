import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Longer than any call of an ordinary model, in ticks of 10 ms. */
const LONG = 300;

/** Resolves when the process has computed for three seconds of a processor. */
export async function computes(pid: number): Promise<void> {
  for (let now = 0; now < LONG; now = ticksOf(pid)) {
    assert.ok(now >= 0, 'the process has ended');
    await delay(100);
  }
}

/** Processor time that a process has used, in ticks; -1 if it has ended. */
function ticksOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return fields[0] === 'Z' ? -1 : Number(fields[11]) + Number(fields[12]);
  } catch {
    return -1;
  }
}

/** Resolves when the process has ended; it has thirty seconds. */
export async function ends(pid: number): Promise<void> {
  const limitMs = 30_000;
  for (const startMs = Date.now(); Date.now() - startMs < limitMs; ) {
    if (ticksOf(pid) < 0) return;
    await delay(100);
  }
  process.kill(pid, 'SIGKILL');
  assert.fail('the process goes on');
}

/** Processes that a process has started, by their ids. Linux only. */
export function childrenOf(pid: number): number[] {
  const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return listed === '' ? [] : listed.split(' ').map(Number);
}
