import assert from 'node:assert/strict';
import path from 'node:path';
import type { Sharp } from 'sharp';
import sharp from 'sharp';
import { inRepository } from '../../../scripts/repository.ts';
import { decodeImage } from '../../../src/cam/image/decode.ts';
import { smallPixels, thumbnail } from '../../../src/cam/image/thumbnail.ts';

const images = inRepository('test', 'fixtures', 'images');

describe('a thumbnail', () => {
  for (const file of [
    'rotated.jpg',
    'photo.png',
    'cmyk.jpg',
    'profile.jpg',
    'gray16.png',
    'photo.tif',
  ]) {
    it(`of ${file} shows what was analysed, at a fraction of its size`, async () => {
      const whole = await decodeImage(path.join(images, file));
      const longest = Math.max(whole.width, whole.height);
      const side = Math.floor(longest / 2);
      const small = await thumbnail(path.join(images, file), side);
      const { width = 0, height = 0, format } = await sharp(small).metadata();
      assert.equal(format, 'jpeg');
      assert.equal(Math.max(width, height), side);
      assert.ok(Math.abs(width / height - whole.width / whole.height) < 2 / side);
      const means = await meansOf(sharp(small));
      const raw = { width: whole.width, height: whole.height, channels: 3 } as const;
      const expected = await meansOf(sharp(whole.pixels, { raw }));
      means.forEach((mean, i) => {
        assert.ok(Math.abs(mean - (expected[i] ?? 0)) < 4, `${means} is not ${expected}`);
      });
    });
  }

  it('is never larger than its picture', async () => {
    const { width, height } = await decodeImage(path.join(images, 'photo.jpg'));
    const metadata = await sharp(await thumbnail(path.join(images, 'photo.jpg'), 4000)).metadata();
    assert.deepEqual([metadata.width, metadata.height], [width, height]);
  });

  it('is refused for a file that is not a picture', async () => {
    for (const file of ['text.png', 'empty.png', 'truncated.jpg', 'vector.jpg', 'none.png']) {
      await assert.rejects(thumbnail(path.join(images, file), 100), file);
    }
  });
});

/** Mean of the left and right, upper and lower half, of all channels. */
async function meansOf(picture: Sharp): Promise<number[]> {
  const { data, info } = await picture
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const halves = [0, 0, 0, 0];
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < data.length; i++) {
    const x = Math.floor(i / channels) % width;
    const y = Math.floor(i / channels / width);
    for (const half of [x < width / 2 ? 0 : 1, y < height / 2 ? 2 : 3]) {
      halves[half] = (halves[half] ?? 0) + (data[i] ?? 0);
      counts[half] = (counts[half] ?? 0) + 1;
    }
  }
  return halves.map((sum, i) => sum / (counts[i] || 1));
}

describe('the small pixels of a part of a picture', () => {
  for (const file of ['rotated.jpg', 'photo.png', 'cmyk.jpg', 'gray16.png', 'photo.tif']) {
    it(`of ${file} have its colours, without turning it by EXIF`, async () => {
      const whole = await decodeImage(path.join(images, file));
      const { width, height } = whole;
      const part = {
        x: Math.floor(width / 2),
        y: 0,
        width: Math.ceil(width / 2),
        height: Math.floor(height / 2),
      };
      const small = await smallPixels(path.join(images, file), whole, part, 32);
      assert.ok(Math.abs(small.width - 32) <= 1 && Math.abs(small.height - 32) <= 1);
      const raw = (picture: typeof small) =>
        sharp(picture.pixels, {
          raw: { width: picture.width, height: picture.height, channels: 3 },
        });
      const { x: left, y: top } = part;
      const cut = raw(whole).extract({ left, top, width: part.width, height: part.height });
      const expected = await meansOf(sharp(await cut.png().toBuffer()));
      const means = await meansOf(raw(small));
      means.forEach((mean, i) => {
        assert.ok(Math.abs(mean - (expected[i] ?? 0)) < 4, `${means} is not ${expected}`);
      });
    });
  }

  it('are few, however thin the part', async () => {
    const { width, height } = await decodeImage(path.join(images, 'photo.png'));
    const part = { x: width - 0.2, y: 0, width: 0.2, height };
    const small = await smallPixels(path.join(images, 'photo.png'), { width, height }, part, 32);
    assert.ok(small.pixels.length > 0 && small.width * small.height < 4096);
  });
});
