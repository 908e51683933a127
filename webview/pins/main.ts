import '../shared/page/translation.ts';

import type { ThumbnailRequests } from '../../src/protocol/folder.ts';
import type { PinsAction, ToPins } from '../../src/protocol/pins.ts';
import { Requests } from '../shared/page/requests.ts';
import { Thumbnails } from '../shared/page/thumbnails.ts';
import { FailureBanner } from '../shared/widgets/failureBanner.ts';
import { registerToolkit } from '../shared/widgets/toolkit.ts';
import { Drawings } from './drawings.ts';
import { emptyView } from './emptyView.ts';
import { Host } from './host.ts';
import type { PageParts } from './page.ts';
import { PinList } from './pinList.ts';
import { isReady, Store } from './store.ts';
import { strings } from './strings.ts';
import { summary } from './summary.ts';
import { workLine } from './workLine.ts';

function start(root: HTMLElement): void {
  registerToolkit();
  const host = new Host();
  const requests = new Requests<ThumbnailRequests>((message) => host.post(message));
  const parts: PageParts = {
    store: new Store(),
    host,
    requests,
    thumbnails: new Thumbnails((paths) => requests.send('thumbnails', { paths })),
    drawings: new Drawings(host),
  };
  root.append(
    failureBanner(parts),
    workLine(parts),
    summary(parts),
    emptyView(parts),
    new PinList(parts).element,
  );
  window.addEventListener('message', (event: MessageEvent<ToPins>) => receive(event.data, parts));
  host.post({ type: 'ready' });
}

/** The failure that concerns all images. */
function failureBanner({ store, host }: PageParts): HTMLElement {
  const act = (action: PinsAction) => host.post({ type: 'action', action });
  const banner = new FailureBanner(strings.actions, act);
  store.listen((state) => banner.update(isReady(state) ? state.failure : undefined));
  return banner.element;
}

function receive(message: ToPins, { store, drawings, requests }: PageParts): void {
  switch (message.type) {
    case 'start':
      store.update({ start: message });
      break;
    case 'pins':
      store.update({ pins: message.pins });
      break;
    case 'work':
      store.update({ work: message.work });
      break;
    case 'failure':
      store.update({ failure: message.failure });
      break;
    case 'drawing':
      drawings.receive(message);
      break;
    case 'result':
    case 'refusal':
    case 'working':
      requests.receive(message);
      break;
    default:
      message satisfies never;
  }
}

const root = document.getElementById('app');
if (root) start(root);
