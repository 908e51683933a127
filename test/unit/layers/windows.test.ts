import assert from 'node:assert/strict';
import type { Flow } from '../../../src/cam/layers/flow.ts';
import type { Attributes } from './uses.ts';
import { dimsOf, picture, seenOf, through } from './uses.ts';

interface Case {
  does: string;
  operator: string;
  flow?: Flow;
  attributes?: Attributes;
  sizes?: (number | undefined)[];
  shapes?: Record<number, number[]>;
  integers?: Record<number, number[]>;
  dims: string;
  /** Along x and along y. */
  seen: [string, string];
}

const PIXEL = '1: 0..0';
const UNKNOWN = '?: ?';
const ALL = '?: global';
const NO_SIZES = picture(3, undefined, undefined);
/** Three channels, 8 rows of 10. */
const SMALL = picture(3, 8, 10);
const WEIGHTS = { shapes: { 1: [6, 3, 3, 5] } };

/** By hand from the formulas of the ONNX operators: out = floor((in + pads − extent) ÷ stride) + 1. */
const WINDOWS: Case[] = [
  {
    does: 'has the size of its weights',
    operator: 'Conv',
    ...WEIGHTS,
    dims: 'c1 c6 y6 x6',
    seen: ['1: 0..4', '1: 0..2'],
  },
  {
    does: 'has weights in another place',
    operator: 'QLinearConv',
    shapes: { 1: [], 3: [6, 3, 3, 5] },
    dims: 'c1 c6 y6 x6',
    seen: ['1: 0..4', '1: 0..2'],
  },
  {
    does: 'has pads of each side',
    operator: 'Conv',
    ...WEIGHTS,
    attributes: { pads: [1, 2, 0, 3] },
    dims: 'c1 c6 y7 x11',
    seen: ['1: -2..2', '1: -1..1'],
  },
  {
    does: 'moves by strides',
    operator: 'Conv',
    ...WEIGHTS,
    attributes: { strides: [2, 3] },
    dims: 'c1 c6 y3 x2',
    seen: ['3: 0..4', '2: 0..2'],
  },
  {
    does: 'is dilated',
    operator: 'Conv',
    ...WEIGHTS,
    attributes: { dilations: [3, 2] },
    dims: 'c1 c6 y2 x2',
    seen: ['1: 0..8', '1: 0..6'],
  },
  {
    does: 'pads nothing',
    operator: 'Conv',
    ...WEIGHTS,
    attributes: { auto_pad: 'VALID', pads: [1, 1, 1, 1] },
    dims: 'c1 c6 y8 x8',
    seen: ['1: 0..4', '1: 0..2'],
  },
  {
    does: 'keeps the size',
    operator: 'Conv',
    ...WEIGHTS,
    attributes: { auto_pad: 'SAME_UPPER' },
    dims: 'c1 c6 y8 x10',
    seen: ['1: -2..2', '1: -1..1'],
  },
  {
    does: 'keeps the size with a stride',
    operator: 'Conv',
    ...WEIGHTS,
    attributes: { auto_pad: 'SAME_UPPER', strides: [2, 3] },
    dims: 'c1 c6 y4 x4',
    seen: ['3: -2..2', '2: 0..2'],
  },
  {
    does: 'keeps the size with a stride and gaps',
    operator: 'Conv',
    ...WEIGHTS,
    attributes: { auto_pad: 'SAME_UPPER', strides: [2, 3], dilations: [2, 3] },
    dims: 'c1 c6 y4 x4',
    seen: ['3: -6..6', '2: -1..3'],
  },
  {
    does: 'keeps the size, more before',
    operator: 'Conv',
    ...WEIGHTS,
    attributes: { auto_pad: 'SAME_LOWER', strides: [2, 3] },
    dims: 'c1 c6 y4 x4',
    seen: ['3: -2..2', '2: -1..1'],
  },
  {
    does: 'keeps a size that is not known',
    operator: 'Conv',
    flow: NO_SIZES,
    ...WEIGHTS,
    attributes: { auto_pad: 'SAME_UPPER' },
    dims: 'c1 c6 y? x?',
    seen: ['1: -2..2', '1: -1..1'],
  },
  {
    does: 'pads for a size that is not known',
    operator: 'Conv',
    flow: NO_SIZES,
    ...WEIGHTS,
    attributes: { auto_pad: 'SAME_UPPER', strides: [2, 1] },
    dims: 'c1 c6 y? x?',
    seen: ['1: -2..2', UNKNOWN],
  },
  {
    does: 'covers all',
    operator: 'MaxPool',
    attributes: { kernel_shape: [8, 10] },
    dims: 'c1 c3 y1 x1',
    seen: [ALL, ALL],
  },
  {
    does: 'covers more than all',
    operator: 'MaxPool',
    attributes: { kernel_shape: [10, 12], pads: [1, 1, 1, 1] },
    dims: 'c1 c3 y1 x1',
    seen: [ALL, ALL],
  },
  {
    does: 'covers all but the last',
    operator: 'MaxPool',
    attributes: { kernel_shape: [8, 10], pads: [1, 1, 0, 0], strides: [8, 10] },
    dims: 'c1 c3 y1 x1',
    seen: ['10: -1..8', '8: -1..6'],
  },
  {
    does: 'covers all but the first',
    operator: 'MaxPool',
    attributes: { kernel_shape: [7, 9], strides: [8, 10] },
    dims: 'c1 c3 y1 x1',
    seen: ['10: 0..8', '8: 0..6'],
  },
  {
    does: 'keeps the channels',
    operator: 'AveragePool',
    attributes: { kernel_shape: [2, 2], strides: [2, 2] },
    dims: 'c1 c3 y4 x5',
    seen: ['2: 0..1', '2: 0..1'],
  },
  {
    does: 'rounds up where that is exact',
    operator: 'MaxPool',
    attributes: { kernel_shape: [2, 2], strides: [2, 2], ceil_mode: 1 },
    dims: 'c1 c3 y4 x5',
    seen: ['2: 0..1', '2: 0..1'],
  },
  {
    does: 'rounds up where that is not exact',
    operator: 'MaxPool',
    attributes: { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 },
    dims: 'c1 c3 y? x?',
    seen: ['2: 0..2', '2: 0..2'],
  },
  {
    does: 'believes the runtime',
    operator: 'MaxPool',
    attributes: { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 },
    sizes: [1, 3, 4, 5],
    dims: 'c1 c3 y4 x5',
    seen: ['2: 0..2', '2: 0..2'],
  },
  {
    does: 'has channels last',
    operator: 'NhwcMaxPool',
    flow: picture(3, 8, 10, 'NHWC'),
    attributes: { kernel_shape: [2, 4], strides: [2, 2] },
    dims: 'c1 y4 x4 c3',
    seen: ['2: 0..3', '2: 0..1'],
  },
  {
    does: 'counts channels last',
    operator: 'NhwcConv',
    flow: picture(3, 8, 10, 'NHWC'),
    ...WEIGHTS,
    dims: 'c1 y6 x6 c6',
    seen: ['1: 0..4', '1: 0..2'],
  },
  {
    does: 'has weights that are computed',
    operator: 'Conv',
    dims: 'c1 c? y? x?',
    seen: [UNKNOWN, UNKNOWN],
  },
  {
    does: 'moves by nothing',
    operator: 'MaxPool',
    attributes: { kernel_shape: [2, 2], strides: [0, 1] },
    dims: 'c1 c3 y? x9',
    seen: ['1: 0..1', UNKNOWN],
  },
  {
    does: 'is empty',
    operator: 'MaxPool',
    attributes: { kernel_shape: [0, 1] },
    dims: 'c1 c3 y? x10',
    seen: [PIXEL, UNKNOWN],
  },
  {
    does: 'makes blocks of channels',
    operator: 'SpaceToDepth',
    attributes: { blocksize: 2 },
    dims: 'c1 c12 y4 x5',
    seen: ['2: 0..1', '2: 0..1'],
  },
  {
    does: 'makes blocks of unknown channels',
    operator: 'SpaceToDepth',
    flow: picture(undefined, 8, 10),
    attributes: { blocksize: 2 },
    dims: 'c1 c? y4 x5',
    seen: ['2: 0..1', '2: 0..1'],
  },
  {
    does: 'makes pixels of channels',
    operator: 'DepthToSpace',
    flow: picture(12, 4, 5),
    attributes: { blocksize: 2 },
    dims: 'c1 c3 y8 x10',
    seen: ['0.5: 0..0,0..0', '0.5: 0..0,0..0'],
  },
  {
    does: 'makes no pixels of what has no channels',
    operator: 'DepthToSpace',
    flow: through('Reshape', picture(12, 4, 5), { sizes: [240] }),
    attributes: { blocksize: 2 },
    dims: 'c12y4x5',
    seen: [PIXEL, PIXEL],
  },
];

