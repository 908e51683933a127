import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Row } from '../measure.ts';
import { spreadOf } from '../measure.ts';

const PROBE = fileURLToPath(new URL('gradientMemoryProbe.ts', import.meta.url));

/** The system's allocator gives back what is freed, so that it does not hide what a run needs either. */
const RETURNED = { MALLOC_MMAP_THRESHOLD_: '65536', MALLOC_TRIM_THRESHOLD_: '65536' };

/** What a process runs: a part of a model, or a model with its gradient at the pixels. */
export type ProbedRun = 'forward' | 'backward';

/** What the probe prints, in megabytes. */
export interface RunMemory {
  /** By which the first run raised the resident memory of the process, at its largest. */
  run: number;
  /** All maps of the forward pass that are made between its convolutions and activations, together. */
  activations: number;
}

/**
 * The memory that the first run of a model takes in a process of its own, without that of the weights and of loading:
 * forward alone, and forward and backward.
 */
export async function measureGradientMemory(model: string): Promise<Row[]> {
  const name = 'memory of a gradient at the pixels ÷ activations: ResNet-50';
  const found: RunMemory[] = [];
  for (const what of ['forward', 'backward'] satisfies ProbedRun[]) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import=tsx', PROBE, model, what],
      { encoding: 'utf8', env: { ...process.env, ...RETURNED } },
    );
    if (status !== 0) {
      return [{ name, values: stderr.trim().split('\n').at(-1) ?? '', unit: 'ratio' }];
    }
    found.push(JSON.parse(stdout) as RunMemory);
  }
  const [forward, backward] = found;
  if (!forward || !backward) return [];
  return [
    {
      name,
      values: spreadOf([backward.run / backward.activations]),
      unit: 'ratio',
      aim: 4,
    },
    { name: '  its memory', values: spreadOf([backward.run]), unit: 'MB' },
    { name: '  that of the forward pass alone', values: spreadOf([forward.run]), unit: 'MB' },
    {
      name: '  activations, from their shapes',
      values: spreadOf([backward.activations]),
      unit: 'MB',
    },
  ];
}
