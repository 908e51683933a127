import assert from 'node:assert/strict';
import path from 'node:path';
import sharp from 'sharp';
import { inRepository } from '../../../scripts/repository.ts';
import { Engine } from '../../../src/cam/engine.ts';
import { decodeImage } from '../../../src/cam/image/decode.ts';
import { mapOverPhoto } from '../../../src/cam/inspect/meanMap.ts';
import { signedColorTable } from '../../../src/cam/maps/pixels/colormap.ts';
import { DEFAULT_LOOK } from '../../../src/cam/maps/pixels/defaultLook.ts';

const variants = inRepository('test', 'fixtures', 'variants');

const { colormap, opacity } = DEFAULT_LOOK;

/** The colour of the strongest value. */
const END = signedColorTable(colormap).slice(-3);

describe('a mean map over the photo', function () {
  this.timeout(60_000);

  it('lets the photo through where the map is 0, and colours it where it is strongest', async () => {
    const pixels = Uint8Array.from({ length: 8 * 4 * 3 }, (_, i) => 10 * (i % 7));
    const photo = { width: 8, height: 4, pixels };
    const whole = { x: 0, y: 0, width: 8, height: 4 };
    const geometry = { photo, resized: photo, crop: whole, seen: whole };
    const map = { width: 2, height: 1, values: Float32Array.of(0, 3) };
    const drawn = await sharp(await mapOverPhoto(map, photo, geometry, 100))
      .raw()
      .toBuffer();
    for (let y = 0; y < 4; y++) {
      for (let x = 0; x < 8; x++) {
        for (let c = 0; c < 3; c++) {
          const at = (y * 8 + x) * 3 + c;
          const own = pixels[at] ?? 0;
          const expected = x < 4 ? own : own * (1 - opacity) + (END[c] ?? 0) * opacity;
          assert.ok(Math.abs((drawn[at] ?? Number.NaN) - expected) <= 1.5, `${x}, ${y}, ${c}`);
        }
      }
    }
  });

  it('has the proportions of the photo, and no more than the size asked for', async () => {
    const engine = new Engine();
    try {
      const picture = path.join(variants, 'picture.png');
      const { width, height } = await decodeImage(picture);
      const model = path.join(variants, 'torchscript_17.onnx');
      const side = Math.floor(Math.max(width, height) / 2);
      const png = await engine.meanMap(model, picture, '/trunk/trunk.1/Relu_output_0', side);
      const drawn = await sharp(png).metadata();
      assert.equal(Math.max(drawn.width, drawn.height), side);
      assert.ok(Math.abs(drawn.width / drawn.height - width / height) < 0.1);
    } finally {
      await engine.dispose();
    }
  });
});
