import { readFileSync } from 'node:fs';
import path from 'node:path';
import { replaceFile } from '../../base/replaceFile.ts';
import type { UnreadableImage } from '../../results/units.ts';

/** The state of the scan in an index, apart from the images. */
export interface ScanState {
  /** Whether the last scan was completed. */
  complete: boolean;
  unreadable: UnreadableImage[];
}

const STATE = 'scan.json';

export function writeScanState(indexFolder: string, state: ScanState): void {
  replaceFile(path.join(indexFolder, STATE), JSON.stringify(state));
}

/** The state; without a readable one, that of a scan that has not ended. */
export function readScanState(indexFolder: string): ScanState {
  try {
    return JSON.parse(readFileSync(path.join(indexFolder, STATE), 'utf8')) as ScanState;
  } catch {
    return { complete: false, unreadable: [] };
  }
}
