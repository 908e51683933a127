import type { ThumbnailRequests } from '../../../src/protocol/folder.ts';
import type { Requests } from '../../shared/page/requests.ts';
import type { Thumbnails } from '../../shared/page/thumbnails.ts';
import type { Host } from './host.ts';
import type { Store } from './store.ts';

/** Shared by the parts of the page. */
export interface PageParts {
  store: Store;
  host: Host;
  requests: Requests<ThumbnailRequests>;
  thumbnails: Thumbnails;
}

/** Selects an image, or takes it out of the selection. */
export function toggleSelected({ store }: PageParts, path: string): void {
  const selected = new Set(store.state.selected);
  if (!selected.delete(path)) selected.add(path);
  store.update({ selected });
}
