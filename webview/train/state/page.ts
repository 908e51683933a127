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
