import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CamError } from '../../../src/cam/base/errors.ts';
import { decodeRuns } from '../../../src/cam/image/bmpRuns.ts';
import { decodeImage, decodePixels } from '../../../src/cam/image/decode.ts';
import { thumbnail } from '../../../src/cam/image/thumbnail.ts';
import type { ExpectedBytes } from './expected.ts';
import { summary } from './expected.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../fixtures/bmp');
const file = (name: string) => path.join(FOLDER, name);
const expected: Record<string, ExpectedBytes & { size: [number, number] }> = JSON.parse(
  readFileSync(file('expected.json'), 'utf8'),
);

describe('A BMP', () => {
  for (const [name, { size, ...bytes }] of Object.entries(expected)) {
    it(`is decoded to the bytes that PIL gives: ${name}`, async () => {
      const { width, height, pixels, picture, notices } = await decodeImage(file(name));
      assert.deepEqual([width, height], size);
      assert.deepEqual(summary(pixels), bytes);
      assert.equal(picture.mimeType, 'image/png', 'for the browser');
      assert.deepEqual(notices, []);
    });
  }

  it('has a thumbnail, and tells how much room its pixels need', async () => {
    assert.deepEqual([...(await thumbnail(file('colour.bmp'), 8)).subarray(0, 2)], [0xff, 0xd8]);
    let asked = 0;
    const { orientation } = await decodePixels(file('colour.bmp'), {}, async (bytes) => {
      asked = bytes;
    });
    assert.deepEqual([asked, orientation], [13 * 7 * 3, 1]);
  });

  it('may have an odd number of half bytes by themselves, which PIL does not read', () => {
    const data = Uint8Array.of(0, 5, 0x34, 0x56, 0x70, 0, 2, 0x89, 0, 1);
    const row = decodeRuns(data, { width: 8, height: 1, bits: 4 });
    assert.deepEqual([...row], [3, 4, 5, 6, 7, 8, 9, 0]);
  });

  const damaged: [name: string, code: string, reason: RegExp][] = [
    ['truncated', 'imageUnreadable', /240 of 280 bytes of pixels/],
    ['header-only', 'imageUnreadable', /0 of 280 bytes/],
    ['short-header', 'imageUnreadable', /ends in its header/],
    ['endless', 'imageTooLarge', /30000×30000 pixels/],
    ['wide', 'imageTooLarge', /2147483647×2147483647/],
    ['no-rows', 'imageUnreadable', /13×0 pixels/],
    ['runs-cut', 'imageUnreadable', /ends in its pixels/],
    ['runs-bomb', 'imageTooLarge', /20000×20000/],
    ['odd-depth', 'imageUnreadable', /7 bits for a pixel/],
    ['jpeg-inside', 'imageUnreadable', /compression 4 of 24 bits/],
    ['letters', 'imageUnreadable', /a header of \d+ bytes/],
  ];
  for (const [name, code, reason] of damaged) {
    it(`that is damaged says so, and takes no memory for it: ${name}`, async () => {
      const before = process.memoryUsage().arrayBuffers;
      const picture = file(`damaged-${name}.bmp`);
      const error = await decodeImage(picture).catch((thrown: unknown) => thrown);
      assert.ok(CamError.is(error), String(error));
      assert.equal(error.code, code);
      assert.match(error.message, new RegExp(`^damaged-${name}\\.bmp `));
      assert.match(error.message, reason);
      assert.ok(process.memoryUsage().arrayBuffers - before < 1 << 20);
    });
  }
});
