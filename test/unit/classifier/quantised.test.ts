import assert from 'node:assert/strict';
import { analyseModel } from '../../../src/cam/classifier/analysis.ts';
import { assertClose } from '../assertClose.ts';
import { smallFiles } from './smallFiles.ts';
import type { SmallModel, SmallNode } from './smallModel.ts';
import { features, node } from './smallParts.ts';

/** `TensorProto.DataType` */
const UINT8 = 2;
const INT8 = 3;
const UINT16 = 4;
const INT16 = 5;

/** Class by class: four channels. */
const WEIGHTS = [1, 3, -5, 7, -2, 4, -6, 8, 0.5, 1, 2, -4];
const LINEAR = {
  dims: [4, 3],
  values: [0, 1, 2, 3].flatMap((k) => [0, 1, 2].map((c) => WEIGHTS[4 * c + k] ?? 0)),
};
const BIAS = [0.25, -1, 2];

describe('a quantised head', () => {
  const graphOf = smallFiles();

  /** Rounds `from` to steps of a tenth: `name` holds the integers, `name in float` what they stand for. */
  const rounded = (name: string, from: string, zero = 'zero'): SmallNode[] =>
    [
      node(`${name}`, 'QuantizeLinear', [from, 'tenth', zero]),
      node(`${name} in float`, 'DequantizeLinear', [name, 'tenth', zero]),
    ].map((each) => (zero.includes('16') ? { ...each, domain: 'com.microsoft' } : each));

  /** `features` are 4 channels × 4×4. */
  async function read(nodes: SmallNode[], more: SmallModel['constants'] = {}) {
    const { nodes: before, constants } = features(4, 3);
    const number = (type: number, value: number) => ({ dims: [], values: [value], type });
    return analyseModel(
      await graphOf({
        picture: [1, 3, 12, 12],
        nodes: [...before, ...nodes],
        constants: {
          ...constants,
          tenth: { dims: [], values: [0.1] },
          zero: number(UINT8, 0),
          'middle zero': number(UINT8, 100),
          'signed zero': number(INT8, 0),
          'lowest zero': number(INT8, -128),
          'zero of 16 bits': number(UINT16, 0),
          'middle of 16 bits': number(UINT16, 30_000),
          'signed of 16 bits': number(INT16, 0),
          weights: LINEAR,
          bias: { dims: [3], values: BIAS },
          ...more,
        },
      }),
    );
  }

  const pooled = (from: string) => [
    node('pooled', 'GlobalAveragePool', [from]),
    node('values', 'Flatten', ['pooled']),
  ];
  const linear = (from: string, bias = 'bias') => [
    node('product', 'MatMul', [from, 'weights']),
    node('logits', 'Add', ['product', bias]),
  ];

  it('is read without its rounding, up to the numbers that are rounded last', async () => {
    for (const [zero, last] of [
      ['zero', 'middle zero'],
      ['lowest zero', 'signed zero'],
    ] as const) {
      const found = await read([
        ...rounded('q', 'features', zero),
        ...pooled('q in float'),
        ...rounded('qv', 'values', zero),
        ...linear('qv in float'),
        ...rounded('ql', 'logits', last),
        node('scores', 'Identity', ['ql in float']),
      ]);
      assert.deepEqual([found.mapKind, found.precision], ['cam', 'int8']);
      assert.equal(found.feature.name, 'q in float');
      assertClose(found.classWeights?.weights ?? [], WEIGHTS, 1e-4, 'weights');
      assertClose(found.classWeights?.bias ?? [], BIAS, 1e-5, 'bias');
      assert.ok(found.unclipped?.has('qv'), 'a mean of what is never negative is clipped nowhere');
    }
  });

  it('ends before the pair that rounds the scores', async () => {
    const start = [
      ...rounded('q', 'features'),
      ...pooled('q in float'),
      ...rounded('qv', 'values'),
      ...linear('qv in float'),
    ];
    const pair = [
      ...start,
      node('ql', 'QuantizeLinear', ['logits', 'tenth', 'zero']),
      node('scores', 'DequantizeLinear', ['ql', 'tenth', 'zero']),
    ];
    const found = await read(pair);
    assert.deepEqual([found.logits.name, found.logits.elementType], ['logits', 1]);
    // The scores may fall below the lower end of their range.
    assert.ok(found.unclipped?.has('ql'));
    assertClose(found.classWeights?.weights ?? [], WEIGHTS, 1e-4, 'weights');
    const soft = await read([
      ...start,
      ...rounded('ql', 'logits', 'middle zero'),
      node('probabilities', 'Softmax', ['ql in float']),
      node('scores', 'Identity', ['probabilities']),
    ]);
    assert.deepEqual([soft.logits.name, soft.logits.activation], ['logits', 'softmax']);
  });

  it('is refused as any other if its map is too large', async () => {
    const large = [
      node('large', 'Tile', ['features', 'axes of it']),
      ...rounded('q', 'large'),
      ...pooled('q in float'),
      ...rounded('qv', 'values'),
      node('scores', 'MatMul', ['qv in float', 'weights']),
    ];
    const repeats = { 'axes of it': { dims: [4], values: [1, 1, 2048, 4096] } };
    await assert.rejects(read(large, repeats), { code: 'modelRefused', message: /too large/ });
  });

  it('keeps the rounding that works as a ReLU', async () => {
    const readWith = (zero: string) =>
      read(
        [
          ...rounded('q', 'features'),
          ...pooled('q in float'),
          ...rounded('qv', 'values'),
          ...linear('qv in float', 'low bias'),
          ...rounded('hidden', 'logits', zero),
          node('scores', 'MatMul', ['hidden in float', 'second']),
        ],
        {
          'low bias': { dims: [3], values: [-3, -2, -1] },
          second: { dims: [3, 2], values: [1, -2, 3, 4, -5, 6] },
        },
      );
    const found = await readWith('zero');
    assert.deepEqual([found.mapKind, found.precision], ['gradCam', 'int8']);
    assert.deepEqual([...(found.unclipped ?? [])].toSorted(), ['qv', 'scores']);
    assert.equal(found.activations?.length, 1);
    // A range that goes below 0 clips nothing: then all of it is linear.
    const whole = await readWith('middle zero');
    assert.deepEqual([whole.mapKind, whole.precision], ['cam', 'int8']);
  });

  it('clips a mean where the map itself may be negative', async () => {
    const found = await read([
      ...rounded('q', 'before', 'middle zero'),
      ...pooled('q in float'),
      ...rounded('qv', 'values'),
      ...linear('qv in float'),
      node('scores', 'Identity', ['logits']),
    ]);
    assert.deepEqual([found.mapKind, found.precision], ['gradCam', 'int8']);
    assert.ok(!found.unclipped?.has('qv'));
  });

  it('is one in float where only what comes before the map is rounded', async () => {
    const found = await read([
      ...rounded('q', 'features'),
      node('changed', 'Relu', ['q in float']),
      ...pooled('changed'),
      ...linear('values'),
      node('scores', 'Identity', ['logits']),
    ]);
    assert.deepEqual([found.mapKind, found.precision], ['cam', 'float32']);
    assert.equal(found.unclipped, undefined);
  });

  it('of integer operators that are not known is refused, with the form that is', async () => {
    const nodes = [
      ...rounded('q', 'features'),
      ...pooled('q in float'),
      node('qv', 'QuantizeLinear', ['values', 'tenth', 'zero']),
      node('product', 'MatMulInteger', ['qv', 'whole weights', 'zero']),
      node('in float', 'Cast', ['product'], { to: 1 }),
      node('scores', 'Mul', ['in float', 'tenth']),
    ];
    const whole = { dims: [4, 3], values: LINEAR.values.map(Math.trunc), type: INT8 };
    await assert.rejects(read(nodes, { 'whole weights': whole }), {
      code: 'headNotLinear',
      message: /its head is quantised to 8 bits in a way that cannot be read/,
      nextAction: /QDQ format/,
    });
  });

  it('that is refused for another reason says so', async () => {
    const nodes = [
      ...rounded('q', 'features'),
      node('flat', 'Flatten', ['q in float']),
      node('mixed', 'MatMul', ['flat', 'weights of all']),
      node('bounded', 'Tanh', ['mixed']),
      ...rounded('qb', 'bounded', 'signed zero'),
      node('scores', 'Add', ['qb in float', 'bias']),
    ];
    const all = { dims: [64, 3], values: Array.from({ length: 192 }, (_, i) => Math.sin(i)) };
    await assert.rejects(read(nodes, { 'weights of all': all }), {
      code: 'headNotLinear',
      message: /does not pool the 4 × 4×4 map/,
    });
  });

  it('of class maps is traced to the features, in 8 bits and in 16', async () => {
    for (const [zero, other] of [
      ['zero', 'middle zero'],
      ['zero of 16 bits', 'middle of 16 bits'],
      ['zero of 16 bits', 'signed of 16 bits'],
    ] as const) {
      for (const isLast of [true, false]) {
        const found = await read(
          [
            ...rounded('q', 'features', zero),
            node('maps', 'Conv', ['q in float', 'kernel of classes', 'bias']),
            ...rounded('qm', 'maps', other),
            node('pooled', 'GlobalAveragePool', ['qm in float']),
            node(isLast ? 'scores' : 'values', 'Flatten', ['pooled']),
            ...(isLast ? [] : [node('scores', 'Softmax', ['values'])]),
          ],
          { 'kernel of classes': { dims: [3, 4, 1, 1], values: WEIGHTS } },
        );
        assert.deepEqual([found.mapKind, found.precision], ['cam', 'int8'], `${zero}, ${other}`);
        assert.equal(found.feature.name, 'q in float');
        assertClose(found.classWeights?.weights ?? [], WEIGHTS, 1e-4, 'weights');
        assertClose(found.classWeights?.bias ?? [], BIAS, 1e-5, 'bias');
      }
    }
  });
});
