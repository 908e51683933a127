import { decodeText } from './decodeText.ts';
import { Slices } from './slices.ts';

/** Where a value of a JSON text stands: its first byte and the one behind its last. */
export interface JsonRange {
  from: number;
  to: number;
}

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * The values of a large JSON object by their keys, not parsed: what is not used takes no memory.
 * @param bytes UTF-8 or Windows-1252, see `withoutUtf16`
 * @returns undefined if the text is no object
 * @throws SyntaxError
 */
export async function membersOf(bytes: Uint8Array): Promise<Map<string, JsonRange> | undefined> {
  const start = skipSpace(bytes, 0);
  if (bytes[start] !== OPEN_OBJECT) return undefined;
  const members = new Map<string, JsonRange>();
  for await (const { key, value } of itemsOf(bytes, start, CLOSE_OBJECT)) {
    members.set(String(parseRange(bytes, key)), value);
  }
  return members;
}

/**
 * The items of a list, parsed one by one, in slices of time.
 * @returns undefined in place of the items if the value is no list
 * @throws SyntaxError
 */
export function listItems(
  bytes: Uint8Array,
  { from, to }: JsonRange,
): AsyncIterable<unknown> | undefined {
  return bytes[from] === OPEN_LIST ? parsedItems(bytes.subarray(from, to)) : undefined;
}

async function* parsedItems(list: Uint8Array): AsyncIterable<unknown> {
  for await (const { value } of itemsOf(list, 0, CLOSE_LIST)) yield parseRange(list, value);
}

/** The items of a list or an object; with `CLOSE_OBJECT` each has a key. Text behind the end is an error. */
async function* itemsOf(
  bytes: Uint8Array,
  start: number,
  close: number,
): AsyncIterable<{ key: JsonRange; value: JsonRange }> {
  const slices = new Slices();
  let at = skipSpace(bytes, start + 1);
  if (bytes[at] === close) return requireEnd(bytes, at);
  for (;;) {
    const key = { from: at, to: at };
    if (close === CLOSE_OBJECT) {
      if (bytes[at] !== QUOTE) throw unexpected(at);
      key.to = endOfString(bytes, at);
      at = skipSpace(bytes, key.to);
      if (bytes[at] !== COLON) throw unexpected(at);
      at = skipSpace(bytes, at + 1);
    }
    const value = { from: at, to: endOfValue(bytes, at) };
    yield { key, value };
    at = skipSpace(bytes, value.to);
    if (bytes[at] === close) return requireEnd(bytes, at);
    if (bytes[at] !== COMMA) throw unexpected(at);
    at = skipSpace(bytes, at + 1);
    if (slices.isOver) await slices.next();
  }
}

function requireEnd(bytes: Uint8Array, close: number): void {
  const end = skipSpace(bytes, close + 1);
  if (end < bytes.length) throw unexpected(end);
}

function parseRange(bytes: Uint8Array, { from, to }: JsonRange): unknown {
  return JSON.parse(decodeText(bytes.subarray(from, to)).text);
}

/** The byte behind a value; its inside is checked where it is parsed. */
function endOfValue(bytes: Uint8Array, start: number): number {
  let depth = 0;
  for (let at = start; at < bytes.length; at++) {
    switch (bytes[at]) {
      case QUOTE:
        at = endOfString(bytes, at) - 1;
        if (depth === 0) return at + 1;
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        depth++;
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        // The end of what a number or a word stands in.
        if (depth === 0) return notEmpty(start, at);
        if (--depth === 0) return at + 1;
        break;
      case COMMA:
        if (depth === 0) return notEmpty(start, at);
    }
  }
  throw unexpected(bytes.length);
}

function notEmpty(start: number, end: number): number {
  if (start === end) throw unexpected(end);
  return end;
}

function endOfString(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; at < bytes.length; at++) {
    if (bytes[at] === BACKSLASH) at++;
    else if (bytes[at] === QUOTE) return at + 1;
  }
  throw unexpected(bytes.length);
}

function skipSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++;
  return at;
}

function unexpected(at: number): SyntaxError {
  return new SyntaxError(`unexpected end or character at byte ${at}`);
}
