import { rmSync } from 'node:fs';
import path from 'node:path';
import { openStoredIndex } from '../../src/cam/folder/index/openIndex.ts';
import type { UnitRanking } from '../../src/cam/results/units.ts';
import { ablate } from '../../src/cam/units/views/ablation.ts';
import { classUnits } from '../../src/cam/units/views/classUnits.ts';
import { unitReport } from '../../src/cam/units/views/unitReport.ts';
import { CLASSES, IMAGES, writeLargeIndex } from '../largeIndex.ts';
import type { Row } from '../measure.ts';
import { spreadOf, timeMs } from '../measure.ts';
import type { Workload } from '../workload.ts';

const CHANNELS = 2048;
const ROUNDS = 7;

const LABELS = Array.from({ length: CLASSES }, (_, c) => `class ${c}`);

/** Number of channels for and against, each with its images: enough to fill a page. */
const PAGE = { count: 10, patches: 9 };

/**
 * The requests of *Class Units* on an index of the size of the ImageNet validation set under a ResNet-50. The numbers
 * are random; the system has the files in memory, as after a scan.
 */
export async function measureUnitIndex(workload: Workload): Promise<Row[]> {
  const folder = path.join(workload.folder, 'unit-index');
  const writeMs = await timeMs(() =>
    writeLargeIndex(folder, {
      pictures: '/pictures',
      channels: CHANNELS,
      hasMaps: false,
      pathOf: (row, classIndex) =>
        `class_${classIndex}/ILSVRC2012_val_${String(row).padStart(8, '0')}.JPEG`,
    }),
  );
  try {
    let index = openStoredIndex(folder);
    const classOf = (round: number) => (round * 137) % CLASSES;
    const view = (ranking: UnitRanking) => (round: number) =>
      classUnits(index, { classIndex: classOf(round), ranking, ...PAGE }, LABELS);
    const ablated = (count: number) => (round: number) =>
      ablate(
        index,
        Array.from({ length: count }, (_, j) => (round * 31 + j * 97) % CHANNELS),
        LABELS,
        '',
      );
    const work: Record<string, (round: number) => Promise<unknown>> = {
      'units, 50,000 images: opening the index': async () => {
        index = openStoredIndex(folder);
      },
      '  opening it, to the first patches of a class': (round) => {
        index = openStoredIndex(folder);
        return view('weight')(round);
      },
      '  another class, by weight': view('weight'),
      '  another class, by contribution': view('contribution'),
      '  another class, by separation': view('separation'),
      '  one unit': (round) =>
        unitReport(index, { pooledChannel: (round * 53) % CHANNELS, images: 24 }, LABELS),
      '  what if one unit were silent': ablated(1),
      '  what if ten units were silent': ablated(10),
    };
    const rows: Row[] = [];
    for (const [name, ask] of Object.entries(work)) {
      const times: number[] = [];
      for (let round = 0; round <= ROUNDS; round++) {
        const ms = await timeMs(() => ask(round));
        if (round > 0) times.push(ms);
      }
      const isFirst = name.includes('first patches');
      rows.push({ name, values: spreadOf(times), unit: 'ms', ...(isFirst ? { aim: 300 } : {}) });
    }
    const { bytes } = index;
    const each = `${Math.round(bytes / IMAGES).toLocaleString('en')} bytes`;
    rows.push(
      { name: '  each image, 2,048 channels and 1,000 classes', values: each, unit: 'MB' },
      { name: '  all of it', values: spreadOf([bytes / 1e6]), unit: 'MB' },
      { name: '  writing it', values: spreadOf([writeMs]), unit: 'ms' },
    );
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
