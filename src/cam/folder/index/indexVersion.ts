import { createHash } from 'node:crypto';
import { blockNames } from './blockList.ts';
import { readScanState } from './scanState.ts';

/** A string that changes whenever an index does. */
export function indexVersion(indexFolder: string): string {
  const content = [blockNames(indexFolder), readScanState(indexFolder)];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
}
