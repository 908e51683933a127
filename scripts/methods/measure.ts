/**
 * Measures the maps of each method on real photos, as the tables of docs/methods.md show it:
 *
 *     npx tsx scripts/methods/measure.ts DATA [--photos 60] [--methods cam,saliency] [--model SqueezeNet]
 *
 * DATA is the folder of real data that CONTRIBUTING.md describes. For each model and method: how often the box of the
 * map is right, by how much the map changes when the weights of the head are random, and how long a map takes.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { boxInPhoto } from '../../src/cam/maps/pixels/box.ts';
import { MAP_METHODS } from '../../src/cam/results/methodMap.ts';
import { Problem, runMain } from '../command.ts';
import { isRight, pixelBoxInPhoto } from './mapBoxes.ts';
import type { MeasuredMethod, MeasuredModel, PhotoMap } from './photoMaps.ts';
import { measuredModel } from './photoMaps.ts';
import type { Photo } from './photos.ts';
import { readPhotos } from './photos.ts';
import { writeWithRandomHead } from './randomHead.ts';
import type { RealModel } from './realModels.ts';
import { REAL_MODELS } from './realModels.ts';
import type { Localization } from './tables.ts';
import { localizationRow, rankRow, speedRow } from './tables.ts';

/** Seeds of the random heads; each is used for an equal part of the photos. */
const SEEDS = [1, 2, 3];

const METHODS: readonly MeasuredMethod[] = ['cam', 'gradient', ...MAP_METHODS];

/** Maps of single pixels: their box is that of the smoothed magnitudes. */
const PIXEL_METHODS: readonly MeasuredMethod[] = [
  ...(['saliency', 'gradient-input', 'integrated-gradients', 'smooth-grad'] as const),
];

await runMain(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      photos: { type: 'string', default: '60' },
      methods: { type: 'string', default: METHODS.join() },
      model: { type: 'string' },
    },
  });
  const [data] = positionals;
  if (data === undefined) throw new Problem('Name the folder of real data.');
  const methods = METHODS.filter((method) => values.methods.split(',').includes(method));
  const photos = readPhotos(path.resolve(data), Number(values.photos));
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cam-lens-methods-'));
  try {
    for (const model of REAL_MODELS) {
      if (values.model !== undefined && values.model !== model.title) continue;
      await measureModel(path.resolve(data), folder, model, methods, photos);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

async function measureModel(
  data: string,
  folder: string,
  { name, title, preprocessing }: RealModel,
  methods: readonly MeasuredMethod[],
  photos: readonly Photo[],
): Promise<void> {
  const file = path.join(data, 'models', `${name}.onnx`);
  const configPath = path.join(folder, `${name}.cam.json`);
  writeFileSync(configPath, JSON.stringify({ preprocessing }));
  const own = measuredModel(file, configPath);
  const randomHeads: MeasuredModel[] = [];
  for (const seed of SEEDS) {
    const copy = path.join(folder, `${name}-${seed}.onnx`);
    await writeWithRandomHead(file, seed, copy);
    randomHeads.push(measuredModel(copy, configPath));
  }
  const cams: Localization[] = [];
  for (const photo of photos) cams.push(localize('cam', photo, await own.mapOf(photo, 'cam')));
  for (const method of methods) {
    const row = await measureMethod(method, own, randomHeads, photos, cams);
    console.log(`${title} ${row}`);
  }
  for (const each of [own, ...randomHeads]) await each.dispose();
}

/** @returns the rows of the three tables */
async function measureMethod(
  method: MeasuredMethod,
  own: MeasuredModel,
  randomHeads: readonly MeasuredModel[],
  photos: readonly Photo[],
  cams: readonly Localization[],
): Promise<string> {
  const maps: PhotoMap[] = [];
  const seconds: number[] = [];
  const processorSeconds: number[] = [];
  for (const photo of photos) {
    const [start, used] = [performance.now(), process.cpuUsage()];
    maps.push(await own.mapOf(photo, method));
    const { user, system } = process.cpuUsage(used);
    seconds.push((performance.now() - start) / 1e3);
    processorSeconds.push((user + system) / 1e6);
  }
  const changed: PhotoMap[] = [];
  for (const [i, photo] of photos.entries()) {
    const part = Math.floor((i * randomHeads.length) / photos.length);
    const model = randomHeads[part];
    if (model) changed.push(await model.mapOf(photo, method));
  }
  const valuesOf = ({ map }: PhotoMap) => map.values;
  return [
    method,
    ...(method === 'gradient'
      ? []
      : [
          localizationRow(
            maps.map((map, i) => localize(method, photos[i] as Photo, map)),
            cams,
          ),
        ]),
    rankRow(maps.map(valuesOf), changed.map(valuesOf)),
    speedRow(seconds, processorSeconds),
  ].join('\n  ');
}

function localize(method: MeasuredMethod, photo: Photo, found: PhotoMap): Localization {
  const box = PIXEL_METHODS.includes(method)
    ? pixelBoxInPhoto(found.map, found.geometry)
    : boxInPhoto(found.map, found.geometry);
  return { hasClass: found.top === photo.label, hasBox: isRight(box, photo.boxes) };
}
