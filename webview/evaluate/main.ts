import '../shared/page/translation.ts';

import type { EvaluateRequests, ToEvaluate } from '../../src/protocol/evaluate.ts';
import { startFolderPage } from '../shared/folder/startFolderPage.ts';
import { Requests } from '../shared/page/requests.ts';
import { Thumbnails } from '../shared/page/thumbnails.ts';
import { element } from '../shared/widgets/dom.ts';
import { registerToolkit } from '../shared/widgets/toolkit.ts';
import { ErrorsView } from './errors/errorsView.ts';
import { evidenceView } from './evidence/evidenceView.ts';
import { localizationView } from './localization/localizationView.ts';
import { receive } from './messages.ts';
import { answer } from './panels/answer.ts';
import { diagnosis } from './panels/diagnosis.ts';
import { saveMenu } from './panels/saveMenu.ts';
import { tabs } from './panels/tabs.ts';
import { parityView } from './parity/parityView.ts';
import { preprocessingView } from './preprocessing/preprocessingView.ts';
import { Host } from './state/host.ts';
import type { PageParts } from './state/page.ts';
import { ReportQuestions } from './state/reportQuestions.ts';
import { Store } from './state/store.ts';
import { strings } from './state/strings.ts';
import { trustView } from './trust/trustView.ts';

function start(root: HTMLElement): void {
  registerToolkit();
  const host = new Host();
  const store = new Store();
  host.keepStateOf(store);
  const requests = new Requests<EvaluateRequests>((message) => host.post(message));
  const questions = new ReportQuestions(store, requests, host);
  const thumbnails = new Thumbnails((paths) => requests.send('thumbnails', { paths }));
  const parts: PageParts = { store, host, requests, questions, thumbnails };

  startFolderPage<ToEvaluate>(root, parts, {
    name: 'evaluation',
    results: [
      answer(parts),
      diagnosis(parts),
      element('div', { class: 'tab-bar' }, tabs(parts)),
      new ErrorsView(parts).element,
      localizationView(parts),
      evidenceView(parts),
      trustView(parts),
      preprocessingView(parts),
      parityView(parts),
    ],
    saveMenu: saveMenu(parts),
    texts: strings.empty,
    receive: (message) => receive(message, parts),
  });
}

const root = document.getElementById('app');
if (root) start(root);
