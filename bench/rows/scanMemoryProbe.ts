// Run by scanMemory.ts: scans one folder and prints the largest memory that it took.
import { readFileSync } from 'node:fs';
import { Engine } from '../../src/cam/engine.ts';
import type { ScanMemory } from './scanMemory.ts';

const [model = '', photos = '', cacheFolder = ''] = process.argv.slice(2);

const engine = new Engine();
const { bytes } = await engine.scanFolder(model, photos, { cacheFolder }, () => undefined);
const memory: ScanMemory = {
  peak: (peakKilobytes() * 1024) / 1e6,
  index: bytes / 1e6,
};
console.log(JSON.stringify(memory));
await engine.dispose();

/** On Linux, `maxRSS` includes the memory of the process that started this one. */
function peakKilobytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
}
