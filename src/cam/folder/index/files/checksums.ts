import { crc32 } from 'node:zlib';

/** Bytes under one checksum: small, because whoever reads a few values reads their whole pages. */
export const PAGE_BYTES = 4096;

/** CRC-32 of some bytes. */
export function checksumOf(bytes: Uint8Array): number {
  return crc32(bytes);
}

/** CRC-32 of each page of some bytes; the last page may be shorter. */
export function pageChecksums(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(Math.ceil(bytes.length / PAGE_BYTES)).map((_, page) =>
    crc32(bytes.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES)),
  );
}
