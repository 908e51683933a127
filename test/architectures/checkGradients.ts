// Compares gradients with those that PyTorch computes in float64, for the networks that `export.py` beside this file wrote:
// `node --import tsx test/architectures/checkGradients.ts FOLDER [NAME…]`.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CamError } from '../../src/cam/base/errors.ts';
import { toChannelFirst } from '../../src/cam/classifier/probe/spatialTensor.ts';
import { Engine } from '../../src/cam/engine.ts';
import { decodeImage } from '../../src/cam/image/decode.ts';
import { prepareInput } from '../../src/cam/image/prepareInput.ts';
import { gradCam } from '../../src/cam/maps/gradientMaps.ts';
import { featureMapOf } from '../../src/cam/methods/layer/layerTarget.ts';
import { readSubject, sizedModel } from '../../src/cam/methods/methodSubject.ts';
import { ModelCache } from '../../src/cam/model/modelCache.ts';
import { OpenModel } from '../../src/cam/model/openModel.ts';

/** What is compared for one network. */
interface Row {
  name: string;
  /** |found − expected| ÷ |expected| of the gradient at the picture, Euclidean; see `Expected.smooth`. */
  picture?: number | 'chaotic';
  /** The layer of Grad-CAM and where its cells lie. */
  layer?: string;
  /** As `picture`, for the gradient at the layer; undefined if no module of the network gives this tensor. */
  atLayer?: number | undefined;
  /** Correlation of Grad-CAM with that of PyTorch's tensors. */
  correlation?: number | undefined;
  /** The claim of the Grad-CAM. */
  says: string;
}

interface Expected {
  size: number;
  class: number;
  gradients: number[][];
  /** False where the gradient says nothing about small steps: it is not compared. */
  smooth: boolean;
}

const MAX_ERROR = 1e-2;
const MIN_CORRELATION = 0.9999;

const [folder = '', ...names] = process.argv.slice(2);
const all = readdirSync(folder)
  .filter((name) => name.endsWith('.onnx'))
  .map((name) => path.basename(name, '.onnx'));

const rows: Row[] = [];
for (const name of names.length > 0 ? names : all) {
  const row = await check(name);
  console.log(JSON.stringify(row));
  rows.push(row);
}
const wrong = rows.filter(
  ({ picture, atLayer = 0, correlation = 1, layer }) =>
    !(picture === 'chaotic' || (picture !== undefined && picture <= MAX_ERROR)) ||
    !(atLayer <= MAX_ERROR && correlation >= MIN_CORRELATION) ||
    layer === undefined,
);
for (const { name } of wrong) console.log(`wrong: ${name}`);
console.log(`${rows.length} networks, ${wrong.length} wrong`);
if (names.length === 0) writeFileSync(path.join(folder, 'gradients.json'), JSON.stringify(rows));

async function check(name: string): Promise<Row> {
  const file = path.join(folder, `${name}.onnx`);
  const expected: Expected = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));
  const tensors = readTensors(path.join(folder, `${name}.gradients`), expected.gradients);
  const picture = path.join(folder, `${expected.size}.png`);
  const row: Row = { name, says: '' };
  const cache = new ModelCache();
  const engine = new Engine();
  try {
    const open = await OpenModel.read(cache, file);
    const subject = await readSubject(open, {});
    const decoded = await decodeImage(picture);
    const prepared = prepareInput(
      decoded,
      subject.config.preprocessing.value,
      subject.scores.input,
    );
    const { width, height } = prepared.geometry.crop;
    const pixels = { width, height, values: prepared.tensor };
    const { model } = await sizedModel(subject, { width, height });
    const of = { class: expected.class };
    const { input } = subject.scores;
    const atPicture = await model.valueAndGradient(pixels, of, input.name);
    const reference = tensors[0]?.values ?? new Float32Array();
    row.picture = expected.smooth ? distance(atPicture.gradient, reference) : 'chaotic';
    const query = { method: 'grad-cam', classes: [expected.class] } as const;
    const found = await engine.explainByMethod(file, picture, query);
    row.says = `${found.maps[0]?.claim.text} · ${found.place.text}`;
    row.layer = `${found.layer} ${found.maps[0]?.map.width}×${found.maps[0]?.map.height}`;
    const sized = await sizedModel(subject, { width, height });
    const atLayer = await sized.model.valueAndGradient(pixels, of, found.layer ?? '');
    Object.assign(row, compareLayer(atLayer, tensors.slice(1), found.maps[0]?.map.values));
  } catch (error) {
    const { code, message } = CamError.toData(error);
    row.says = `${code} ${message.replaceAll(`${file} `, '')} ${CamError.is(error) ? '' : (error as Error).stack}`;
  } finally {
    await cache.dispose();
    await engine.dispose();
  }
  return row;
}

