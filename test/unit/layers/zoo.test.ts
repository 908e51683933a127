import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Engine } from '../../../src/cam/engine.ts';
import { realFolder } from '../../real/realData.ts';

const folder = path.join(realFolder, 'models', 'structure_only');

/*
 * Strides and receptive fields as they are published and were measured with PyTorch's autograd. Inception
 * v1 by hand from its table (GoogLeNet, 2014), its branches of 5×5: 7 + 4 + 8 + 8, two modules of 32, 16,
 * five of 64, 32, two of 128. VGG-19: VGG-16's 196 with a fourth convolution in blocks 3 to 5, 8 + 16 + 32 more.
 */
const KNOWN: [file: string, operator: string, channels: number, stride: number, field: number][] = [
  ['light_squeezenet', 'Relu', 1000, 16, 207],
  ['light_resnet50', 'Relu', 2048, 32, 427],
  ['light_densenet121', 'Relu', 1024, 32, 2071],
  ['light_inception_v1', 'Concat', 1024, 32, 715],
  ['light_bvlc_alexnet', 'Relu', 256, 16, 163],
  ['light_vgg19', 'Relu', 512, 16, 252],
];

describe('layers of known networks', function () {
  this.timeout(120_000);
  const engine = new Engine();
  after(() => engine.dispose());

  for (const [name, operator, channels, stride, field] of KNOWN) {
    it(`${name} sees ${field} pixels, ${stride} apart`, async function () {
      const file = path.join(folder, `${name}.onnx`);
      if (!existsSync(file)) {
        console.log(`      skipped: no ${file} (set CAM_LENS_REAL)`);
        this.skip();
      }
      const { layers } = await engine.readFacts(file);
      const last = layers.findLast((layer) => layer.operator === operator);
      assert.equal(last?.shape?.channels, channels);
      assert.deepEqual(last?.stride, { x: stride, y: stride });
      assert.deepEqual(last?.receptiveField, { width: field, height: field });
    });
  }
});
