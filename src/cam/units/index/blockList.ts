import { readdirSync } from 'node:fs';
import type { BlockShape } from './block.ts';
import type { BlockEntry } from './blockFiles.ts';
import { readEntry } from './blockFiles.ts';

/** Names of blocks: their turn, and a part that makes sure that a name is never used again. */
const NAME = /^block-(\d{6,})-[0-9a-f]{8}$/;

/** Replacements that may come while one list is read. */
const TRIES = 20;

/** The blocks of an index in their order, without those whose images are in another one by now. */
export function listBlocks(indexFolder: string, shape: BlockShape): BlockEntry[] {
  for (let attempt = 1; ; attempt++) {
    try {
      const entries = blockNames(indexFolder).map((name) => readEntry(indexFolder, name, shape));
      const replaced = new Set(entries.flatMap(({ replaces }) => replaces));
      return entries.filter(({ name }) => !replaced.has(name));
    } catch (error) {
      if (!isMissing(error) || attempt === TRIES) throw error;
    }
  }
}

/** Names of all blocks, those that were replaced and not yet deleted included. */
export function blockNames(indexFolder: string): string[] {
  const names = readdirSync(indexFolder).filter((name) => NAME.test(name));
  return names.sort((a, b) => turnOf(a) - turnOf(b) || (a < b ? -1 : 1));
}

/** Where a block stands among the others. */
export function turnOf(name: string): number {
  return Number(NAME.exec(name)?.[1] ?? 0);
}

export function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException)?.code === 'ENOENT';
}
