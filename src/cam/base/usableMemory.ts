import os from 'node:os';

/** Share of the memory that there is, of the machine or of a container. */
const SHARE = 0.75;

/** Bytes that this process may take. */
export function usableMemory(): number {
  return SHARE * availableBytes();
}

/** A container may have less than its machine; without a limit, its number is that of the machine or far larger. */
function availableBytes(): number {
  const container = process.constrainedMemory();
  return container > 0 ? Math.min(container, os.totalmem()) : os.totalmem();
}
