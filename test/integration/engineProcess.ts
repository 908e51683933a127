import { readdirSync, readFileSync } from 'node:fs';

/** Ids of the engine processes that this extension host has started (Linux: read from /proc). */
export function engineProcessIds(): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((id) => Number.isInteger(id) && isEngineOfThisHost(id));
}

/** Whether this extension host has seen the end of the process: until then its id exists. */
export function hasEnded(id: number): boolean {
  try {
    process.kill(id, 0);
    return false;
  } catch {
    return true;
  }
}

function isEngineOfThisHost(id: number): boolean {
  try {
    const [, parentId] = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8')) ?? [];
    const commandLine = readFileSync(`/proc/${id}/cmdline`, 'utf8');
    return Number(parentId) === process.pid && commandLine.includes('dist/engine.cjs');
  } catch {
    return false; // It has ended in the meantime.
  }
}
