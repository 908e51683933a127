/**
 * Compares the three fields of units over a folder of pictures: their areas and their cost.
 *
 *     npx tsx scripts/methods/fields.ts MODEL FOLDER [CHANNELS [PICTURES]]
 *
 * CHANNELS evenly spaced ones (6 by default), each in its strongest PICTURES (3). Prints a row of docs/methods.md.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Rect, Size } from '../../src/cam/base/geometry.ts';
import { Engine } from '../../src/cam/engine.ts';
import { inputRectToPhoto } from '../../src/cam/maps/pixels/box.ts';
import { receptiveFieldRegion } from '../../src/cam/maps/pixels/patchRegion.ts';
import type { ReceptiveField, UnitReport } from '../../src/cam/results/units.ts';
import { runMain } from '../command.ts';

/** Areas as fractions of the input, of each picture of each channel, and milliseconds. */
interface Found {
  theoretical: number[];
  gradient: number[];
  occlusion: number[];
  /** Part of the field by occlusion that lies in that by the gradient. */
  shared: number[];
  gradientMs: number[];
  occlusionMs: number[];
}

await runMain(async () => {
  const [model = '', folder = '', channels = '6', pictures = '3'] = process.argv.slice(2);
  const paths: [string, string] = [path.resolve(model), path.resolve(folder)];
  const cacheFolder = mkdtempSync(path.join(tmpdir(), 'cam-lens-fields-'));
  const engine = new Engine();
  try {
    await engine.scanFolder(...paths, { cacheFolder }, () => undefined);
    const facts = await engine.unitsModel(...paths, { cacheFolder });
    const found: Found = {
      ...{ theoretical: [], gradient: [], occlusion: [], shared: [] },
      ...{ gradientMs: [], occlusionMs: [] },
    };
    for (let i = 0; i < Number(channels); i++) {
      const pooledChannel = Math.floor((i * facts.channels) / Number(channels));
      const query = { pooledChannel, images: Number(pictures) };
      const report = await engine.unitReport(...paths, query, { cacheFolder });
      await measure(engine, paths[0], report, facts.receptiveField, found);
    }
    print(path.basename(model), found);
  } finally {
    await engine.dispose();
    rmSync(cacheFolder, { recursive: true });
  }
});

async function measure(
  engine: Engine,
  model: string,
  { unit, strongest }: UnitReport,
  receptiveField: ReceptiveField | undefined,
  found: Found,
): Promise<void> {
  const images = strongest.map((patch) => patch.path);
  const started = performance.now();
  const { fields } = await engine.fieldsByGradient(model, strongest, unit.channel);
  const between = performance.now();
  const occlusion = await engine.empiricalFields(model, images, unit.channel);
  found.gradientMs.push((between - started) / images.length);
  found.occlusionMs.push((performance.now() - between) / images.length);
  for (const { path: image, cell, geometry } of strongest) {
    const byGradient = fields.find((field) => field.path === image)?.box;
    const byOcclusion = occlusion.find((field) => field.path === image)?.box;
    if (!byGradient || !byOcclusion) continue;
    const all = areaOf(geometry.crop);
    found.gradient.push(areaOf(byGradient) / all);
    found.occlusion.push(areaOf(byOcclusion) / all);
    if (areaOf(byOcclusion) > 0) {
      found.shared.push(sharedArea(byGradient, byOcclusion) / areaOf(byOcclusion));
    }
    if (!receptiveField) continue;
    const seen = inputRectToPhoto({ x: 0, y: 0, ...sizeOf(geometry.crop) }, geometry);
    const { rect } = receptiveFieldRegion(cell, receptiveField, geometry);
    found.theoretical.push(sharedArea(rect, seen) / areaOf(seen));
  }
}

function sizeOf({ width, height }: Size): Size {
  return { width, height };
}

function areaOf({ width, height }: Size): number {
  return width * height;
}

function sharedArea(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

function print(name: string, found: Found): void {
  const { theoretical, gradient, occlusion, shared, gradientMs, occlusionMs } = found;
  const areas = [theoretical, gradient, occlusion].map(range);
  // The first call loads the model and checks the gradient.
  const times = [gradientMs, occlusionMs].map((ms) => medianOf(ms.slice(1)).toFixed(0));
  console.log(`| ${[name, gradient.length, ...areas, ...times].join(' | ')} |`);
  console.log(`of the field by occlusion, that by the gradient holds ${range(shared)}`);
}

/** Median, least and largest. */
function range(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(2));
  return values.length === 0 ? '–' : `${medianOf(values).toFixed(2)} (${least}–${most})`;
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
