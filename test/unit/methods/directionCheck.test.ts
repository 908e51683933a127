import assert from 'node:assert/strict';
import { directionError } from '../../../src/cam/methods/directionCheck.ts';
import { candidatesOf } from '../../../src/cam/methods/layer/findTarget.ts';
import type { LayerReading } from '../../../src/cam/methods/layer/layerTarget.ts';
import type { MethodModel } from '../../../src/cam/methods/methodModel.ts';
import { Random } from '../../support/random.ts';
import { goldenOf, relativeDistance } from './golden.ts';
import { loadFixture } from './loaded.ts';

const CLASS = 1;

/** About the largest of the networks here. */
const LOGIT = 3;

/** More is not called a gradient. */
const WRONG = 0.02;

/** Gradients that are closer are not wrong enough to be refused. */
const DIFFERENT = 0.04;

/** A gradient, and the score for other values in its place. */
interface Case {
  width: number;
  height: number;
  channels: number;
  values: Float32Array;
  gradient: Float32Array;
  score: number;
  scoreAt: (values: Float32Array) => Promise<number>;
}

describe('the check of a gradient by small steps', () => {
  const models: MethodModel[] = [];
  after(async () => {
    for (const model of models) await model.release();
  });

  async function load(network: string) {
    const loaded = await loadFixture(`${network}.dynamo`);
    models.push(loaded.model);
    return loaded;
  }

  async function ofPixels(network: string): Promise<Case> {
    const { model, picture } = await load(network);
    const { name } = model.scores.input;
    const { value, gradient } = await model.valueAndGradient(picture, { class: CLASS }, name);
    const scoreAt = async (values: Float32Array) =>
      (await model.logits({ ...picture, values }))[CLASS] ?? 0;
    const { width, height } = picture;
    const score = await scoreAt(value);
    return { width, height, channels: 3, values: value, gradient, score, scoreAt };
  }

  async function ofLayer(network: string): Promise<Case> {
    const { model, picture } = await load(network);
    const name = goldenOf(network).layers[`${network}.dynamo`];
    const reading = candidatesOf(model.scores)
      .flat()
      .find(({ tensor }) => tensor === name) as LayerReading;
    const { tensor, layout } = reading;
    const { value, gradient } = await model.valueAndGradient(picture, { class: CLASS }, tensor);
    const head = await model.behind(reading);
    const scoreAt = async (values: Float32Array) => (await head.run(values, picture))[CLASS] ?? 0;
    const { width, height, channels } = layout;
    const score = await scoreAt(value);
    return { width, height, channels, values: value, gradient, score, scoreAt };
  }

  const CASES: [string, () => Promise<Case>][] = [
    ...['gap', 'vgg', 'attention_pool', 'vit'].map((network): [string, () => Promise<Case>] => [
      `the pixels of ${network}`,
      () => ofPixels(network),
    ]),
    ...['gap', 'vgg', 'attention_pool'].map((network): [string, () => Promise<Case>] => [
      `the layer of ${network}`,
      () => ofLayer(network),
    ]),
  ];

  for (const [what, create] of CASES) {
    it(`accepts the gradient and nothing else: ${what}`, async () => {
      const found = await create();
      const positionOf = (i: number) => i % (found.width * found.height);
      let runs = 0;
      const errorOf = (gradient: Float32Array) => {
        runs = 0;
        const scoreAt = (values: Float32Array) => {
          runs++;
          return found.scoreAt(values);
        };
        return directionError({ ...found, gradient, positionOf }, scoreAt, LOGIT);
      };
      const error = await errorOf(found.gradient);
      assert.ok(Number(error) <= 1e-2, `the gradient itself: ${error}`);
      const cheap = runs;
      const passed: string[] = [];
      for (const [kind, wrong] of Object.entries(wrongGradients(found))) {
        // Behind a mean the gradient is the same at all places.
        if (relativeDistance(wrong, found.gradient) < DIFFERENT) continue;
        const wrongError = await errorOf(wrong);
        if (!(Number(wrongError) > WRONG)) passed.push(`${kind}: ${wrongError}`);
      }
      assert.deepEqual(passed, []);
      assert.ok(cheap <= 5, `${cheap} runs`);
    });
  }

  it('does not accept numbers that are not finite', async () => {
    const found = await ofPixels('gap');
    const gradient = found.gradient.slice();
    gradient[5] = Number.NaN;
    const at = { ...found, gradient, positionOf: (i: number) => i };
    assert.ok(Number.isNaN(await directionError(at, found.scoreAt, LOGIT)));
  });

  it('accepts no gradient where nothing changes, and only there', async () => {
    const found = await ofPixels('gap');
    const nothing = { ...found, gradient: found.gradient.map(() => 0), positionOf: () => 0 };
    assert.equal(await directionError({ ...nothing, score: 7 }, async () => 7, LOGIT), 0);
    assert.equal(await directionError(nothing, found.scoreAt, LOGIT), 1);
  });

  it('says nothing of a gradient that moves the logit by less than rounding', async () => {
    const found = await ofPixels('gap');
    const gradient = found.gradient.map((g) => 1e-9 * g);
    const faint = { ...found, gradient, score: 7 + 1e-9 * found.score, positionOf: () => 0 };
    const faintly = async (values: Float32Array) => 7 + 1e-9 * (await found.scoreAt(values));
    const rounded = async (values: Float32Array) => Math.fround(await faintly(values));
    assert.equal(await directionError(faint, rounded, LOGIT), undefined);
    // The model moves more than such a gradient says.
    const strong = { ...faint, score: found.score };
    assert.ok(Number(await directionError(strong, found.scoreAt, LOGIT)) > WRONG);
  });
});

