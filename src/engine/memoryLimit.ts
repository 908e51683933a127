import { readFile } from 'node:fs/promises';
import os from 'node:os';

/** Share of the memory that there is, of the machine or of a container, that the engine process may take. */
const SHARE = 0.75;

const INTERVAL_MS = 200;

const PAGE_BYTES = 4096;

/**
 * Watches the memory of a process from outside, because the process cannot answer while it computes. A model of two
 * kilobytes can ask for terabytes. Linux only: other systems have no cheap way to read it.
 * @returns a function that ends the watch
 */
export function watchMemory(
  pid: number,
  onExceeded: (bytes: number) => void,
  limitBytes = availableBytes() * SHARE,
): () => void {
  if (process.platform !== 'linux') return () => undefined;
  const timer = setInterval(async () => {
    const bytes = await residentBytes(pid);
    if (bytes > limitBytes) {
      clearInterval(timer);
      onExceeded(bytes);
    }
  }, INTERVAL_MS);
  return () => clearInterval(timer);
}

/** A container may have less than its machine; without a limit, its number is that of the machine or far larger. */
function availableBytes(): number {
  const container = process.constrainedMemory();
  return container > 0 ? Math.min(container, os.totalmem()) : os.totalmem();
}

async function residentBytes(pid: number): Promise<number> {
  const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  return Number(statm.split(' ')[1] ?? 0) * PAGE_BYTES;
}
