import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CamError } from '../../cam/base/errors.ts';
import { systemReason } from '../../cam/base/systemReason.ts';
import type { IndexSummary } from '../../cam/results/units.ts';
import type { Terminal } from '../text/terminal.ts';
import { Interrupted, UsageError } from './exitCode.ts';

/** Number of unreadable pictures that are named one by one. */
const MOST_NAMED = 10;

/** Names the pictures that cannot be read, on stderr. */
export function sayUnreadable(
  { unreadable }: Pick<IndexSummary, 'unreadable'>,
  terminal: Terminal,
): void {
  for (const { path: file, reason } of unreadable.slice(0, MOST_NAMED)) {
    terminal.err(`note: ${file} is left out: ${reason}`);
  }
  const more = unreadable.length - MOST_NAMED;
  if (more > 0) terminal.err(`note: ${more} more images are left out.`);
}

/** The error of a folder without pictures. */
export function noPictures(folder: string): CamError {
  return new CamError({
    code: 'fileNotFound',
    message: `${folder} and its sub-folders contain no readable image.`,
    nextAction:
      'Name the folder with your images; JPEG, PNG, WebP, GIF, AVIF, TIFF and BMP are read.',
    file: folder,
  });
}

/**
 * A call of the engine about an output that the command may have named.
 * @throws UsageError if the model does not have it.
 */
export async function outputAsUsage<T>(
  output: string | undefined,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    const { code, message, nextAction } = CamError.toData(error);
    const isAskedFor = code === 'outputNotFound' && output !== undefined;
    throw isAskedFor ? new UsageError(message, nextAction) : error;
  }
}

/** @throws UsageError if a file or folder is named that does not exist. */
export function requireExisting(option: string, asked: string | undefined): void {
  if (asked === undefined || existsSync(path.resolve(asked))) return;
  throw new UsageError(
    `${path.resolve(asked)} does not exist.`,
    `Give \`${option}\` a file or folder that does.`,
  );
}

/** @throws UsageError if the folder of `--out` cannot be created. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw new UsageError(
      `The folder ${folder} cannot be created: ${systemReason(cause)}.`,
      'Give `--out` a folder that you can write to.',
    );
  }
}

/**
 * Writes one of the files that a command was asked for, and returns its absolute path.
 * @param option that named it
 * @throws CamError `notWritable`
 */
export async function writeAsked(
  asked: string,
  content: string | Uint8Array,
  option: string,
): Promise<string> {
  const file = path.resolve(asked);
  await writeFile(file, content).catch((cause) => {
    throw new CamError(
      {
        code: 'notWritable',
        message: `${file} cannot be written: ${systemReason(cause)}.`,
        nextAction: `Give \`${option}\` a place that you may write to.`,
        file,
      },
      { cause },
    );
  });
  return file;
}
