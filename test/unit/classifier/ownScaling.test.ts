import assert from 'node:assert/strict';
import { analyseModel } from '../../../src/cam/classifier/analysis.ts';
import { assertClose } from '../assertClose.ts';
import { smallFiles } from './smallFiles.ts';
import type { SmallModel, SmallNode } from './smallModel.ts';
import { node } from './smallParts.ts';

const MEAN = [0.5, 0.4, 0.3];
const DEVIATION = [0.25, 0.2, 0.5];

describe('what a model does to its pixels first', () => {
  const graphOf = smallFiles();

  const constantsOf = (channels: number): SmallModel['constants'] => ({
    mean: { dims: [1, channels, 1, 1], values: MEAN.slice(0, channels) },
    deviation: { dims: [1, channels, 1, 1], values: DEVIATION.slice(0, channels) },
    'mean last': { dims: [1, 1, 1, channels], values: MEAN.slice(0, channels) },
    'all levels': { dims: [1], values: [255] },
    half: { dims: [1], values: [0.5] },
    one: { dims: [1], values: [1] },
    'nearly one': { dims: [1], values: [1.00005] },
    little: { dims: [1], values: [0.00005] },
    'axes of colours': { dims: [3], values: [2, 1, 0] },
    scales: { dims: [4], values: [1, 1, 2, 2] },
    mixing: { dims: [3, 3, 1, 1], values: [1, 0.5, 0, 0, 1, 0, 0, 0, 1] },
    kernel: {
      dims: [4, channels, 3, 3],
      values: Array.from({ length: 36 * channels }, (_, i) => Math.sin(i + 1)),
    },
    weights: { dims: [4, 2], values: [1, -2, 3, -4, 5, -6, 7, -8] },
  });

  /** The scaling that is found where `nodes`, the last of which is `end`, come before the first convolution. */
  async function scalingOf(
    end: string,
    nodes: SmallNode[],
    picture: SmallModel['picture'] = [1, 3, 8, 8],
  ) {
    const channels = picture.includes(3) ? 3 : 1;
    const graph = await graphOf({
      picture,
      nodes: [
        ...nodes,
        node('features', 'Conv', [end, 'kernel']),
        node('pooled', 'GlobalAveragePool', ['features']),
        node('values', 'Flatten', ['pooled']),
        node('scores', 'MatMul', ['values', 'weights']),
      ],
      constants: constantsOf(channels),
    });
    return (await analyseModel(graph)).input.scaling;
  }

  async function assertScaling(
    found: ReturnType<typeof scalingOf>,
    factors: number[],
    offsets: number[],
  ) {
    const scaling = await found;
    assertClose(scaling?.factors ?? [], factors, 1e-4, 'factors');
    assertClose(scaling?.offsets ?? [], offsets, 1e-4, 'offsets');
  }

  const divided = node('divided', 'Div', ['picture', 'all levels']);
  const centred = node('centred', 'Sub', ['divided', 'mean']);
  const scaled = node('scaled', 'Div', ['centred', 'deviation']);
  const FACTORS = DEVIATION.map((deviation) => 1 / 255 / deviation);
  const OFFSETS = DEVIATION.map((deviation, c) => -(MEAN[c] ?? 0) / deviation);

  it('is a factor and an offset for each channel of the picture', async () => {
    await assertScaling(scalingOf('scaled', [divided, centred, scaled]), FACTORS, OFFSETS);
    await assertScaling(scalingOf('divided', [divided]), [1 / 255, 1 / 255, 1 / 255], [0, 0, 0]);
    const gray = scalingOf('scaled', [divided, centred, scaled], [1, 1, 8, 8]);
    await assertScaling(gray, FACTORS.slice(0, 1), OFFSETS.slice(0, 1));
  });

  it('is followed where the colours, the axes or the size change', async () => {
    const swapped = node('swapped', 'Gather', ['picture', 'axes of colours'], { axis: 1 });
    const bgr = [node('centred', 'Sub', ['swapped', 'mean'])];
    await assertScaling(
      scalingOf('centred', [swapped, ...bgr]),
      [1, 1, 1],
      MEAN.map((mean) => -mean).toReversed(),
    );
    const last = [
      node('centred', 'Sub', ['picture', 'mean last']),
      node('turned', 'Transpose', ['centred'], { perm: [0, 3, 1, 2] }),
      node('halved', 'Mul', ['turned', 'half']),
    ];
    await assertScaling(
      scalingOf('halved', last, [1, 8, 8, 3]),
      [0.5, 0.5, 0.5],
      MEAN.map((mean) => -mean / 2),
    );
    const larger = node('larger', 'Resize', ['divided', '', 'scales'], { mode: 'nearest' });
    const sized = scalingOf('centred', [
      divided,
      larger,
      node('centred', 'Sub', ['larger', 'mean']),
    ]);
    await assertScaling(
      sized,
      [1 / 255, 1 / 255, 1 / 255],
      MEAN.map((mean) => -mean),
    );
  });

  it('ends where it is no straight line, or colours are mixed', async () => {
    const squared = node('squared', 'Mul', ['divided', 'divided']);
    await assertScaling(
      scalingOf('squared', [divided, squared]),
      [1 / 255, 1 / 255, 1 / 255],
      [0, 0, 0],
    );
    const mixed = node('mixed', 'Conv', ['divided', 'mixing']);
    await assertScaling(
      scalingOf('mixed', [divided, mixed]),
      [1 / 255, 1 / 255, 1 / 255],
      [0, 0, 0],
    );
    assert.equal(
      await scalingOf('squared', [node('squared', 'Mul', ['picture', 'picture'])]),
      undefined,
    );
  });

  it('is none where it changes nothing to speak of', async () => {
    assert.equal(await scalingOf('picture', []), undefined);
    assert.equal(await scalingOf('same', [node('same', 'Mul', ['picture', 'one'])]), undefined);
    const nearly = [
      node('same', 'Mul', ['picture', 'nearly one']),
      node('moved', 'Sub', ['same', 'little']),
    ];
    assert.equal(await scalingOf('moved', nearly), undefined);
    // Each of the two is enough.
    await assertScaling(
      scalingOf('halved', [node('halved', 'Mul', ['picture', 'half'])]),
      [0.5, 0.5, 0.5],
      [0, 0, 0],
    );
    await assertScaling(
      scalingOf('moved', [node('moved', 'Sub', ['picture', 'half'])]),
      [1, 1, 1],
      [-0.5, -0.5, -0.5],
    );
  });

  it('is looked for in the twelve steps after the picture', async () => {
    const halves = (count: number) =>
      Array.from({ length: count }, (_, i) =>
        node(`half${i + 1}`, 'Mul', [i === 0 ? 'picture' : `half${i}`, 'half']),
      );
    for (const [count, exponent] of [
      [10, 10],
      [12, 12],
      [13, 12],
    ] as const) {
      const factor = 0.5 ** exponent;
      const found = await scalingOf(`half${count}`, halves(count));
      assertClose(found?.factors ?? [], [factor, factor, factor], factor / 100, `${count} steps`);
    }
  });
});
