import assert from 'node:assert/strict';
import { findImageInput } from '../../../src/cam/classifier/input/imageInput.ts';
import type { ImageInput } from '../../../src/cam/classifier/probe/pictureInput.ts';
import { concreteInput } from '../../../src/cam/classifier/probe/pictureInput.ts';
import { chooseOutput } from '../../../src/cam/classifier/scoresOutput.ts';
import type { Graph } from '../../../src/cam/onnx/file/graph.ts';

type Size = number | undefined;

/** A graph without operators. */
const graphOf = (...inputs: { name: string; elementType: number; dims: Size[] }[]) =>
  ({
    file: 'net.onnx',
    model: { inputs, nodes: [], initializers: new Map() },
    dependents: (name: string) => new Set([name]),
  }) as unknown as Graph;
const find = (dims: Size[], elementType = 1) =>
  findImageInput(graphOf({ name: 'x', elementType, dims }));

describe('The picture that a model takes', () => {
  const cases: [dims: Size[], expected: Partial<ImageInput>][] = [
    [[1, 3, 20, 30], { layout: 'NCHW', channels: 3, height: 20, width: 30, batch: 1 }],
    [[4, 20, 30, 3], { layout: 'NHWC', channels: 3, height: 20, width: 30, batch: 4 }],
    [
      [undefined, 1, 20, 30],
      { layout: 'NCHW', channels: 1, height: 20, width: 30, batch: undefined },
    ],
    [[1, 20, 30, 1], { layout: 'NHWC', channels: 1, height: 20, width: 30 }],
    [[1, 3, undefined, 30], { layout: 'NCHW', channels: 3, height: undefined, width: 30 }],
    [[1, 3, 2 ** 12, 2 ** 12], { layout: 'NCHW', height: 2 ** 12 }],
    [[1, 1, 2 ** 13, 2 ** 13], { layout: 'NCHW', channels: 1 }],
    // A free batch counts as one picture.
    [[undefined, 3, 2 ** 12, 2 ** 12], { batch: undefined, height: 2 ** 12 }],
  ];
  for (const [dims, expected] of cases) {
    it(`is [${dims}]`, async () => {
      const found = await find(dims);
      assert.deepEqual({ ...found, ...expected, name: 'x', elementType: 1 }, found);
    });
  }

  it('has numbers of one of six types', async () => {
    for (const type of [1, 2, 3, 6, 10, 11])
      assert.equal((await find([1, 3, 8, 8], type)).elementType, type);
    for (const type of [5, 7, 9]) {
      await assert.rejects(find([1, 3, 8, 8], type), { code: 'notAnImageModel' });
    }
  });

  const refused: [dims: Size[], message: RegExp][] = [
    [[1, 4, 8, 8], /four channels/],
    [[1, 8, 8, 4], /four channels/],
    [[1, 2, 8, 8], /does not take an image.*\[1, 2, 8, 8\]/],
    [[1, 3, 8], /does not take an image/],
    [[1, 4, 8], /does not take an image/],
    [[0, 3, 8, 8], /does not take an image/],
    [[1, undefined, 8, undefined], /leaves the number of channels/],
    [[1, undefined, 8, 8], /does not take an image/],
    [[1, 8, 8, undefined], /does not take an image/],
    [[1, 3, 2 ** 13, 2 ** 13], /impossible input size/],
    [[1, 1, 2 ** 13, 2 ** 13 + 1], /impossible input size/],
    [[1, 3, -1, 8], /impossible input size/],
    [[-1, 3, -8, 8], /impossible input size/],
  ];
  for (const [dims, message] of refused) {
    it(`is not [${dims}]`, async () => {
      await assert.rejects(find(dims), { code: 'notAnImageModel', message });
    });
  }

  it('is the only input', async () => {
    const one = { name: 'x', elementType: 1, dims: [1, 3, 8, 8] };
    await assert.rejects(findImageInput(graphOf()), {
      code: 'severalInputs',
      message: /0 inputs \(none\)/,
    });
    await assert.rejects(findImageInput(graphOf(one, { ...one, name: 'y' })), {
      code: 'severalInputs',
      message: /2 inputs \(x, y\)/,
    });
  });

  it('has 224 for every free side, or the analysed side, times a scale', async () => {
    const free = await find([undefined, 3, undefined, undefined]);
    assert.deepEqual(concreteInput(free).dims, [1, 3, 224, 224]);
    assert.deepEqual(concreteInput(free, 1.5).dims, [1, 3, 336, 336]);
    assert.deepEqual(concreteInput({ ...free, analysedSide: 33 }, 1.5).dims, [1, 3, 50, 50]);
    assert.deepEqual(concreteInput(await find([2, 8, undefined, 3])).dims, [2, 8, 224, 3]);
  });
});

