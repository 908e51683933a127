import '../shared/page/translation.ts';

import type { ClassUnitsRequests, ToClassUnits } from '../../src/protocol/classUnits.ts';
import { failureBanner, modelChangedBanner, trustBanner } from '../shared/folder/banners.ts';
import { emptyView } from '../shared/folder/emptyView.ts';
import { isScanned } from '../shared/folder/folderPage.ts';
import { Requests } from '../shared/page/requests.ts';
import { Thumbnails } from '../shared/page/thumbnails.ts';
import { element, show } from '../shared/widgets/dom.ts';
import { registerToolkit } from '../shared/widgets/toolkit.ts';
import { Messages } from './messages.ts';
import { ClassPicker } from './panels/classPicker.ts';
import { fieldFailure, fieldStatus } from './panels/fieldStatus.ts';
import { header } from './panels/header.ts';
import { subjectTabs } from './panels/subjectTabs.ts';
import { viewMenu } from './patches/viewMenu.ts';
import { GradientFields } from './state/gradientFields.ts';
import { Host } from './state/host.ts';
import type { PageParts } from './state/page.ts';
import { Questions } from './state/questions.ts';
import type { PageState } from './state/store.ts';
import { Store } from './state/store.ts';
import { strings } from './state/strings.ts';
import { AblationView } from './subjects/ablationView.ts';
import { ClassView } from './subjects/classView.ts';
import { NamesView } from './subjects/namesView.ts';
import { UnitView } from './subjects/unitView.ts';

function start(root: HTMLElement): void {
  registerToolkit();
  const host = new Host();
  const store = new Store();
  host.keepStateOf(store);
  const requests = new Requests<ClassUnitsRequests>((message) => host.post(message));
  const questions = new Questions(store, requests);
  const fields = new GradientFields(store, requests);
  const thumbnails = new Thumbnails((paths) => requests.send('thumbnails', { paths }));
  const parts: PageParts = { store, host, requests, questions, fields, thumbnails };

  const picker = new ClassPicker(parts);
  const subjects = element(
    'div',
    { class: 'subjects' },
    new ClassView(parts, picker).element,
    new UnitView(parts).element,
    new AblationView(parts).element,
    new NamesView(parts).element,
  );
  const main = element(
    'main',
    { class: 'units' },
    element('div', { class: 'units-bar' }, subjectTabs(parts), fieldStatus(parts), viewMenu(parts)),
    fieldFailure(parts),
    element('div', { class: 'units-columns' }, picker.column, subjects),
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
    root.dataset.state = isShown ? 'units' : 'empty';
  });
  show(main, false);
  // The inner width: that of the scroll bar is reserved.
  new ResizeObserver(() => {
    const { paddingLeft, paddingRight } = getComputedStyle(subjects);
    const padding = Number.parseFloat(paddingLeft) + Number.parseFloat(paddingRight);
    store.update({ widthPx: subjects.clientWidth - padding });
  }).observe(subjects);

  const messages = new Messages(parts);
  window.addEventListener('message', (event: MessageEvent<ToClassUnits>) =>
    messages.receive(event.data),
  );
  host.post({ type: 'ready' });
}

const root = document.getElementById('app');
if (root) start(root);
