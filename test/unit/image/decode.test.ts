import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { decodeImage, decodePixels } from '../../../src/cam/image/decode.ts';
import { expected, fixture, summary } from './expected.ts';

describe('decodeImage', () => {
  for (const [name, { width, height, sha256, first }] of Object.entries(expected.decoded)) {
    it(`decodes ${name} to the bytes that PIL gives`, async () => {
      const image = await decodeImage(fixture(name));
      assert.deepEqual([image.width, image.height], [width, height]);
      assert.deepEqual(summary(image.pixels), { sha256, first });
    });
  }

  it('decodes AVIF close to PIL', async () => {
    const { pixels, width, height } = await decodeImage(fixture('photo.avif'));
    assert.deepEqual([width, height, pixels.length], [61, 43, 61 * 43 * 3]);
    expected.avifMeans.forEach((mean, channel) => {
      const values = pixels.filter((_, i) => i % 3 === channel);
      const ours = values.reduce((sum, value) => sum + value, 0) / values.length;
      assert.ok(Math.abs(ours - mean) < 0.5, `channel ${channel}: ${ours}, PIL ${mean}`);
    });
  });

  for (const name of [...Object.keys(expected.decoded), 'photo.avif']) {
    it(`gives a browser the pixels of ${name} as they were decoded`, async () => {
      const image = await decodeImage(fixture(name));
      const type = image.picture.mimeType.replace('image/', '');
      // A browser applies orientation and profile, as this does.
      const shown = sharp(image.picture.bytes, { autoOrient: true });
      const { format, compression, depth } = await shown.metadata();
      assert.equal(depth, 'uchar');
      assert.equal(format === 'heif' && compression === 'av1' ? 'avif' : format, type);
      const { data, info } = await shown.removeAlpha().toColourspace('srgb').raw().toBuffer({
        resolveWithObject: true,
      });
      assert.deepEqual([info.width, info.height, info.channels], [image.width, image.height, 3]);
      assert.deepEqual(summary(data), summary(image.pixels));
    });
  }

  it('leaves the compressed data of a plain PNG, JPEG, WebP and AVIF unchanged', async () => {
    for (const name of ['photo.jpg', 'photo.png', 'opaque.png', 'photo.webp', 'photo.avif']) {
      const { picture } = await decodeImage(fixture(name));
      assert.deepEqual(Buffer.from(picture.bytes), await readFile(fixture(name)), name);
    }
    assert.equal((await decodeImage(fixture('rotated.jpg'))).picture.mimeType, 'image/jpeg');
    assert.equal((await decodeImage(fixture('profile.jpg'))).picture.mimeType, 'image/jpeg');
  });

  it('applies the colour profile only on request', async () => {
    for (const name of ['profile.jpg', 'profile.png']) {
      const plain = await decodeImage(fixture(name));
      const managed = await decodeImage(fixture(name), { useColourProfile: true });
      const difference = plain.pixels.map((value, i) => Math.abs(value - (managed.pixels[i] ?? 0)));
      assert.ok(Math.max(...difference) > 50, `${name}: the profile swaps two colours`);
      const shown = await sharp(managed.picture.bytes).toColourspace('srgb').raw().toBuffer();
      assert.deepEqual(summary(shown), summary(managed.pixels), name);
    }
  });

  const notices: [string, RegExp][] = [
    ['rotated.jpg', /orientation 6 .*90° clockwise.* not applied/],
    ['animated.gif', /first of 3 frames/],
    ['animated.webp', /first of 3 frames/],
    ['cmyk.jpg', /CMYK/],
    ['gray16.png', /upper 8/],
    ['alpha.png', /Transparency/],
    ['palette-transparent.png', /Transparency/],
    ['profile.png', /profile is ignored/],
  ];
  for (const [name, pattern] of notices) {
    it(`says what is special about ${name}`, async () => {
      const image = await decodeImage(fixture(name));
      assert.equal(image.notices.length, 1, image.notices.join('\n'));
      assert.match(image.notices[0] ?? '', pattern);
    });
  }

  it('has nothing to say about plain pictures', async () => {
    for (const name of [
      'photo.jpg',
      'gray.jpg',
      'photo.png',
      'palette.png',
      'one-pixel.png',
      'opaque.png',
    ]) {
      assert.deepEqual((await decodeImage(fixture(name))).notices, [], name);
    }
  });
});

describe('decodePixels', () => {
  it('waits for room for three bytes per pixel before it decodes', async () => {
    const asked: number[] = [];
    const admit = async (bytes: number) => {
      asked.push(bytes);
    };
    const { width, height, pixels } = await decodePixels(fixture('alpha.png'), {}, admit);
    assert.deepEqual(asked, [width * height * 3]);
    assert.equal(pixels.length, width * height * 3);
    const noRoom = async () => {
      throw new RangeError('there is no room');
    };
    await assert.rejects(decodePixels(fixture('truncated.png'), {}, noRoom), /there is no room/);
  });

  it('tells the turn that the file asks for: 1 if it asks for none', async () => {
    const orientationOf = async (name: string) =>
      (await decodePixels(fixture(name), {}, async () => {})).orientation;
    assert.equal(await orientationOf('rotated.jpg'), 6);
    assert.equal(await orientationOf('photo.png'), 1);
  });
});

describe('decodeImage refuses', () => {
  const cases: [name: string, code: string, message: RegExp, nextAction: RegExp][] = [
    ['nowhere.png', 'fileNotFound', /does not exist/, /path/],
    ['empty.png', 'emptyFile', /0 bytes/, /again/],
    ['pointer.jpg', 'lfsPointer', /Git LFS/, /git lfs pull/],
    ['truncated.jpg', 'imageUnreadable', /incomplete JPEG/, /export it as PNG/],
    ['truncated.png', 'imageUnreadable', /incomplete PNG/, /export it as PNG/],
    ['bomb.png', 'imageTooLarge', /30000×30000 .*178,956,970/, /smaller/],
    [
      'vector.jpg',
      'imageFormatUnsupported',
      /in SVG format despite its extension \.jpg/,
      /PNG, JPEG, WebP/,
    ],
    ['text.png', 'imageFormatUnsupported', /not an image in a format/, /Convert/],
    ['.', 'imageUnreadable', /is a folder/, /Choose/],
  ];
  for (const [name, code, message, nextAction] of cases) {
    it(`${name} as ${code}, naming it and the next step`, async () => {
      const file = fixture(name);
      await assert.rejects(decodeImage(file), (error: Error & { nextAction?: string }) => {
        assert.match(error.message, message);
        assert.match(error.nextAction ?? '', nextAction);
        assert.ok(error.message.startsWith(path.basename(file)), error.message);
        assert.deepEqual(
          { ...error, nextAction: undefined },
          {
            name: 'CamError',
            code,
            file,
            nextAction: undefined,
          },
        );
        return true;
      });
    });
  }

  it('nothing for a wrong file name, and decodes the next picture after a refusal', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'cam-lens-decode-'));
    try {
      const misnamed = path.join(folder, 'picture with ünïcode.gif');
      await copyFile(fixture('photo.png'), misnamed);
      await assert.rejects(decodeImage(fixture('truncated.jpg')));
      const image = await decodeImage(misnamed);
      assert.equal(image.picture.mimeType, 'image/png');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
