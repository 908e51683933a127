import type { Size } from '../base/geometry.ts';
import { decodeRuns } from './bmpRuns.ts';
import type { RgbPicture } from './prepareInput.ts';

/** What the header of a BMP says. */
export interface BmpHeader extends Size {
  bits: 1 | 4 | 8 | 16 | 24 | 32;
  compression: 'none' | 'runs';
  isTopDown: boolean;
  /** Where the pixels begin. */
  start: number;
  /** RGB bytes of each colour; empty from 16 bits on. */
  palette: Uint8Array;
  /** Bits of red, green and blue in a pixel of 16 or 32 bits. */
  masks: readonly [number, number, number];
}

/** Lengths of the headers of OS/2 1, Windows, and their later versions. */
const HEADER_LENGTHS = [12, 40, 52, 56, 64, 108, 124];
const BIT_DEPTHS = [1, 4, 8, 16, 24, 32];

const COMPRESSION = { none: 0, runs8: 1, runs4: 2, masks: 3, masksWithAlpha: 6 };

/** 5 bits each, and 8 bits each. */
const USUAL_MASKS = { 16: [0x7c00, 0x3e0, 0x1f], 32: [0xff0000, 0xff00, 0xff] } as const;

/**
 * Reads and checks the header of a BMP.
 * @throws Error with the reason why it cannot be decoded
 */
export function readBmpHeader(bytes: Uint8Array): BmpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.byteLength < 18 ? 0 : view.getUint32(14, true);
  if (!HEADER_LENGTHS.includes(length)) throw new Error(`a header of ${length} bytes`);
  if (view.byteLength < 14 + length) throw new Error('it ends in its header');
  const isCore = length === 12;
  const width = isCore ? view.getUint16(18, true) : view.getInt32(18, true);
  const tall = isCore ? view.getUint16(20, true) : view.getInt32(22, true);
  const bits = view.getUint16(isCore ? 24 : 28, true);
  const compression = isCore ? COMPRESSION.none : view.getUint32(30, true);
  if (width < 1 || tall === 0) throw new Error(`${width}×${tall} pixels`);
  if (!isDepth(bits)) throw new Error(`${bits} bits for a pixel`);
  const hasRuns = compression === COMPRESSION.runs8 || compression === COMPRESSION.runs4;
  const hasMasks = compression === COMPRESSION.masks || compression === COMPRESSION.masksWithAlpha;
  const fits =
    compression === COMPRESSION.none ||
    (hasRuns && tall > 0 && bits === (compression === COMPRESSION.runs8 ? 8 : 4)) ||
    (hasMasks && (bits === 16 || bits === 32));
  if (!fits) throw new Error(`compression ${compression} of ${bits} bits`);
  const start = view.getUint32(10, true);
  return {
    ...{ width, height: Math.abs(tall), bits, isTopDown: tall < 0, start },
    compression: hasRuns ? 'runs' : 'none',
    palette: bits > 8 ? new Uint8Array() : readPalette(view, bytes, length, bits),
    masks: hasMasks ? readMasks(view) : USUAL_MASKS[bits === 16 ? 16 : 32],
  };
}

/**
 * The pixels of a BMP as `PIL.Image.open(file).convert('RGB')` gives them; alpha is dropped.
 * @param header of these bytes; its size must have been checked, as memory for so many pixels is taken
 * @throws Error if pixels are missing
 */
export function decodeBmp(bytes: Uint8Array, header: BmpHeader): RgbPicture {
  const { width, height, bits, start, isTopDown, compression } = header;
  const data = bytes.subarray(Math.min(start, bytes.length));
  const bytesPerRow = Math.ceil((width * bits) / 32) * 4;
  if (compression === 'none' && data.length < bytesPerRow * height) {
    throw new Error(`${data.length} of ${bytesPerRow * height} bytes of pixels`);
  }
  const indices = compression === 'runs' ? decodeRuns(data, header) : undefined;
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const to = (isTopDown ? y : height - 1 - y) * width * 3;
    const target = pixels.subarray(to, to + width * 3);
    if (indices) colourRow(indices.subarray(y * width, (y + 1) * width), 8, header, target);
    else fillRow(data.subarray(y * bytesPerRow, (y + 1) * bytesPerRow), header, target);
  }
  return { width, height, pixels };
}

function fillRow(row: Uint8Array, header: BmpHeader, target: Uint8Array): void {
  const { bits } = header;
  if (bits <= 8) colourRow(row, bits, header, target);
  else if (bits === 24) reverseRow(row, target);
  else maskRow(row, header, target);
}

/** Blue, green and red in three bytes. */
function reverseRow(row: Uint8Array, target: Uint8Array): void {
  for (let at = 0; at < target.length; at += 3) {
    target[at] = row[at + 2] as number;
    target[at + 1] = row[at + 1] as number;
    target[at + 2] = row[at] as number;
  }
}

/** Pixels of 16 or 32 bits. */
function maskRow(row: Uint8Array, header: BmpHeader, target: Uint8Array): void {
  const parts = header.masks.map(maskedPart);
  const view = new DataView(row.buffer, row.byteOffset, row.byteLength);
  for (let x = 0, at = 0; at < target.length; x++) {
    const pixel = header.bits === 16 ? view.getUint16(x * 2, true) : view.getUint32(x * 4, true);
    for (const part of parts) target[at++] = part(pixel);
  }
}

/** Rows of numbers of colours; one beyond the palette is black. */
function colourRow(
  row: Uint8Array,
  bits: number,
  { palette }: BmpHeader,
  target: Uint8Array,
): void {
  const perByte = 8 / bits;
  const mask = (1 << bits) - 1;
  for (let x = 0; x * 3 < target.length; x++) {
    const shift = bits * (perByte - 1 - (x % perByte));
    const index = ((row[Math.floor(x / perByte)] as number) >> shift) & mask;
    target.set(palette.subarray(index * 3, index * 3 + 3), x * 3);
  }
}

/** The part of a pixel under a mask, from 0…255, rounded down. */
function maskedPart(mask: number): (pixel: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const most = mask >>> shift;
  return (pixel) => Math.floor((((pixel & mask) >>> shift) * 255) / most);
}

/** Behind the header, or at its end in later versions: both are the same place. */
function readMasks(view: DataView): [number, number, number] {
  if (view.byteLength < 66) throw new Error('it ends in its masks');
  return [view.getUint32(54, true), view.getUint32(58, true), view.getUint32(62, true)];
}

function readPalette(
  view: DataView,
  bytes: Uint8Array,
  headerLength: number,
  bits: number,
): Uint8Array {
  const isCore = headerLength === 12;
  const stated = isCore ? 0 : view.getUint32(46, true);
  const count = stated === 0 ? 1 << bits : Math.min(stated, 1 << bits);
  const size = isCore ? 3 : 4;
  const from = 14 + headerLength;
  if (bytes.length < from + count * size) throw new Error('it ends in its colours');
  const palette = new Uint8Array(count * 3);
  for (let i = 0; i < count; i++) {
    const at = from + i * size;
    palette.set([bytes[at + 2] as number, bytes[at + 1] as number, bytes[at] as number], i * 3);
  }
  return palette;
}

function isDepth(bits: number): bits is BmpHeader['bits'] {
  return BIT_DEPTHS.includes(bits);
}
