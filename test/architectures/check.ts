import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { CamError, orRefusal } from '../../src/cam/base/errors.ts';
import { Engine } from '../../src/cam/engine.ts';
import type { FeatureMap } from '../../src/cam/maps/featureMap.ts';

/** The result for one network. */
interface Row {
  name: string;
  /** Kind of the map and its size, or the code of the refusal. */
  map: string;
  /** The fidelity text, or the message of the refusal. */
  says: string;
  /** Largest difference from PyTorch's logits ÷ the largest of them. */
  logits?: number;
  /** Whether a change in a corner of the picture changes that corner of the map most. */
  isPlaced?: boolean;
}

/** Corners of the picture, as fractions of its sides. */
const CORNERS = [
  [0.25, 0.25],
  [0.75, 0.25],
  [0.25, 0.75],
  [0.75, 0.75],
] as const;

const LOGITS_TOLERANCE = 1e-4;

/** Codes of valid refusals of a network; any other error is a reading error. */
const REFUSALS = ['headNotLinear', 'noSpatialMap', 'notAnImageModel'];

const [folder = ''] = process.argv.slice(2).map((name) => path.resolve(name));

const rows: Row[] = [];
for (const file of readdirSync(folder).filter((name) => name.endsWith('.onnx'))) {
  const row = await check(path.basename(file, '.onnx'));
  console.log(JSON.stringify(row));
  rows.push(row);
}
writeFileSync(path.join(folder, 'results.md'), markdownOf(rows));
const wrong = rows.filter(
  ({ map, logits, isPlaced: placed }) =>
    !(logits === undefined ? REFUSALS.includes(map) : logits <= LOGITS_TOLERANCE && placed),
);
for (const { name } of wrong) console.log(`wrong: ${name}`);
console.log(`${rows.length} networks, ${wrong.length} wrong`);
process.exitCode = wrong.length > 0 ? 1 : 0;

async function check(name: string): Promise<Row> {
  const engine = new Engine();
  const model = path.join(folder, `${name}.onnx`);
  const { size, logits } = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));
  const picture = path.join(folder, `${size}.png`);
  try {
    const { mapKind } = await engine.openModel(model);
    const found = await engine.explain(model, picture);
    const { channels, height, width } = found.featureMap;
    return {
      name,
      map: `${mapKind} ${channels} × ${height}×${width}`,
      says: found.claim.text,
      logits: relativeError(found.logits, logits),
      isPlaced: await isPlaced(engine, model, picture, size, found.featureMap),
    };
  } catch (error) {
    const { code, message } = CamError.toData(error);
    const refused = { name, map: code, says: message.replaceAll(`${model} `, '') };
    return REFUSALS.includes(code) ? byMethod(engine, refused, logits, picture) : refused;
  } finally {
    await engine.dispose();
  }
}

/** A network without a CAM: Grad-CAM, or saliency if no layer has places. */
async function byMethod(
  engine: Engine,
  refused: Row,
  logits: number[],
  picture: string,
): Promise<Row> {
  const model = path.join(folder, `${refused.name}.onnx`);
  for (const method of ['grad-cam', 'saliency'] as const) {
    const query = { method, classes: [] };
    const found = await orRefusal(() => engine.explainByMethod(model, picture, query));
    const [map] = CamError.is(found) ? [] : found.maps;
    if (!map || CamError.is(found)) continue;
    const { standing, text } = found.place;
    return {
      name: refused.name,
      map: `${refused.map}, ${method} ${map.map.height}×${map.map.width}`,
      says: `${map.claim.text} · ${text}`,
      logits: relativeError(found.logits, logits),
      // Measured by changing 22 patches of a picture, not only the corners.
      isPlaced: standing === 'inPlace' || standing === 'moved',
    };
  }
  return refused;
}

function relativeError(found: ArrayLike<number>, wanted: number[]): number {
  const scale = Math.max(...wanted.map(Math.abs));
  return Math.max(...wanted.map((value, c) => Math.abs(value - (found[c] ?? Number.NaN)))) / scale;
}

async function isPlaced(
  engine: Engine,
  model: string,
  picture: string,
  size: number,
  usual: FeatureMap,
): Promise<boolean> {
  const shares: number[][] = [];
  for (const corner of CORNERS.keys()) {
    const changed = path.join(folder, `changed-${size}-${corner}.png`);
    await writeChanged(picture, size, corner, changed);
    const { featureMap } = await engine.explain(model, changed);
    shares.push(sharesOf(usual, featureMap));
  }
  // Attention spreads a change over the whole map; then the corner must change more than by the other changes.
  return shares.every((own, corner) => {
    const more = own.map((share, i) => share - mean(shares.map((each) => each[i] ?? 0)));
    return more.indexOf(Math.max(...more)) === corner;
  });
}

/** Writes the picture with noise in the middle of a corner, an eighth of the side wide. */
async function writeChanged(
  picture: string,
  size: number,
  corner: number,
  file: string,
): Promise<void> {
  const [x, y] = CORNERS[corner] ?? CORNERS[0];
  const side = Math.round(size / 8);
  const noise = { type: 'gaussian', mean: 128, sigma: 80 } as const;
  const create = { width: side, height: side, channels: 3, background: 'black', noise } as const;
  const input = await sharp({ create }).png().toBuffer();
  const left = Math.round(x * size - side / 2);
  const top = Math.round(y * size - side / 2);
  await sharp(picture).composite([{ input, left, top }]).toFile(file);
}

/** Each corner's share of the difference between two maps, the sum of |a − b| over channels and a quarter of the map. */
function sharesOf(a: FeatureMap, b: FeatureMap): number[] {
  const sums = CORNERS.map(() => 0);
  for (const [i, value] of a.values.entries()) {
    const position = i % (a.width * a.height);
    const x = ((position % a.width) + 0.5) / a.width;
    const y = (Math.floor(position / a.width) + 0.5) / a.height;
    // The middle row and column of an odd number belong to no corner.
    if (x === 0.5 || y === 0.5) continue;
    const corner = CORNERS.findIndex(
      (each) => x < 0.5 === each[0] < 0.5 && y < 0.5 === each[1] < 0.5,
    );
    sums[corner] = (sums[corner] ?? 0) + Math.abs(value - (b.values[i] ?? 0));
  }
  const all = sums.reduce((sum, each) => sum + each, 0);
  return sums.map((sum) => sum / all);
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function markdownOf(found: Row[]): string {
  const lines = found.map(({ name, map, says, logits, isPlaced: placed }) =>
    [
      name,
      map,
      logits?.toExponential(0) ?? '',
      placed === undefined ? '' : placed ? 'yes' : 'NO',
      says,
    ].join(' | '),
  );
  return [
    '| network | map or refusal | logits off by | in its place | says |',
    '|---|---|---|---|---|',
    ...lines.map((line) => `| ${line} |`),
    '',
  ].join('\n');
}
