import assert from 'node:assert/strict';
import type { DecodeFacts } from '../../../src/cam/image/decodeNotices.ts';
import { originalForDisplay } from '../../../src/cam/image/displayPicture.ts';

const PLAIN: DecodeFacts = {
  ...{ format: 'WebP', orientation: 1, transparent: false, profile: undefined },
  ...{ profileUsed: false, frames: 1, cmyk: false, sixteenBit: false },
};

describe('A file that a browser shows as it was decoded', () => {
  const bytes = Uint8Array.of(1, 2, 3);
  const shown = (facts: Partial<DecodeFacts>) =>
    originalForDisplay(bytes, { ...PLAIN, ...facts })?.mimeType;

  it('is a plain picture', () => {
    assert.deepEqual(originalForDisplay(bytes, PLAIN), { bytes, mimeType: 'image/webp' });
    assert.equal(shown({ format: 'GIF' }), 'image/gif');
    assert.equal(shown({ format: 'AVIF' }), 'image/avif');
  });

  it('is none that a browser turns, or whose colours it changes', () => {
    assert.equal(shown({ orientation: 2 }), undefined);
    const profile = Uint8Array.of(1);
    assert.equal(shown({ profile }), undefined);
    assert.equal(shown({ profile, profileUsed: true }), 'image/webp');
  });

  it('is none of several frames, other colours, more bits or transparency, in any format', () => {
    for (const format of ['JPEG', 'PNG', 'WebP', 'GIF', 'AVIF'] as const) {
      assert.equal(shown({ format, frames: 2 }), undefined);
      assert.equal(shown({ format, cmyk: true }), undefined);
      assert.equal(shown({ format, sixteenBit: true }), undefined);
      assert.equal(shown({ format, transparent: true }), undefined);
    }
    assert.equal(shown({ format: 'TIFF' }), undefined);
  });
});
