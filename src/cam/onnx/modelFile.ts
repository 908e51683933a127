import { open, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { CamError } from '../errors.ts';
import type { OnnxModel } from './model.ts';

/** Room behind the file's bytes for the messages that {@link appendToModel} adds. */
const SPARE_BYTES = 64 * 1024;

/** Largest file that one protobuf message may be. */
const MAX_MODEL_BYTES = 2 ** 31 - 1 - SPARE_BYTES;

/** The bytes of a model file, with room to append. */
export interface ModelFile {
  path: string;
  bytes: Uint8Array;
  /** Identifies this content without reading it: size and modification time. */
  version: string;
}

/** Size and modification time of a file as one comparable string. */
export async function fileVersion(file: string): Promise<string> {
  try {
    const { size, mtimeMs } = await stat(file);
    return `${size}:${mtimeMs}`;
  } catch (error) {
    throw cannotRead(file, error);
  }
}

/**
 * Reads a model file.
 * @throws CamError `fileNotFound`, `emptyFile`, `lfsPointer`, `modelRefused` (over 2 GB).
 */
export async function readModelFile(file: string): Promise<ModelFile> {
  const version = await fileVersion(file);
  let bytes: Uint8Array;
  try {
    bytes = await readWithSpareRoom(file);
  } catch (error) {
    throw CamError.is(error) ? error : cannotRead(file, error);
  }
  if (bytes.length === 0) {
    throw new CamError({
      code: 'emptyFile',
      message: `${file} is empty (0 bytes).`,
      nextAction: 'Wait until the export has finished, or export the model again.',
      file,
    });
  }
  if (Buffer.from(bytes.buffer, 0, Math.min(64, bytes.length)).toString('latin1').startsWith(LFS)) {
    throw new CamError({
      code: 'lfsPointer',
      message: `${file} is a Git LFS pointer, not the model itself.`,
      nextAction: 'Run "git lfs pull" in its repository, then try again.',
      file,
    });
  }
  return { path: file, bytes, version };
}

const LFS = 'version https://git-lfs';

async function readWithSpareRoom(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    if (size > MAX_MODEL_BYTES) throw tooLarge(file, size);
    const room = Buffer.allocUnsafeSlow(size + SPARE_BYTES);
    let length = 0;
    while (length < size) {
      const { bytesRead } = await handle.read(room, length, size - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return room.subarray(0, length);
  } finally {
    await handle.close();
  }
}

function tooLarge(file: string, size: number): CamError {
  return new CamError({
    code: 'modelRefused',
    message: `${file} has ${(size / 2 ** 30).toFixed(1)} GB; an ONNX file holds at most 2 GB.`,
    nextAction: 'Export the model with external data, so that the weights lie beside it.',
    file,
  });
}

function cannotRead(file: string, cause: unknown): CamError {
  const code = (cause as NodeJS.ErrnoException).code;
  const reason = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? cause})`;
  return new CamError(
    {
      code: 'fileNotFound',
      message: `${file} ${reason}.`,
      nextAction: 'Choose another file.',
      file,
    },
    { cause },
  );
}

/** The file's bytes followed by `extra`; uses the spare room, so nothing is copied but `extra`. */
export function appendToModel(file: ModelFile, extra: Uint8Array): Uint8Array {
  const { buffer, byteOffset, length } = file.bytes;
  if (byteOffset + length + extra.length > buffer.byteLength) {
    return Buffer.concat([file.bytes, extra]);
  }
  const whole = new Uint8Array(buffer, byteOffset, length + extra.length);
  whole.set(extra, length);
  return whole;
}

/**
 * The external weight files of a model, absolute; checks that each lies in the model's folder and exists.
 * @throws CamError `missingExternalData` or `externalDataOutsideFolder`.
 */
export async function findExternalFiles(model: OnnxModel, file: string): Promise<string[]> {
  const locations = new Set<string>();
  for (const { external } of model.initializers.values()) {
    if (external) locations.add(external.location);
  }
  const folder = await realpath(path.dirname(file));
  const files: string[] = [];
  for (const location of locations) files.push(await checkLocation(folder, location, file));
  return files;
}

async function checkLocation(folder: string, location: string, file: string): Promise<string> {
  const target = path.resolve(folder, location);
  const inside = (candidate: string) => candidate.startsWith(folder + path.sep);
  const outside = () =>
    new CamError({
      code: 'externalDataOutsideFolder',
      message: `${file} takes its weights from "${location}", which lies outside its folder.`,
      nextAction: 'Move the weights beside the model and export it again.',
      file,
    });
  if (path.isAbsolute(location) || !inside(target)) throw outside();
  let real: string;
  try {
    real = await realpath(target);
  } catch (cause) {
    throw new CamError(
      {
        code: 'missingExternalData',
        message: `${file} needs its weights in ${path.join(path.dirname(file), location)}, which does not exist.`,
        nextAction: 'Copy that file beside the model, or export with external_data=False.',
        file,
      },
      { cause },
    );
  }
  if (!inside(real)) throw outside();
  return real;
}