/** out = (in − 1)·stride + extent + output_padding − pads; each cell is read by those the kernel puts it into. */
const TRANSPOSED: Case[] = [
  {
    does: 'puts each pixel into a block',
    operator: 'ConvTranspose',
    shapes: { 1: [3, 5, 2, 2] },
    attributes: { strides: [2, 2] },
    dims: 'c1 c5 y16 x20',
    seen: ['0.5: 0..0,0..0', '0.5: 0..0,0..0'],
  },
  {
    does: 'has groups',
    operator: 'ConvTranspose',
    shapes: { 1: [3, 5, 2, 2] },
    attributes: { strides: [2, 2], group: 3 },
    dims: 'c1 c15 y16 x20',
    seen: ['0.5: 0..0,0..0', '0.5: 0..0,0..0'],
  },
  {
    does: 'cuts pads off and adds',
    operator: 'ConvTranspose',
    shapes: { 1: [3, 5, 3, 3] },
    attributes: { strides: [2, 2], pads: [1, 1, 1, 1], output_padding: [1, 0] },
    dims: 'c1 c5 y16 x19',
    seen: ['0.5: 0..0,0..1', '0.5: 0..0,0..1'],
  },
  {
    does: 'is padded to the stride',
    operator: 'ConvTranspose',
    shapes: { 1: [3, 5, 3, 3] },
    attributes: { strides: [2, 2], auto_pad: 'SAME_UPPER' },
    dims: 'c1 c5 y16 x20',
    seen: ['0.5: -1..0,0..0', '0.5: -1..0,0..0'],
  },
  {
    does: 'has gaps',
    operator: 'ConvTranspose',
    shapes: { 1: [3, 5, 2, 3] },
    attributes: { dilations: [2, 3], pads: [1, 0, 1, 0] },
    dims: 'c1 c5 y8 x16',
    seen: ['1: -6..0', '1: -1..1'],
  },
  {
    does: 'is padded to a size',
    operator: 'ConvTranspose',
    shapes: { 1: [3, 5, 3, 3] },
    attributes: { strides: [2, 2], output_shape: [15, 19] },
    dims: 'c1 c5 y15 x19',
    seen: ['0.5: 0..0,0..1', '0.5: 0..0,0..1'],
  },
  {
    does: 'is padded to a size of four numbers',
    operator: 'ConvTranspose',
    shapes: { 1: [3, 5, 3, 3] },
    attributes: { strides: [2, 2], output_shape: [1, 5, 15, 19] },
    dims: 'c1 c5 y15 x19',
    seen: ['0.5: 0..0,0..1', '0.5: 0..0,0..1'],
  },
  {
    does: 'is padded from an unknown size',
    operator: 'ConvTranspose',
    flow: NO_SIZES,
    shapes: { 1: [3, 5, 3, 3] },
    attributes: { strides: [2, 2], output_shape: [15, 19] },
    dims: 'c1 c5 y? x?',
    seen: [UNKNOWN, UNKNOWN],
  },
];

