import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'mocha';
import { Engine } from '../../../src/cam/engine.ts';
import type { SmallModel, SmallNode } from './smallModel.ts';
import { encodeSmallModel } from './smallModel.ts';
import { node } from './smallParts.ts';

const wave = (length: number, seed = 1) =>
  Array.from({ length }, (_, i) => Math.sin(seed + 1.7 * i));

/** A map of four channels, made by a convolution and a ReLU. */
const map = (name: string, input: string, kernel: string) => [
  node(`${name}Before`, 'Conv', [input, kernel], { strides: [2, 2], pads: [1, 1, 1, 1] }),
  node(name, 'Relu', [`${name}Before`]),
];

const mean = (name: string, input: string) => [
  node(`${name}Pooled`, 'GlobalAveragePool', [input]),
  node(name, 'Flatten', [`${name}Pooled`]),
];

const linear = (name: string, input: string, weights: string) =>
  node(name, 'Gemm', [input, weights]);

const CONSTANTS = {
  kernel: { dims: [4, 3, 3, 3], values: wave(108) },
  other: { dims: [4, 3, 3, 3], values: wave(108, 3) },
  next: { dims: [4, 4, 3, 3], values: wave(144, 2) },
  'one by one': { dims: [4, 4, 1, 1], values: wave(16, 4) },
  weights: { dims: [4, 3], values: wave(12) },
  wide: { dims: [8, 3], values: wave(24, 5) },
};

const REFUSED: Record<string, { nodes: SmallNode[]; says: RegExp; never: RegExp }> = {
  'a maximum whose windows leave out the last row and column': {
    nodes: [
      ...map('features', 'picture', 'kernel'),
      node('one', 'MaxPool', ['features'], { kernel_shape: [7, 7], strides: [7, 7] }),
      node('flat', 'Flatten', ['one']),
      linear('scores', 'flat', 'weights'),
    ],
    says: /only 49 of the 64 positions/,
    never: /activation between/,
  },
  'two scales that are pooled apart': {
    nodes: [
      ...map('large', 'picture', 'kernel'),
      ...map('small', 'large', 'next'),
      ...mean('a', 'large'),
      ...mean('b', 'small'),
      node('both', 'Concat', ['a', 'b'], { axis: 1 }),
      linear('scores', 'both', 'wide'),
    ],
    says: /reads several maps/,
    never: /activation between/,
  },
  'an activation at each position, beside the map itself': {
    nodes: [
      ...map('features', 'picture', 'kernel'),
      node('mixed', 'Conv', ['features', 'one by one']),
      node('cut', 'Relu', ['mixed']),
      ...mean('a', 'features'),
      ...mean('b', 'cut'),
      node('both', 'Concat', ['a', 'b'], { axis: 1 }),
      linear('scores', 'both', 'wide'),
    ],
    says: /ignores the order of positions/,
    never: /reads several maps/,
  },
  'two branches': {
    nodes: [
      ...map('left', 'picture', 'kernel'),
      ...map('right', 'picture', 'other'),
      ...mean('a', 'left'),
      ...mean('b', 'right'),
      node('both', 'Concat', ['a', 'b'], { axis: 1 }),
      linear('scores', 'both', 'wide'),
    ],
    says: /several paths lead from the image/,
    never: /no spatial feature map/,
  },
};

describe('the reason why a model is refused', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-reasons-'));
  const engine = new Engine();

  after(async () => {
    await engine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [name, { nodes, says, never }] of Object.entries(REFUSED)) {
    it(`is true: ${name}`, async () => {
      const file = path.join(folder, `${name.replaceAll(' ', '-')}.onnx`);
      const used = new Set(nodes.flatMap(({ inputs }) => inputs));
      const constants: SmallModel['constants'] = Object.fromEntries(
        Object.entries(CONSTANTS).filter(([constant]) => used.has(constant)),
      );
      writeFileSync(file, encodeSmallModel({ picture: [1, 3, 16, 16], nodes, constants }));
      const { verdict } = await engine.inspectModel(file);
      assert.equal(verdict.standing, 'refused');
      assert.match(verdict.text, says);
      assert.doesNotMatch(verdict.text, never);
    });
  }
});