describe('The output that holds the class scores', () => {
  /** Outputs with their shapes; `to` depends on `from`, and a layer of weights takes `fed`. */
  const choose = (
    shapes: Record<string, number[]>,
    {
      from = '',
      to = '',
      fed = undefined as string | undefined,
      elements = 0,
      type = 1,
      asked = undefined as string | undefined,
    } = {},
  ) => {
    const graph = {
      file: 'net.onnx',
      model: {
        outputs: Object.keys(shapes).map((name) => ({ name })),
        nodes: [{ inputs: [fed ?? from, 'w'], outputs: [to] }],
        initializers: new Map([['w', { elements }]]),
      },
      dependents: (name: string) => new Set(name === from ? [from, to] : [name]),
      cutPoints: () => [],
    } as unknown as Graph;
    const known = Object.entries(shapes).map(
      ([name, dims]) => [name, { name, dims, elementType: type }] as const,
    );
    return chooseOutput(graph, new Map(known), 'picture', asked);
  };

  it('has one axis of classes besides the batch', () => {
    const shapes = {
      map: [1, 8, 7, 7],
      a: [1, 5, 1, 1],
      b: [1, 1, 1, 5],
      c: [5],
      d: [1, 0],
      e: [1, 2, 2],
    };
    assert.deepEqual(choose(shapes), { outputs: ['a', 'b', 'c', 'd'], output: 'a' });
    assert.equal(choose(shapes, { asked: 'c' }).output, 'c');
  });

  it('is not what another one is made of by a full layer of weights', () => {
    const shapes = { features: [1, 8], logits: [1, 5] };
    const layer = { from: 'features', to: 'logits' };
    assert.equal(choose(shapes, { ...layer, elements: 40 }).output, 'logits');
    assert.equal(choose(shapes, { ...layer, elements: 8 }).output, 'features');
    assert.equal(choose(shapes, { ...layer, elements: 40, fed: 'other' }).output, 'features');
    assert.equal(choose(shapes, { from: 'x', to: 'y', elements: 40 }).output, 'features');
    assert.equal(
      choose(shapes, { from: 'logits', to: 'features', elements: 40 }).output,
      'features',
    );
  });

  it('holds numbers that can be scores', () => {
    for (const type of [1, 2, 3, 10, 11, 16])
      assert.equal(choose({ a: [1, 5] }, { type }).output, 'a');
    for (const type of [7, 8, 9]) {
      assert.throws(() => choose({ a: [1, 5] }, { type }), {
        code: 'outputNotFound',
        message: /no output with one score per class; it has a\./,
        nextAction: /\[N, classes\]/,
      });
    }
  });

  it('is named with the other outputs if an unknown one is requested', () => {
    assert.throws(() => choose({ a: [1, 5], map: [1, 8, 7, 7] }, { asked: 'map' }), {
      code: 'outputNotFound',
      message: /no output "map" .*those that do: a\./,
      nextAction: /Choose one of these outputs: a\./,
    });
  });
});
