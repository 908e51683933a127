import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Row } from '../measure.ts';
import { spreadOf } from '../measure.ts';

const PROBE = fileURLToPath(new URL('evaluationMemoryProbe.ts', import.meta.url));

/** What the probe prints: resident memory in megabytes. */
export interface EvaluationMemory {
  /** With the model read. */
  before: number;
  /** With the evaluation at its first screen. */
  open: number;
  /** Largest until then. */
  peak: number;
  /** After a hundred more pages. */
  after: number;
}

/** The memory of a process that opens an evaluation and turns its pages. */
export function measureEvaluationMemory({
  model,
  pictures,
  cacheFolder,
}: {
  model: string;
  pictures: string;
  cacheFolder: string;
}): Row[] {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--expose-gc', '--import=tsx', PROBE, model, pictures, cacheFolder],
    { encoding: 'utf8' },
  );
  const name = '  memory of a process with the model read';
  if (status !== 0) return [{ name, values: stderr.trim().split('\n').at(-1) ?? '', unit: 'MB' }];
  const { before, open, peak, after } = JSON.parse(stdout) as EvaluationMemory;
  const row = (text: string, value: number): Row => {
    return { name: text, values: spreadOf([value]), unit: 'MB' };
  };
  return [
    row(name, before),
    row('  growth to the first screen', open - before),
    row('  growth until then, at its peak', peak - before),
    row('  further growth over a hundred pages', after - open),
  ];
}
