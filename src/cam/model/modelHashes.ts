import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { replaceFile } from '../base/replaceFile.ts';
import { fileVersion } from '../onnx/file/modelFile.ts';

/** Number of latest files that are remembered. */
const MAX_REMEMBERED = 200;

type Remembered = Record<string, { version: string; hash: string }>;

/**
 * SHA-256 of files, hexadecimal. A file with the same size and time of change as in the cache folder is not read again.
 * @throws CamError if a file cannot be read.
 */
export async function hashFiles(cacheFolder: string, files: readonly string[]): Promise<string[]> {
  const memory = path.join(cacheFolder, 'models.json');
  const remembered = readMemory(memory);
  const hashes: string[] = [];
  let isNew = false;
  for (const file of files) {
    const version = await fileVersion(file);
    const known = remembered[file];
    const hash = known?.version === version ? known.hash : await hashFile(file);
    isNew ||= hash !== known?.hash || version !== known.version;
    delete remembered[file];
    remembered[file] = { version, hash };
    hashes.push(hash);
  }
  if (isNew) remember(memory, remembered);
  return hashes;
}

/** If the folder is not writable, the next call computes the hashes again. */
function remember(memory: string, files: Remembered): void {
  const latest = Object.entries(files).slice(-MAX_REMEMBERED);
  try {
    mkdirSync(path.dirname(memory), { recursive: true });
    replaceFile(memory, JSON.stringify(Object.fromEntries(latest)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
}

/** SHA-256 of a file, hexadecimal, read piece by piece. @throws CamError if it cannot be read. */
export async function hashFile(file: string): Promise<string> {
  await fileVersion(file);
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

function readMemory(file: string): Remembered {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Remembered;
  } catch {
    return {};
  }
}
