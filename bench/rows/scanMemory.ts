import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Row } from '../measure.ts';
import { spreadOf } from '../measure.ts';

const PROBE = fileURLToPath(new URL('scanMemoryProbe.ts', import.meta.url));
const COUNTS = [1000, 10_000];

/** What the probe prints, in megabytes. */
export interface ScanMemory {
  /** Largest resident memory of the process. */
  peak: number;
  /** The index on disk. */
  index: number;
}

/** The memory of a process that scans a thousand and ten thousand pictures, each time a new one. */
export async function measureScanMemory(
  model: string,
  folder: string,
  makePictures: (folder: string, count: number) => Promise<void>,
): Promise<Row[]> {
  const rows: Row[] = [];
  const found: ScanMemory[] = [];
  for (const count of COUNTS) {
    const photos = path.join(folder, `photos-${count}`);
    await makePictures(photos, count);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import=tsx', PROBE, model, photos, `${photos}-index`],
      { encoding: 'utf8' },
    );
    const name = `scanning ${count.toLocaleString('en')} pictures: peak of the memory`;
    if (status !== 0) return [{ name, values: stderr.trim().split('\n').at(-1) ?? '', unit: 'MB' }];
    const memory = JSON.parse(stdout) as ScanMemory;
    found.push(memory);
    rows.push({ name, values: spreadOf([memory.peak]), unit: 'MB' });
  }
  const [few, many] = found;
  if (!few || !many) return rows;
  const index = many.index - few.index;
  return [
    ...rows,
    {
      name: '  growth between them; the aim: that of the index on disk',
      values: spreadOf([many.peak - few.peak]),
      unit: 'MB',
      aim: index,
    },
  ];
}