/** As `numpy.pad` and Python's slices have it. */
const PADS_AND_SLICES: Case[] = [
  {
    does: 'pads by an input',
    operator: 'Pad',
    integers: { 1: [0, 0, 1, 2, 0, 0, 3, 4] },
    dims: 'c1 c3 y12 x16',
    seen: ['1: -2..-2', '1: -1..-1'],
  },
  {
    does: 'pads by an attribute',
    operator: 'Pad',
    attributes: { pads: [0, 0, 1, 2, 0, 0, 3, 4] },
    dims: 'c1 c3 y12 x16',
    seen: ['1: -2..-2', '1: -1..-1'],
  },
  {
    does: 'pads channels',
    operator: 'Pad',
    integers: { 1: [0, 1, 0, 0, 0, 2, 0, 0] },
    dims: 'c1 c6 y8 x10',
    seen: [PIXEL, PIXEL],
  },
  {
    does: 'pads behind alone',
    operator: 'Pad',
    integers: { 1: [0, 0, 0, 0, 0, 0, 1, 1] },
    dims: 'c1 c3 y9 x11',
    seen: [PIXEL, PIXEL],
  },
  {
    does: 'moves by pads',
    operator: 'Pad',
    integers: { 1: [0, 0, 1, 0, 0, 0, -1, 0] },
    dims: 'c1 c3 y8 x10',
    seen: [PIXEL, '1: -1..-1'],
  },
  {
    does: 'pads by a mirror',
    operator: 'Pad',
    attributes: { mode: 'reflect' },
    integers: { 1: [0, 0, 0, 1, 0, 0, 0, 1] },
    dims: 'c1 c3 y8 x12',
    seen: [UNKNOWN, PIXEL],
  },
  {
    does: 'pads by constants, said so',
    operator: 'Pad',
    attributes: { mode: 'constant' },
    integers: { 1: [0, 0, 0, 1, 0, 0, 0, 1] },
    dims: 'c1 c3 y8 x12',
    seen: ['1: -1..-1', PIXEL],
  },
  {
    does: 'pads an unknown size',
    operator: 'Pad',
    flow: NO_SIZES,
    integers: { 1: [0, 0, 0, 1, 0, 0, 0, 1] },
    dims: 'c1 c3 y? x?',
    seen: ['1: -1..-1', PIXEL],
  },
  {
    does: 'pads by what is not known',
    operator: 'Pad',
    dims: 'c? c? y? x?',
    seen: [UNKNOWN, UNKNOWN],
  },
  {
    does: 'pads by too few numbers',
    operator: 'Pad',
    integers: { 1: [0, 0, 1, 2] },
    dims: 'c? c? y? x?',
    seen: ['1: -2..-2', '1: -1..-1'],
  },
  {
    does: 'pads by what is not known to a known size',
    operator: 'Pad',
    sizes: [1, 3, 8, 12],
    dims: 'c1 c3 y8 x12',
    seen: [UNKNOWN, PIXEL],
  },
  {
    does: 'takes a part',
    operator: 'Slice',
    integers: { 1: [2, 1], 2: [7, 9], 3: [2, 3] },
    dims: 'c1 c3 y5 x8',
    seen: ['1: 1..1', '1: 2..2'],
  },
  {
    does: 'counts axes from the end',
    operator: 'Slice',
    integers: { 1: [2, 1], 2: [7, 9], 3: [-2, -1] },
    dims: 'c1 c3 y5 x8',
    seen: ['1: 1..1', '1: 2..2'],
  },
  {
    does: 'takes the first axes',
    operator: 'Slice',
    integers: { 1: [0, 0, 2], 2: [1, 2, 7] },
    dims: 'c1 c2 y5 x10',
    seen: [PIXEL, '1: 2..2'],
  },
  {
    does: 'takes every other',
    operator: 'Slice',
    integers: { 1: [1], 2: [2 ** 53], 3: [3], 4: [2] },
    dims: 'c1 c3 y8 x5',
    seen: ['2: 1..1', PIXEL],
  },
  {
    does: 'counts the end from the end',
    operator: 'Slice',
    integers: { 1: [0], 2: [-3], 3: [2] },
    dims: 'c1 c3 y5 x10',
    seen: [PIXEL, PIXEL],
  },
  {
    does: 'takes all',
    operator: 'Slice',
    integers: { 1: [0], 2: [2 ** 53], 3: [2] },
    dims: 'c1 c3 y8 x10',
    seen: [PIXEL, PIXEL],
  },
  {
    does: 'takes all in the opposite order, which has no field that moves with the cell',
    operator: 'Slice',
    integers: { 1: [-1], 2: [-(2 ** 53)], 3: [3], 4: [-1] },
    sizes: [1, 3, 8, 10],
    dims: 'c1 c3 y8 x10',
    seen: [UNKNOWN, PIXEL],
  },
  {
    does: 'takes none',
    operator: 'Slice',
    integers: { 1: [5], 2: [3], 3: [2] },
    dims: 'c1 c3 y0 x10',
    seen: [PIXEL, '1: 5..5'],
  },
  {
    does: 'starts at the end',
    operator: 'Slice',
    integers: { 1: [-3], 2: [8], 3: [2] },
    dims: 'c1 c3 y3 x10',
    seen: [PIXEL, UNKNOWN],
  },
  {
    does: 'starts before the beginning',
    operator: 'Slice',
    integers: { 1: [-9], 2: [7], 3: [2] },
    dims: 'c1 c3 y7 x10',
    seen: [PIXEL, UNKNOWN],
  },
  {
    does: 'goes backwards',
    operator: 'Slice',
    integers: { 1: [7], 2: [2], 3: [2], 4: [-1] },
    dims: 'c1 c3 y? x10',
    seen: [PIXEL, UNKNOWN],
  },
  {
    does: 'stands still',
    operator: 'Slice',
    integers: { 1: [7], 2: [2], 3: [2], 4: [0] },
    dims: 'c1 c3 y? x10',
    seen: [PIXEL, UNKNOWN],
  },
  {
    does: 'has steps that are not known',
    operator: 'Slice',
    integers: { 1: [1], 2: [3], 3: [2] },
    shapes: { 4: [1] },
    dims: 'c1 c3 y? x10',
    seen: [PIXEL, UNKNOWN],
  },
  {
    does: 'has an end that is not known',
    operator: 'Slice',
    integers: { 1: [1], 3: [2] },
    dims: 'c1 c3 y? x10',
    seen: [PIXEL, '1: 1..1'],
  },
  {
    does: 'takes a part of an unknown size',
    operator: 'Slice',
    flow: NO_SIZES,
    integers: { 1: [1], 2: [3], 3: [2] },
    dims: 'c1 c3 y? x?',
    seen: [PIXEL, '1: 1..1'],
  },
  {
    does: 'takes a part of the channels',
    operator: 'Slice',
    integers: { 1: [1], 2: [3], 3: [1] },
    dims: 'c1 c2 y8 x10',
    seen: [PIXEL, PIXEL],
  },
  {
    does: 'takes a part that is not known',
    operator: 'Slice',
    dims: 'c? c? y? x?',
    seen: [UNKNOWN, UNKNOWN],
  },
  {
    does: 'is written as up to opset 9',
    operator: 'Slice',
    attributes: { starts: [1], ends: [5], axes: [2] },
    dims: 'c1 c3 y4 x10',
    seen: [PIXEL, '1: 1..1'],
  },
];

