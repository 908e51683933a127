import assert from 'node:assert/strict';
import { imageFormat, isReadable } from '../../../src/cam/image/imageFormat.ts';

function formatOf(beginning: string): string {
  return imageFormat(Buffer.from(beginning, 'latin1'));
}

/** The box that an ISO media file begins with: its length, `ftyp`, the main brand, a version, and others. */
function container(brand: string, others: string[] = [], length = 16 + 4 * others.length): string {
  return `\0\0\0${String.fromCharCode(length)}ftyp${brand}\0\0\0\0${others.join('')}`;
}

/** By the signatures in the specifications of the formats. */
describe('The format of a picture', () => {
  it('is that of its first bytes', () => {
    const beginnings = {
      JPEG: ['\xff\xd8\xff\xe0'],
      PNG: ['\x89PNG\r\n\x1a\n'],
      GIF: ['GIF87a', 'GIF89a'],
      TIFF: ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'],
      BMP: ['BM6'],
      WebP: ['RIFF\x24\0\0\0WEBPVP8 '],
      'JPEG 2000': ['\0\0\0\x0cjP  \r\n\x87\n', '\xff\x4f\xff\x51'],
      'JPEG XL': ['\xff\x0a', '\0\0\0\x0cJXL \r\n\x87\n'],
      Photoshop: ['8BPS'],
      icon: ['\0\0\x01\0'],
      SVG: [
        '<svg xmlns=',
        '<?xml version=',
        '\n<!-- made -->',
        '\xef\xbb\xbf<svg',
        '<!DOCTYPE svg',
      ],
      unknown: ['', 'text', 'RIFF\x24\0\0\0WAVEfmt ', 'XXXX\x24\0\0\0WEBP', '<html>', 'a <svg>'],
    };
    for (const [format, texts] of Object.entries(beginnings)) {
      for (const text of texts) assert.equal(formatOf(text), format, JSON.stringify(text));
    }
  });

  it('is that of its brands for a container', () => {
    assert.equal(formatOf(container('avif')), 'AVIF');
    assert.equal(formatOf(container('mif1', ['miaf', 'avif'])), 'AVIF');
    assert.equal(formatOf(container('heic')), 'HEIC');
    assert.equal(formatOf(container('isom', ['mif1'])), 'HEIC');
    assert.equal(formatOf(container('isom', ['mp41', 'mp42'])), 'unknown');
    // Data after the box do not belong to it.
    assert.equal(formatOf(container('isom', ['mp41', 'avif'], 20)), 'unknown');
  });

  it('may be an unsupported one', () => {
    const formats = [
      'JPEG',
      'PNG',
      'WebP',
      'GIF',
      'AVIF',
      'TIFF',
      'BMP',
      'HEIC',
      'SVG',
      'unknown',
    ] as const;
    assert.deepEqual(formats.filter(isReadable), formats.slice(0, 7));
  });
});
