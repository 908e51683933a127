import type { DisplayPicture } from '../results/explanation.ts';
import type { DecodeFacts } from './decodeNotices.ts';

/** PNG chunks that change the colours or the orientation in a browser but not in the decoder. */
const PNG_DISPLAY_CHUNKS = ['gAMA', 'cHRM', 'cICP', 'eXIf'];

/**
 * The file's bytes, if a browser shows them as they were decoded; undefined if the pixels must be encoded again.
 * Orientation and unused colour profiles are removed from JPEG and PNG; their compressed data stay unchanged.
 */
export function originalForDisplay(
  bytes: Uint8Array,
  facts: DecodeFacts,
): DisplayPicture | undefined {
  const { format, profileUsed } = facts;
  if (facts.cmyk || facts.sixteenBit || facts.transparent || facts.frames > 1) return undefined;
  if (format === 'JPEG') return { bytes: plainJpeg(bytes, profileUsed), mimeType: 'image/jpeg' };
  if (format === 'PNG') {
    const plain = plainPng(bytes, profileUsed);
    return plain && { bytes: plain, mimeType: 'image/png' };
  }
  const differs = facts.orientation !== 1 || (facts.profile && !profileUsed);
  if (format === 'TIFF' || format === 'BMP' || differs) return undefined;
  const mimeTypes = { WebP: 'image/webp', GIF: 'image/gif', AVIF: 'image/avif' } as const;
  return { bytes, mimeType: mimeTypes[format] };
}

/** The JPEG without EXIF (orientation) and, unless used, without its colour profile. */
function plainJpeg(bytes: Uint8Array, keepProfile: boolean): Uint8Array {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] as number;
    const startOfScan = 0xda;
    if (marker === startOfScan || marker === 0xff) break;
    const end = at + 2 + view.readUInt16BE(at + 2);
    const content = view.toString('latin1', at + 4, at + 16);
    const exif = marker === 0xe1 && content.startsWith('Exif\0');
    const profile = marker === 0xe2 && content.startsWith('ICC_PROFILE\0');
    if (!exif && !(profile && !keepProfile)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  kept.push(bytes.subarray(at));
  return joined(kept);
}

/** The PNG without chunks that a browser would apply and the decoder does not; undefined if it is animated. */
function plainPng(bytes: Uint8Array, keepProfile: boolean): Uint8Array | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const dropped = new Set([...PNG_DISPLAY_CHUNKS, ...(keepProfile ? [] : ['iCCP'])]);
  const kept: Uint8Array[] = [bytes.subarray(0, 8)];
  let at = 8;
  while (at + 12 <= bytes.length) {
    const type = view.toString('latin1', at + 4, at + 8);
    if (type === 'acTL') return undefined;
    const end = at + 12 + view.readUInt32BE(at);
    if (!dropped.has(type)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return joined(kept);
}

function joined(parts: Uint8Array[]): Uint8Array {
  const { buffer, byteOffset, length } = Buffer.concat(parts);
  return new Uint8Array(buffer, byteOffset, length);
}
