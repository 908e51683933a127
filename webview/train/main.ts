import '../shared/page/translation.ts';

import type { ThumbnailRequests } from '../../src/protocol/folder.ts';
import type { ToTrain } from '../../src/protocol/train.ts';
import { startFolderPage } from '../shared/folder/startFolderPage.ts';
import { Requests } from '../shared/page/requests.ts';
import { Thumbnails } from '../shared/page/thumbnails.ts';
import { registerToolkit } from '../shared/widgets/toolkit.ts';
import { receive } from './messages.ts';
import { answer } from './panels/answer.ts';
import { newModel } from './panels/newModel.ts';
import { trainBar } from './panels/trainBar.ts';
import { resultsView } from './results/resultsView.ts';
import { warnings } from './results/warnings.ts';
import { Host } from './state/host.ts';
import type { PageParts } from './state/page.ts';
import { Store } from './state/store.ts';
import { strings } from './state/strings.ts';

function start(root: HTMLElement): void {
  registerToolkit();
  const host = new Host();
  const store = new Store();
  host.keepStateOf(store);
  const requests = new Requests<ThumbnailRequests>((message) => host.post(message));
  const thumbnails = new Thumbnails((paths) => requests.send('thumbnails', { paths }));
  const parts: PageParts = { store, host, requests, thumbnails };

  startFolderPage<ToTrain>(root, parts, {
    name: 'training',
    results: [answer(parts), trainBar(parts), ...warnings(parts), resultsView(parts)],
    saveMenu: newModel(parts),
    texts: { ...strings.empty, again: strings.lookAgain, againHint: strings.lookAgainHint },
    receive: (message) => receive(message, parts),
  });
}

const root = document.getElementById('app');
if (root) start(root);
