import type { ToClassUnits } from '../../src/protocol/classUnits.ts';
import { element, show } from '../dom.ts';
import { Thumbnails } from '../thumbnails.ts';
import { registerToolkit } from '../toolkit.ts';
import { failureBanner, modelChangedBanner, trustBanner } from './banners.ts';
import { classColumn } from './classColumn.ts';
import { ClassView } from './classView.ts';
import { emptyView } from './emptyView.ts';
import { header } from './header.ts';
import { Host } from './host.ts';
import { Messages } from './messages.ts';
import { NamesView } from './namesView.ts';
import type { PageParts } from './page.ts';
import { patchControls } from './patchControls.ts';
import { Requests } from './requests.ts';
import { scanBar } from './scanBar.ts';
import { SilenceView } from './silenceView.ts';
import { isScanned, Store } from './store.ts';
import { subjectTabs } from './subjectTabs.ts';
import { UnitView } from './unitView.ts';

function start(root: HTMLElement): void {
  registerToolkit();
  const host = new Host();
  const store = new Store();
  host.keepStateOf(store);
  const requests = new Requests(store, host);
  const thumbnails = new Thumbnails(host);
  const parts: PageParts = { store, host, requests, thumbnails };

  const subjects = element(
    'div',
    { class: 'subjects' },
    new ClassView(parts).element,
    new UnitView(parts).element,
    new SilenceView(parts).element,
    new NamesView(parts).element,
  );
  const main = element(
    'main',
    { class: 'units' },
    element('div', { class: 'units-bar' }, subjectTabs(parts), patchControls(parts)),
    element('div', { class: 'units-columns' }, classColumn(parts), subjects),
  );
  root.append(
    header(parts),
    trustBanner(parts),
    failureBanner(parts),
    modelChangedBanner(parts),
    scanBar(parts),
    emptyView(parts),
    main,
  );
  store.listen((state) => {
    const isShown = state.isTrusted && state.model !== undefined && isScanned(state);
    show(main, isShown);
    root.dataset.state = isShown ? 'units' : 'empty';
  });
  show(main, false);

  const messages = new Messages({ store, host, requests, thumbnails });
  window.addEventListener('message', (event: MessageEvent<ToClassUnits>) =>
    messages.receive(event.data),
  );
  host.post({ type: 'ready' });
}

const root = document.getElementById('app');
if (root) start(root);
