/** The header of a PNG. */
interface PlainPng {
  bytes: Uint8Array;
  width: number;
  height: number;
  bitDepth: number;
  colours: 'grey' | 'palette' | 'colour';
}

/**
 * A PNG with its palette replaced by the numbers of its entries, so that a decoder gives palette indices instead of
 * colours (two entries may have the same colour). Transparency and other additions are left out. See the PNG
 * specification, section 5 (chunks) and 11.2.
 * @returns undefined if the chunks do not fit into the file
 */
export function withIndexPalette(png: Uint8Array): PlainPng | undefined {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const parts = [png.subarray(0, 8)];
  let header: Omit<PlainPng, 'bytes'> | undefined;
  for (let at = 8; at + 12 <= png.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    const end = at + 12 + length;
    if (end > png.length) return undefined;
    if (type === 'IHDR' && length === 13) header = headerAt(view, at + 8);
    if (type === 'PLTE') parts.push(indexPalette(Math.floor(length / 3)));
    if (['IHDR', 'IDAT', 'IEND'].includes(type)) parts.push(png.subarray(at, end));
    at = end;
  }
  return header && { bytes: Buffer.concat(parts), ...header };
}

function headerAt(view: DataView, at: number): Omit<PlainPng, 'bytes'> {
  const type = view.getUint8(at + 9);
  return {
    width: view.getUint32(at),
    height: view.getUint32(at + 4),
    bitDepth: view.getUint8(at + 8),
    colours: type === 0 ? 'grey' : type === 3 ? 'palette' : 'colour',
  };
}

/** A PLTE chunk whose entry i is the grey (i, i, i). */
function indexPalette(entries: number): Uint8Array {
  const count = Math.min(entries, 256);
  const chunk = Buffer.alloc(12 + count * 3);
  chunk.writeUInt32BE(count * 3, 0);
  chunk.write('PLTE', 4, 'latin1');
  for (let i = 0; i < count; i++) chunk.fill(i, 8 + i * 3, 11 + i * 3);
  chunk.writeUInt32BE(checksum(chunk.subarray(4, 8 + count * 3)), 8 + count * 3);
  return chunk;
}

/** CRC-32 as in the PNG specification, annex D; zlib's own is missing in older Node.js. */
function checksum(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return (value ^ 0xffffffff) >>> 0;
}