for (const [title, cases] of Object.entries({
  'A window over the picture': WINDOWS,
  'A transposed window': TRANSPOSED,
  'A part of the picture, or more': PADS_AND_SLICES,
})) {
  describe(title, () => {
    for (const { does, operator, flow = SMALL, dims, seen, ...setting } of cases) {
      it(`${does} (${operator})`, () => {
        const found = through(operator, flow, setting);
        assert.deepEqual([dimsOf(found), ...seenOf(found)], [dims, ...seen]);
      });
    }
  });
}

describe('A window over a mostly unknown tensor', () => {
  const lost = through('NonZero', SMALL, {});

  it('moves along rows and columns', () => {
    const found = through('Conv', lost, WEIGHTS);
    assert.deepEqual([dimsOf(found), ...seenOf(found)], ['c? c6 y? x?', UNKNOWN, UNKNOWN]);
    const last = through('NhwcConv', lost, WEIGHTS);
    assert.equal(dimsOf(last), 'c? y? x? c6');
    const pooled = through('MaxPool', lost, { attributes: { kernel_shape: [2, 2] } });
    assert.equal(dimsOf(pooled), 'c? c? y? x?');
  });

  it('has the sizes that the file states', () => {
    assert.equal(dimsOf(through('Conv', lost, { ...WEIGHTS, sizes: [1, 6, 7, 9] })), 'c1 c6 y7 x9');
    const oneDimensional = through('MaxPool', lost, { sizes: [1, 6, 7] });
    assert.deepEqual(
      [dimsOf(oneDimensional), ...seenOf(oneDimensional)],
      ['c1 c6 c7', UNKNOWN, UNKNOWN],
    );
  });

  it('leaves a pooled picture pooled', () => {
    const pooled = through('GlobalAveragePool', SMALL);
    const found = through('Conv', pooled, { shapes: { 1: [6, 3, 1, 1] } });
    assert.deepEqual([dimsOf(found), ...seenOf(found)], ['c1 c6 c1 c1', ALL, ALL]);
  });

  it('finds rows and columns where channels were', () => {
    const turned = through('Transpose', SMALL, { attributes: { perm: [0, 2, 3, 1] } });
    const found = through('MaxPool', turned, {
      attributes: { kernel_shape: [1, 2] },
      sizes: [1, 8, 10, 2],
    });
    assert.deepEqual([dimsOf(found), ...seenOf(found)], ['c1 c8 y10 x2', UNKNOWN, UNKNOWN]);
  });
});
