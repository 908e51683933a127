import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Preprocessing } from '../../src/cam/config/preprocessing.ts';
import { decodeImage } from '../../src/cam/image/decode.ts';
import { prepareInput } from '../../src/cam/image/prepareInput.ts';
import { realFolder, requireRealData } from './realData.ts';

const BYTES = { channels: 'RGB', scale: 1, mean: [0, 0, 0], std: [1, 1, 1] } as const;

/** The name of a picture in `inputs`: PHOTO_stretch_128.png or PHOTO_crop_224.png. */
function preprocessingOf(kind: string, side: number, photoSide: number): Preprocessing {
  // Photos that had the size of the crop were left as they are.
  const shorterSide = photoSide === side ? side : 256;
  return {
    ...BYTES,
    mean: [...BYTES.mean],
    std: [...BYTES.std],
    interpolation: 'bilinear',
    resize:
      kind === 'stretch'
        ? { mode: 'stretch', size: side }
        : { mode: 'shorter-side', size: shorterSide },
    crop: kind === 'stretch' ? 0 : side,
  };
}

describe('real photos', () => {
  it('become the same model inputs, byte for byte, as PIL made of them', async function () {
    requireRealData(this);
    const photos = path.join(realFolder, 'photos');
    this.timeout(60_000);
    let compared = 0;
    for (const file of readdirSync(photos).filter((name) => /\.(jpg|png)$/.test(name))) {
      const photo = await decodeImage(path.join(photos, file));
      // The 227 crops were resized with another rule than torchvision's.
      for (const kind of ['stretch_224', 'stretch_128', 'stretch_32', 'crop_224']) {
        const [mode = '', digits = ''] = kind.split('_');
        const side = Number(digits);
        const preprocessing = preprocessingOf(mode, side, Math.min(photo.width, photo.height));
        const input = { width: side, height: side, channels: 3, layout: 'NHWC' } as const;
        const { tensor } = prepareInput(photo, preprocessing, input);
        const wanted = await decodeImage(
          path.join(realFolder, 'inputs', `${path.parse(file).name}_${kind}.png`),
        );
        assert.deepEqual(Buffer.from(tensor), Buffer.from(wanted.pixels), `${file} ${kind}`);
        compared++;
      }
    }
    assert.ok(compared >= 32, `only ${compared} compared`);
  });
});
