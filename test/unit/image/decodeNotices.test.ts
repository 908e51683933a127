import assert from 'node:assert/strict';
import type { DecodeFacts } from '../../../src/cam/image/decodeNotices.ts';
import { decodeNotices } from '../../../src/cam/image/decodeNotices.ts';

const PLAIN: DecodeFacts = {
  ...{ format: 'JPEG', orientation: 1, transparent: false, profile: undefined },
  ...{ profileUsed: false, frames: 1, cmyk: false, sixteenBit: false },
};

describe('What is said of a decoded picture', () => {
  it('names the turn that each EXIF orientation asks of a viewer', () => {
    // The transpositions of PIL.ImageOps.exif_transpose; those of PIL turn anticlockwise.
    const turns = [
      [2, 'mirrored'], // FLIP_LEFT_RIGHT
      [3, 'turned by 180°'], // ROTATE_180
      [4, 'mirrored top to bottom'], // FLIP_TOP_BOTTOM
      [5, 'mirrored and turned by 90° anticlockwise'], // TRANSPOSE
      [6, 'turned by 90° clockwise'], // ROTATE_270
      [7, 'mirrored and turned by 90° clockwise'], // TRANSVERSE
      [8, 'turned by 90° anticlockwise'], // ROTATE_90
    ] as const;
    for (const [orientation, turn] of turns) {
      const [notice] = decodeNotices({ ...PLAIN, orientation });
      assert.ok(notice?.includes(`orientation ${orientation} (a viewer shows it ${turn})`), notice);
    }
    assert.deepEqual(decodeNotices(PLAIN), []);
  });

  it('calls what a TIFF has several of pages', () => {
    const frames = 2;
    assert.match(decodeNotices({ ...PLAIN, frames, format: 'TIFF' }).join(), /first of 2 pages/);
    assert.match(decodeNotices({ ...PLAIN, frames, format: 'GIF' }).join(), /first of 2 frames/);
  });

  it('is silent about a profile that is sRGB or was used', () => {
    const profile = (name: string, encoding: BufferEncoding) => Buffer.from(name, encoding);
    const said = (facts: Partial<DecodeFacts>) => decodeNotices({ ...PLAIN, ...facts });
    const other = profile('Display P3', 'latin1');
    assert.match(said({ profile: other }).join(), /profile is ignored/);
    assert.deepEqual(said({ profile: other, profileUsed: true }), []);
    assert.deepEqual(said({ profile: profile('sRGB IEC61966-2.1', 'latin1') }), []);
    assert.deepEqual(said({ profile: profile('sRGB built-in', 'utf16le').swap16() }), []);
  });
});
