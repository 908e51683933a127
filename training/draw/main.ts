import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { PictureSet } from './pictureSet.ts';
import { drawPictureSet } from './pictureSet.ts';

const usage = `Draws scenes with annotations (COCO JSON).

  npx tsx training/draw/main.ts                 the three sets below
  npx tsx training/draw/main.ts <set>           one of them: train, test, samples
  npx tsx training/draw/main.ts --out <folder>  your own: [--seed 0] [--count 60] [--format png]

  --seed    seed of the first scene; the others follow it
  --count   how many scenes
  --format  png: one file per scene; npy: one NumPy array, as the training reads it`;

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Seeds far apart, so that no picture of one set is in another. */
const sets: Readonly<Record<string, PictureSet>> = {
  train: {
    firstSeed: 1_000_000,
    count: 8000,
    folder: join(root, 'training', 'data', 'train'),
    format: 'npy',
  },
  test: {
    firstSeed: 5_000_000,
    count: 1600,
    folder: join(root, 'training', 'data', 'test'),
    format: 'npy',
  },
  samples: {
    firstSeed: 9_000_000,
    count: 60,
    folder: join(root, 'samples', 'pictures'),
    format: 'png',
  },
};

async function main(): Promise<void> {
  const chosen = chosenSets(process.argv.slice(2));
  if (!chosen) {
    console.error(usage);
    process.exitCode = 2;
    return;
  }
  for (const set of chosen) {
    const started = performance.now();
    await drawPictureSet(set);
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    console.log(`${relative('', set.folder) || '.'}: ${set.count} scenes in ${seconds} s`);
  }
}

/** Nothing if the arguments make no sense, or ask for help. */
function chosenSets(args: string[]): PictureSet[] | undefined {
  const parsed = parseArguments(args);
  if (!parsed) {
    return undefined;
  }
  const { values, positionals } = parsed;
  if (values.out === undefined) {
    const names = positionals.length > 0 ? positionals : Object.keys(sets);
    const chosen = names.flatMap((name) => sets[name] ?? []);
    return chosen.length === names.length ? chosen : undefined;
  }
  const firstSeed = Number(values.seed);
  const count = Number(values.count);
  const { format } = values;
  const isUsable = isCount(firstSeed) && isCount(count) && (format === 'png' || format === 'npy');
  return isUsable ? [{ firstSeed, count, folder: values.out, format }] : undefined;
}

function parseArguments(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        seed: { type: 'string', default: '0' },
        count: { type: 'string', default: '60' },
        out: { type: 'string' },
        format: { type: 'string', default: 'png' },
      },
    });
  } catch {
    return undefined;
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

await main();
