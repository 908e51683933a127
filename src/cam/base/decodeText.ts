/** A text and how its bytes were read. */
export interface DecodedText {
  /** Without byte order mark. */
  text: string;
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
}

/** How many bytes are looked at to tell UTF-16 without a byte order mark. */
const LOOKED_AT = 1000;

/**
 * The text of a file: by its byte order mark, as UTF-16 if every second byte of its beginning is mostly 0 (Latin
 * letters), as UTF-8 if it is valid, else as Windows-1252, which covers Latin-1.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const encoding = encodingOf(bytes);
  if (encoding) return { text: new TextDecoder(encoding).decode(bytes), encoding };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, encoding: 'utf-8' };
  } catch {
    const text = new TextDecoder('windows-1252').decode(bytes);
    return { text, encoding: 'windows-1252' };
  }
}

/**
 * The bytes of a text that is too long to decode at once, in an encoding in which ASCII is itself: UTF-16 is converted, a
 * byte order mark dropped. {@link decodeText} reads each piece of it.
 */
export function withoutUtf16(bytes: Uint8Array): Uint8Array {
  if (encodingOf(bytes)) return new TextEncoder().encode(decodeText(bytes).text);
  const [first, second, third] = bytes;
  const isMarked = first === 0xef && second === 0xbb && third === 0xbf;
  return isMarked ? bytes.subarray(3) : bytes;
}

function encodingOf(bytes: Uint8Array): DecodedText['encoding'] | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (bytes.length % 2 !== 0) return undefined;
  const start = bytes.subarray(0, LOOKED_AT);
  const zeros = [0, 0];
  for (const [i, byte] of start.entries()) if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > start.length / 4 && even === 0) return 'utf-16le';
  if (even > start.length / 4 && odd === 0) return 'utf-16be';
  return undefined;
}
