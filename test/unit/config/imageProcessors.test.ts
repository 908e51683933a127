import assert from 'node:assert/strict';
import path from 'node:path';
import { resolveConfig } from '../../../src/cam/config/resolveConfig.ts';
import { decodeImage } from '../../../src/cam/image/decode.ts';
import type { PictureInput } from '../../../src/cam/image/prepareInput.ts';
import { prepareInput } from '../../../src/cam/image/prepareInput.ts';
import expected from '../../fixtures/processors/expected.json' with { type: 'json' };
import { factsOf, modelIn, removeFolders } from './configFolder.ts';

const PICTURE = path.resolve('test/fixtures/images/photo.png');
const FREE: PictureInput = {
  ...{ width: undefined, height: undefined, channels: 3, layout: 'NCHW' },
};

/** Places of the values in the fixture: shares of the height and the width. */
const SAMPLES = [
  [0, 0],
  [0.5, 0.5],
  [0.3, 0.8],
  [0.9, 0.1],
] as const;

describe('The image processors of transformers', () => {
  afterEach(removeFolders);

  for (const { config, width, height, means, values } of expected) {
    const { image_processor_type: type, ...settings } = config;
    it(`give the same input: ${type} ${JSON.stringify(settings)}`, async () => {
      const model = await modelIn({ 'preprocessor_config.json': config });
      const { preprocessing } = await resolveConfig(model, factsOf({ input: FREE }));
      const photo = await decodeImage(PICTURE);
      const { geometry, tensor } = prepareInput(photo, preprocessing.value, FREE);
      assert.deepEqual([geometry.crop.width, geometry.crop.height], [width, height]);
      const { scale, std } = preprocessing.value;
      const area = width * height;
      const [ours, theirs] = [
        means.map((_, c) => tensor.subarray(c * area, (c + 1) * area)),
        means,
      ];
      for (const [c, plane] of ours.entries()) {
        // One of the processors resizes in torchvision, whose bytes may be one level away from Pillow's.
        const level = type.startsWith('PPLCNet') ? 1.01 : 0.01;
        const tolerance = (level * scale) / (std[c] ?? 1);
        const mean = plane.reduce((sum, value) => sum + value, 0) / area;
        const near = (actual: number, wanted: number, what: string) =>
          assert.ok(Math.abs(actual - wanted) <= tolerance, `${what}: ${actual}, not ${wanted}`);
        near(mean, theirs[c] ?? Number.NaN, `mean of channel ${c}`);
        for (const [i, [y, x]] of SAMPLES.entries()) {
          const at = Math.floor(y * height) * width + Math.floor(x * width);
          near(plane[at] ?? Number.NaN, values[i]?.[c] ?? Number.NaN, `value ${i} of channel ${c}`);
        }
      }
    });
  }
});
