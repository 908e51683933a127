import type { StoredIndex } from './index/openIndex.ts';
import { indexVersion } from './index/scanState.ts';
import type { IndexPlace } from './indexPlace.ts';
import { openIndexAt } from './indexPlace.ts';
import { keepRecent } from './recentlyUsed.ts';

/** Number of indexes that stay open; the least recently used one is closed. */
const MAX_OPEN = 3;

/** Open indexes, so that the next request about a folder need not read its lists again. */
export class OpenIndexes {
  /** By folder, the most recently used last. */
  readonly #open = new Map<string, StoredIndex>();

  /**
   * The current index; opened again if it has changed.
   * @throws CamError `fileNotFound` if the folder was never scanned with this model.
   */
  open(place: IndexPlace): StoredIndex {
    const { indexFolder } = place;
    const known = this.#open.get(indexFolder);
    this.#open.delete(indexFolder);
    const isCurrent = known && versionOf(indexFolder) === known.version;
    const index = isCurrent ? known : openIndexAt(place);
    keepRecent(this.#open, indexFolder, index, MAX_OPEN);
    return index;
  }
}

/** Undefined if the index is gone. */
function versionOf(indexFolder: string): string | undefined {
  try {
    return indexVersion(indexFolder);
  } catch {
    return undefined;
  }
}
