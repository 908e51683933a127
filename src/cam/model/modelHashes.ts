import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isObject } from '../base/jsonShape.ts';
import { fileVersion } from '../onnx/file/modelFile.ts';
import { JsonMemory } from './jsonMemory.ts';

/** Number of latest files that are remembered. */
const MAX_REMEMBERED = 200;

interface RememberedFile {
  version: string;
  hash: string;
}

/**
 * SHA-256 of files, hexadecimal. A file with the same size and time of change as in the cache folder is not read again.
 * @throws CamError if a file cannot be read.
 */
export async function hashFiles(cacheFolder: string, files: readonly string[]): Promise<string[]> {
  const memory = memoryIn(cacheFolder);
  const hashes: string[] = [];
  for (const file of files) {
    const version = await fileVersion(file);
    const known = memory.get(file);
    const hash = known?.version === version ? known.hash : await hashFile(file);
    if (hash !== known?.hash || version !== known.version) memory.set(file, { version, hash });
    hashes.push(hash);
  }
  return hashes;
}

/** As {@link hashFiles}, but undefined where a file would have to be read. @throws CamError if there is no such file. */
export async function rememberedHashes(
  cacheFolder: string,
  files: readonly string[],
): Promise<string[] | undefined> {
  const memory = memoryIn(cacheFolder);
  const hashes: string[] = [];
  for (const file of files) {
    const known = memory.get(file);
    if (known?.version !== (await fileVersion(file))) return undefined;
    hashes.push(known.hash);
  }
  return hashes;
}

function memoryIn(cacheFolder: string): JsonMemory<RememberedFile> {
  return new JsonMemory(path.join(cacheFolder, 'models.json'), MAX_REMEMBERED, isRemembered);
}

/** SHA-256 of a file, hexadecimal, read piece by piece. @throws CamError if it cannot be read. */
export async function hashFile(file: string): Promise<string> {
  await fileVersion(file);
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

function isRemembered(value: unknown): value is RememberedFile {
  return isObject(value) && typeof value.version === 'string' && isHash(value.hash);
}

function isHash(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}
