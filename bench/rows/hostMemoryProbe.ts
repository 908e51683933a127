// Run by hostMemory.ts: opens one model as the tab does, keeps the received data, and prints the memory of this
// process.
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineClient } from '../../src/engine/client.ts';
import type { HostMemory } from './hostMemory.ts';

const [engine = '', file = ''] = process.argv.slice(2);

const client = new EngineClient({ processPath: engine, log: () => undefined });
// The process and its pipes exist before the tab does.
await client.call('hashFile', [engine]);
const before = await settled();
const kept = [
  await client.call('readFacts', [file]),
  await client.call('inspectModel', [file]),
  await client.call('hashFile', [file]),
];
const after = await settled();
const memory: HostMemory = {
  held: (after.heapUsed + after.external - before.heapUsed - before.external) / 1e6,
  resident: (after.rss - before.rss) / 1e6,
  engine: residentMegabytes(client.pid),
};
console.log(JSON.stringify(memory));
client.dispose();
// Used after the measurement, so that the data stay in memory during it.
process.exitCode = kept.length === 3 ? 0 : 1;

async function settled(): Promise<NodeJS.MemoryUsage> {
  await delay(100);
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage();
}

/** Linux only; 0 elsewhere. */
function residentMegabytes(pid: number | undefined): number {
  if (process.platform !== 'linux' || pid === undefined) return 0;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return (Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024) / 1e6;
}
