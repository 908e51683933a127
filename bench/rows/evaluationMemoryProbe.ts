// Run by evaluationMemory.ts: opens the evaluation of one folder and prints the memory that it takes.
import { readFileSync } from 'node:fs';
import { Engine } from '../../src/cam/engine.ts';
import type { EvaluationMemory } from './evaluationMemory.ts';

const [model = '', pictures = '', cacheFolder = ''] = process.argv.slice(2);
const PAGES = 100;
const COUNT = 60;

const engine = new Engine();
await engine.openModel(model);
const before = residentMegabytes();
await engine.evaluation(model, pictures, { cacheFolder });
await showPage(0);
const peak = peakMegabytes();
const open = residentMegabytes();
for (let page = 1; page <= PAGES; page++) await showPage(page);
const memory: EvaluationMemory = { before, open, peak, after: residentMegabytes() };
console.log(JSON.stringify(memory));
await engine.dispose();

async function showPage(page: number): Promise<void> {
  const query = { order: 'loss', isWrong: true, first: page * COUNT, count: COUNT } as const;
  await engine.evaluatedPictures(model, pictures, query, { cacheFolder });
}

/** Without what is no longer used. */
function residentMegabytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss / 1e6;
}

/** On Linux, `maxRSS` includes the memory of the process that started this one. */
function peakMegabytes(): number {
  const kilobytes =
    process.platform === 'linux'
      ? Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
      : process.resourceUsage().maxRSS;
  return (kilobytes * 1024) / 1e6;
}