interface Tensor {
  dims: number[];
  values: Float32Array;
}

function readTensors(file: string, shapes: number[][]): Tensor[] {
  const bytes = new Uint8Array(readFileSync(file)).buffer;
  let at = 0;
  return shapes.map((dims) => {
    const length = dims.reduce((product, size) => product * size, 1);
    const values = new Float32Array(bytes, at, length);
    at += 4 * length;
    return { dims, values };
  });
}

/** Finds PyTorch's tensor with the same values, in this or the other order of axes, and compares its gradient. */
function compareLayer(
  { value, gradient }: { value: Float32Array; gradient: Float32Array },
  pairs: Tensor[],
  map: Float32Array | undefined,
): Pick<Row, 'atLayer' | 'correlation'> {
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const [values, expected] = [pairs[i], pairs[i + 1]];
    if (!values || !expected || values.values.length !== value.length) continue;
    for (const order of orders(values.dims)) {
      if (!(distance(value, order(values.values)) < 1e-3)) continue;
      const wanted = order(expected.values);
      return { atLayer: distance(gradient, wanted), ...correlated(values, expected, map) };
    }
  }
  return { atLayer: undefined, correlation: undefined };
}

function orders(dims: number[]): ((values: Float32Array) => Float32Array)[] {
  const same = (values: Float32Array) => values;
  const [, first = 1, second = 1, third = 1] = dims;
  if (dims.length === 4) {
    const layout = { channels: third, height: first, width: second };
    const back = { channels: second * third, height: 1, width: first };
    return [
      same,
      (values) => toChannelFirst(values, { channelAxis: 3, ...layout }),
      (values) => toChannelFirst(values, { channelAxis: 3, ...back }),
    ];
  }
  const layout = { channels: second, height: 1, width: first };
  return [same, (values) => toChannelFirst(values, { channelAxis: 3, ...layout })];
}

/** Only for a map without further tokens, channel-first or tokens in a row. */
function correlated(
  values: Tensor,
  gradients: Tensor,
  map: Float32Array | undefined,
): { correlation?: number } {
  const [, a = 1, b = 1, c = 1] = values.dims;
  if (!map) return {};
  for (const layout of [
    { channelAxis: 1, channels: a, height: b, width: c },
    {
      channelAxis: 3,
      channels: values.dims.length === 3 ? b : c,
      height: a,
      width: values.dims.length === 3 ? 1 : b,
    },
  ] as const) {
    const positions = layout.width * layout.height;
    if (positions < map.length || positions > map.length + 5) continue;
    const reading = {
      tensor: '',
      elementType: 1,
      rowDims: values.dims.slice(1),
      layout: { ...layout, height: 1, width: map.length },
      positions,
      firstPosition: positions - map.length,
    };
    const expected = gradCam(
      featureMapOf(values.values, reading),
      featureMapOf(gradients.values, reading),
    );
    return { correlation: correlation(expected.values, map) };
  }
  return {};
}

function correlation(a: Float32Array, b: Float32Array): number {
  const mean = (values: Float32Array) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const [i, value] of a.entries()) {
    const [x, y] = [value - meanA, (b[i] as number) - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}

function distance(found: Float32Array, expected: Float32Array): number {
  if (found.length !== expected.length) return Number.NaN;
  let [difference, length] = [0, 0];
  for (const [i, value] of expected.entries()) {
    difference += ((found[i] as number) - value) ** 2;
    length += value * value;
  }
  return Math.sqrt(difference / (length || 1));
}
