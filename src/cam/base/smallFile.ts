import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DecodedText } from './decodeText.ts';
import { decodeText } from './decodeText.ts';
import type { CamErrorCode } from './errors.ts';
import { CamError } from './errors.ts';
import {
  largerThan,
  notJson,
  notReadable,
  notRegular,
  notText,
  notWritable,
} from './fileErrors.ts';

/** Files of labels and settings are small; anything larger is another kind of file. */
const MAX_BYTES = 5 << 20;

/** The text of a file, see {@link decodeText}; undefined if there is none. */
export async function readSmallText(file: string, code: CamErrorCode): Promise<string | undefined> {
  return (await readDecoded(file, code))?.text;
}

/** As {@link readSmallText}, and how its bytes were read. */
export async function readDecoded(
  file: string,
  code: CamErrorCode,
): Promise<DecodedText | undefined> {
  const bytes = await readRegular(file, code, MAX_BYTES);
  if (!bytes) return undefined;
  const decoded = decodeText(bytes);
  if (decoded.text.includes('\0')) throw notText(file, code);
  return decoded;
}

/**
 * The bytes of a regular file of limited size; undefined if there is none.
 * @throws CamError with `code`
 */
export async function readRegular(
  file: string,
  code: CamErrorCode,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  try {
    const stats = await stat(file);
    // A pipe would be waited for, a device read without end.
    if (!stats.isFile()) throw notRegular(file, code);
    if (stats.size > maxBytes) throw largerThan(file, code, maxBytes >> 20);
    return await readFile(file);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code;
    if (CamError.is(error)) throw error;
    if (reason === 'ENOENT' || reason === 'ENOTDIR') return undefined;
    throw notReadable(file, code, error);
  }
}

/**
 * The JSON value of a file; undefined if there is no file.
 * @throws CamError with `code`, naming line and column of the first fault.
 */
export async function readJson(file: string, code: CamErrorCode): Promise<unknown> {
  const text = await readSmallText(file, code);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = (error as SyntaxError).message;
    throw notJson(file, code, message, position(text, message));
  }
}

/**
 * Writes a complete file beside its place and renames it, so that it is never half written; its permissions stay. Its
 * folder is created if there is none.
 * @throws CamError `notWritable`
 */
export async function replaceText(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const mode = await stat(file).then(
      (stats) => stats.mode & 0o777,
      () => 0o666,
    );
    await writeFile(temporary, text, { flag: 'wx', mode });
    await rename(temporary, file);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw notWritable(file, cause);
  }
}

/** Where V8's message says that parsing stopped: an offset, the end, or ten characters into a quoted piece of the text. */
function position(text: string, message: string): { line: number; column: number } | undefined {
  let offset = Number(/ at position (\d+)/.exec(message)?.[1] ?? Number.NaN);
  if (/Unexpected end/.test(message)) offset = text.length;
  const quoted = /^Unexpected token .*?, (\.\.\.)?"(.*?)"(\.\.\.)? is not valid JSON$/s.exec(
    message,
  );
  if (quoted) {
    const [, cut, piece = ''] = quoted;
    const token = /^Unexpected token '(.)'/su.exec(message)?.[1] ?? '';
    const start = text.indexOf(piece) + (cut ? 10 : 0);
    offset = text.indexOf(token, start);
  }
  if (Number.isNaN(offset) || offset < 0) return undefined;
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
