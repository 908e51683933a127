import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ScaledPart } from '../../../src/cam/classifier/input/inputScales.ts';
import { findInputScales } from '../../../src/cam/classifier/input/inputScales.ts';
import { Engine } from '../../../src/cam/engine.ts';
import type { SmallModel, SmallNode } from './smallModel.ts';
import { encodeSmallModel } from './smallModel.ts';

const KERNEL = {
  dims: [4, 3, 3, 3],
  values: Array.from({ length: 108 }, (_, i) => Math.sin(i + 1)),
};
const LINEAR = { dims: [4, 2], values: [1, -2, 3, -4, 5, -6, 7, -8] };

/** A mean over the positions of `features`, and a linear layer. */
const HEAD: SmallNode[] = [
  { name: 'pooled', operator: 'GlobalAveragePool', inputs: ['features'] },
  { name: 'values', operator: 'Flatten', inputs: ['pooled'] },
  { name: 'scores', operator: 'MatMul', inputs: ['values', 'weights'] },
];

describe('inputs of models that are written out', () => {
  const engine = new Engine();
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-inputs-'));
  });

  after(async () => {
    await engine.dispose();
    rmSync(folder, { recursive: true });
  });

  function open({ picture, nodes, constants }: SmallModel) {
    const file = path.join(folder, 'small.onnx');
    writeFileSync(file, encodeSmallModel({ picture, nodes: [...nodes, ...HEAD], constants }));
    return engine.openModel(file, {});
  }

  const openCentred = (meanOf: (channel: number, pixel: number) => number) =>
    open({
      picture: [1, 3, 8, 8],
      nodes: [
        { name: 'centred', operator: 'Sub', inputs: ['picture', 'mean'] },
        { name: 'features', operator: 'Conv', inputs: ['centred', 'kernel'] },
      ],
      constants: {
        mean: {
          dims: [1, 3, 8, 8],
          values: [0, 1, 2].flatMap((channel) =>
            Array.from({ length: 64 }, (_, pixel) => meanOf(channel, pixel)),
          ),
        },
        kernel: KERNEL,
        weights: LINEAR,
      },
    });

  it('one that takes a mean colour away tells the range of its pixels, a mean picture does not', async () => {
    const colour = await openCentred((channel) => 100 + channel);
    assert.match(colour.preprocessing.source, /pixels 0 … 255: the model scales its input itself/);
    const picture = await openCentred((channel, pixel) => 100 + channel + (pixel % 8));
    assert.doesNotMatch(picture.preprocessing.source, /scales its input itself/);
  });

  it('one that takes mean and deviation out of each picture gets the pixels as they are', async () => {
    const openBehind = (operator: string, inputs: string[]) =>
      open({
        picture: [undefined, 3, 8, 8],
        nodes: [
          { name: 'centred', operator, inputs: ['picture', ...inputs] },
          { name: 'features', operator: 'Conv', inputs: ['centred', 'kernel'] },
        ],
        constants: {
          ones: { dims: [3], values: [1, 1, 1] },
          zeros: { dims: [3], values: [0, 0, 0] },
          kernel: KERNEL,
          weights: LINEAR,
        },
      });
    const { preprocessing } = await openBehind('InstanceNormalization', ['ones', 'zeros']);
    assert.match(preprocessing.source, /pixels 0 … 255: the model normalises each image itself/);
    assert.equal(preprocessing.value.scale, 1);
    const { preprocessing: learned } = await openBehind('BatchNormalization', [
      ...['ones', 'zeros', 'zeros', 'ones'],
    ]);
    assert.doesNotMatch(learned.source, /normalises each image/);
  });

  it('the convolution of the picture tells its axes, not an earlier one of constants', async () => {
    const { mapKind } = await open({
      picture: [undefined, undefined, undefined, undefined],
      nodes: [
        { name: 'made', operator: 'Conv', inputs: ['constant', 'kernel of 1'] },
        { name: 'of the picture', operator: 'Conv', inputs: ['picture', 'kernel'] },
        { name: 'features', operator: 'Add', inputs: ['of the picture', 'made'] },
      ],
      constants: {
        constant: { dims: [1, 1, 1, 1], values: [0.5] },
        'kernel of 1': { dims: [1, 1, 1, 1], values: [2] },
        kernel: KERNEL,
        weights: LINEAR,
      },
    });
    assert.equal(mapKind, 'cam');
  });

  it('a fault of the program is not taken for a size that does not fit', async () => {
    const input = { name: 'picture', width: undefined, height: undefined };
    const withoutGraph = { input } as unknown as ScaledPart;
    await assert.rejects(findInputScales(withoutGraph), TypeError);
  });
});
