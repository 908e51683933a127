import assert from 'node:assert/strict';
import { contradicts } from '../../../src/cam/code/locate/contradictions.ts';
import type { LayerNumbers } from '../../../src/cam/code/origins/layerNumbers.ts';
import { parsePython } from '../../../src/cam/code/python/parsePython.ts';
import { descendants } from '../../../src/cam/code/python/syntax.ts';

const convolution: LayerNumbers = {
  in_channels: [3],
  out_channels: [64],
  kernel_size: [7, 7],
  stride: [2, 2],
  dilation: [1, 1],
  groups: [1],
};

async function isOther(call: string, numbers: LayerNumbers): Promise<boolean> {
  const file = await parsePython('net.py', call);
  const [node] = descendants(file.root, 'CallExpression');
  assert.ok(node);
  return contradicts({ file, node }, numbers);
}

describe('constructors and the numbers of a layer', () => {
  it('agree if all written numbers agree', async () => {
    for (const call of [
      'nn.Conv2d(3, 64, 7, 2)',
      'nn.Conv2d(3, out_channels=width, kernel_size=(7, 7), stride=2, padding=3)',
      'nn.Conv2d(*sizes)',
      'nn.Conv2d(3, 64, **options)',
      'conv7x7(1, 1)',
      'Conv2d(inputs, outputs, 3 + 4, stride)',
    ]) {
      assert.equal(await isOther(call, convolution), false, call);
    }
    assert.equal(await isOther('nn.MaxPool2d(2)', { kernel_size: [2, 2], stride: [2, 2] }), false);
  });

  it('disagree if a number differs, or an omitted one does', async () => {
    for (const call of [
      'nn.Conv2d(3, 64, 3, 2)',
      'nn.Conv2d(1, 64, 7, 2)',
      'nn.Conv2d(3, 64, (7, 1), stride=2)',
      'nn.Conv2d(3, 64, 7)',
      'nn.Conv2d(3, 64, 7, 2, groups=3)',
    ]) {
      assert.equal(await isOther(call, convolution), true, call);
    }
    assert.equal(await isOther('nn.MaxPool2d(2)', { kernel_size: [2, 2], stride: [1, 1] }), true);
    assert.equal(await isOther('nn.Linear(8, 4)', { in_features: [8], out_features: [5] }), true);
  });
});
