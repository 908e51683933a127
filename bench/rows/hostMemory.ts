import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Row } from '../measure.ts';
import { spreadOf } from '../measure.ts';

const PROBE = fileURLToPath(new URL('hostMemoryProbe.ts', import.meta.url));
const RUNS = 5;

/** What the probe prints, in megabytes. */
export interface HostMemory {
  /** Growth of V8's heap and of the buffers outside it. */
  held: number;
  /** Growth of the process's resident memory. */
  resident: number;
  /** Resident memory of the engine process. */
  engine: number;
}

/**
 * The memory of the process that receives the tab's data while a tab is open. A plain Node process with the same client
 * takes the place of the extension host, each time a new one.
 */
export function measureHostMemory(engine: string, file: string, label: string): Row[] {
  const runs: HostMemory[] = [];
  for (let run = 0; run < RUNS; run++) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--expose-gc', '--import=tsx', PROBE, engine, file],
      { encoding: 'utf8' },
    );
    const name = `extension host while the tab of ${label} is open`;
    if (status !== 0) return [{ name, values: stderr.trim().split('\n').at(-1) ?? '', unit: 'MB' }];
    runs.push(JSON.parse(stdout) as HostMemory);
  }
  const spread = (key: keyof HostMemory) => spreadOf(runs.map((run) => run[key]));
  return [
    {
      name: `client process, ${label} model open: heap and buffers`,
      values: spread('held'),
      unit: 'MB',
    },
    { name: '  … growth of its resident memory', values: spread('resident'), unit: 'MB' },
    { name: '  engine process beside it', values: spread('engine'), unit: 'MB' },
  ];
}
