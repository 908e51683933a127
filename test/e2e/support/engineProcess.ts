import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';

/** Id of the one engine process below this test's server (Linux: read from /proc). */
export function engineProcessId(): number {
  const [id, ...others] = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => isEngine(candidate) && descendsFromThisTest(candidate));
  assert.ok(id !== undefined, 'no engine process runs');
  assert.deepEqual(others, [], 'a window has one engine');
  return id;
}

function isEngine(id: number): boolean {
  return read(`/proc/${id}/cmdline`).includes('dist/engine.cjs');
}

function descendsFromThisTest(id: number): boolean {
  for (let ancestor = id; ancestor > 1; ) {
    ancestor = Number(/^PPid:\s*(\d+)$/m.exec(read(`/proc/${ancestor}/status`))?.[1] ?? 0);
    if (ancestor === process.pid) return true;
  }
  return false;
}

/** Nothing if the process has ended in the meantime. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
