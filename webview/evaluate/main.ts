import '../shared/page/translation.ts';

import type { EvaluateRequests, ToEvaluate } from '../../src/protocol/evaluate.ts';
import { failureBanner, modelChangedBanner, trustBanner } from '../shared/folder/banners.ts';
import { emptyView } from '../shared/folder/emptyView.ts';
import { isScanned } from '../shared/folder/folderPage.ts';
import { Requests } from '../shared/page/requests.ts';
import { Thumbnails } from '../shared/page/thumbnails.ts';
import { element, show } from '../shared/widgets/dom.ts';
import { registerToolkit } from '../shared/widgets/toolkit.ts';
import { ErrorsView } from './errors/errorsView.ts';
import { evidenceView } from './evidence/evidenceView.ts';
import { localizationView } from './localization/localizationView.ts';
import { Messages } from './messages.ts';
import { answer } from './panels/answer.ts';
import { diagnosis } from './panels/diagnosis.ts';
import { header } from './panels/header.ts';
import { tabs } from './panels/tabs.ts';
import { parityView } from './parity/parityView.ts';
import { preprocessingView } from './preprocessing/preprocessingView.ts';
import { Host } from './state/host.ts';
import type { PageParts } from './state/page.ts';
import { ReportQuestions } from './state/reportQuestions.ts';
import type { PageState } from './state/store.ts';
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

  const main = element(
    'main',
    { class: 'evaluation' },
    answer(parts),
    diagnosis(parts),
    element('div', { class: 'tab-bar' }, tabs(parts)),
    new ErrorsView(parts).element,
    localizationView(parts),
    evidenceView(parts),
    trustView(parts),
    preprocessingView(parts),
    parityView(parts),
  );
  root.append(
    header(parts),
    trustBanner(parts),
    failureBanner(parts),
    modelChangedBanner(parts),
    emptyView<PageState>(parts, strings.empty, ({ model }) => model !== undefined),
    main,
  );
  store.listen((state) => {
    const isShown = state.isTrusted && state.model !== undefined && isScanned(state);
    show(main, isShown);
    root.dataset.state = isShown ? 'evaluation' : 'empty';
  });
  show(main, false);

  const messages = new Messages(parts);
  window.addEventListener('message', (event: MessageEvent<ToEvaluate>) =>
    messages.receive(event.data),
  );
  host.post({ type: 'ready' });
}

const root = document.getElementById('app');
if (root) start(root);
