import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isObject } from '../../base/jsonShape.ts';
import { replaceFile } from '../../base/replaceFile.ts';
import type { UnreadableImage } from '../../results/units.ts';
import { blockNames } from './blockList.ts';
import { writing } from './files/writing.ts';

/** The state of the scan in an index, apart from the images. */
export interface ScanState {
  /** Whether the last scan was completed. */
  complete: boolean;
  unreadable: UnreadableImage[];
  /** Files that were not run, because they are masks of pictures; 0 if left out. */
  masks?: number;
}

const STATE = 'scan.json';

/** @throws CamError `notWritable` */
export function writeScanState(indexFolder: string, state: ScanState): void {
  writing(indexFolder, () => replaceFile(path.join(indexFolder, STATE), JSON.stringify(state)));
}

/** The state; without a readable one, that of a scan that has not ended. */
export function readScanState(indexFolder: string): ScanState {
  let stored: unknown;
  try {
    stored = JSON.parse(readFileSync(path.join(indexFolder, STATE), 'utf8'));
  } catch {
    // As after a scan that was killed in its first moment.
  }
  if (!isObject(stored) || !Array.isArray(stored.unreadable) || !stored.unreadable.every(isImage)) {
    return { complete: false, unreadable: [] };
  }
  const { complete, unreadable, masks } = stored;
  return {
    ...{ complete: complete === true, unreadable },
    ...(typeof masks === 'number' ? { masks } : {}),
  };
}

function isImage(value: unknown): value is UnreadableImage {
  return isObject(value) && typeof value.path === 'string' && typeof value.reason === 'string';
}

/** A string that changes whenever an index does. */
export function indexVersion(indexFolder: string): string {
  const content = [blockNames(indexFolder), readScanState(indexFolder)];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
}
