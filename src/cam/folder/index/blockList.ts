import { readdirSync } from 'node:fs';
import type { BlockShape } from './block.ts';
import type { BlockEntry } from './blockLayout.ts';
import { indexDamaged } from './files/errors.ts';
import { isMissing, missingFile } from './files/readFault.ts';
import { readEntry } from './readBlock.ts';

/** Names of blocks: their order, and a part that makes each name unique. */
const NAME = /^block-(\d{6,})-[0-9a-f]{8}$/;

/** Largest number of replacements while one list is read. */
const TRIES = 20;

/**
 * The blocks of an index in order, without those whose images are already in another one.
 * @throws CamError `indexDamaged`
 */
export function listBlocks(indexFolder: string, shape: BlockShape): BlockEntry[] {
  for (let attempt = 1; ; attempt++) {
    try {
      const entries = blockNames(indexFolder).map((name) => readEntry(indexFolder, name, shape));
      const replaced = new Set(entries.flatMap(({ replaces }) => replaces));
      return entries.filter(({ name }) => !replaced.has(name));
    } catch (error) {
      if (!isMissing(error)) throw error;
      if (attempt === TRIES) throw indexDamaged(missingFile(error) ?? indexFolder, error);
    }
  }
}

/** Names of all blocks, including replaced ones that are not yet deleted. */
export function blockNames(indexFolder: string): string[] {
  const names = readdirSync(indexFolder).filter((name) => NAME.test(name));
  return names.sort((a, b) => turnOf(a) - turnOf(b) || (a < b ? -1 : 1));
}

/** The position of a block among the others. */
export function turnOf(name: string): number {
  return Number(NAME.exec(name)?.[1] ?? 0);
}