/** Gradients as mistakes in a rule, a layout or an order would make them. */
function wrongGradients(found: Case): Record<string, Float32Array> {
  const { width, height, channels, values, gradient } = found;
  const cells = width * height;
  const moved = (from: (k: number, y: number, x: number) => number) =>
    gradient.map((_, i) => {
      const cell = i % cells;
      return gradient[from(Math.floor(i / cells), Math.floor(cell / width), cell % width)] ?? 0;
    });
  const at = (k: number, y: number, x: number) => k * cells + y * width + x;
  const random = new Random(3);
  const order = Array.from(gradient, (_, i) => i).sort(() => random.next() - 0.5);
  const isLive = (i: number) => (values[i] ?? 0) !== 0;
  return {
    permuted: gradient.map((_, i) => gradient[order[i] ?? 0] ?? 0),
    mirrored: moved((k, y, x) => at(k, y, width - 1 - x)),
    'upside down': moved((k, y, x) => at(k, height - 1 - y, x)),
    transposed: moved((k, y, x) => at(k, x, y)),
    'one cell aside': moved((k, y, x) => at(k, y, (x + 1) % width)),
    'other channels': moved((k, y, x) => at((k + 1) % channels, y, x)),
    'channels last': moved((k, y, x) => (y * width + x) * channels + k),
    negative: gradient.map((value) => -value),
    doubled: gradient.map((value) => 2 * value),
    'a twentieth larger': gradient.map((value) => 1.05 * value),
    'one of two': gradient.map((value, i) => (i % 2 === 0 ? value : 0)),
    'left half only': gradient.map((value, i) => ((i % width) * 2 < width ? value : 0)),
    'lower half only': gradient.map((value, i) => ((i % cells) * 2 < cells ? 0 : value)),
    'without a corner': gradient.map((value, i) => {
      const [y, x] = [Math.floor((i % cells) / width), i % width];
      return y * 4 < height && x * 4 < width ? 0 : value;
    }),
    'without a channel': gradient.map((value, i) => (i < cells ? 0 : value)),
    'positive only': gradient.map((value) => Math.max(0, value)),
    absolute: gradient.map(Math.abs),
    nothing: gradient.map(() => 0),
    constant: gradient.map(() => 0.1),
    'times the values': gradient.map((value, i) => value * (values[i] ?? 0)),
    'where the values are not 0': gradient.map((value, i) => (isLive(i) ? value : 0)),
  };
}
