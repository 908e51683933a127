import type { Thumbnails } from '../shared/page/thumbnails.ts';
import type { Drawings } from './drawings.ts';
import type { Host } from './host.ts';
import type { Store } from './store.ts';

/** What the parts of the page share. */
export interface PageParts {
  store: Store;
  host: Host;
  thumbnails: Thumbnails;
  drawings: Drawings;
}
