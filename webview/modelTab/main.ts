import '../shared/page/translation.ts';

import type { CodePart } from '../../src/protocol/code.ts';
import type { ModelTabRequests, ToModelTab } from '../../src/protocol/modelTab.ts';
import { Requests } from '../shared/page/requests.ts';
import { element, show } from '../shared/widgets/dom.ts';
import { registerToolkit } from '../shared/widgets/toolkit.ts';
import { ChannelRequests } from './channels/channelRequests.ts';
import { ChannelsPanel } from './channels/channelsPanel.ts';
import { GraphPanel } from './graph/graphPanel.ts';
import { Messages } from './messages.ts';
import { failureBanner, trustBanner } from './panels/banners.ts';
import { factList } from './panels/factList.ts';
import { FirstFiltersPanel } from './panels/firstFilters.ts';
import { header } from './panels/header.ts';
import { HeadWeights } from './panels/headWeights.ts';
import { layerBar } from './panels/layerBar.ts';
import { layerParts } from './panels/layerParts.ts';
import { LayerTable } from './panels/layerTable.ts';
import { verdict } from './panels/verdict.ts';
import { Host } from './state/host.ts';
import { MethodsRequest } from './state/methods.ts';
import { Store } from './state/store.ts';

function start(root: HTMLElement): void {
  registerToolkit();
  const host = new Host();
  const store = new Store();
  host.keepViewOf(store);
  const requests = new Requests<ModelTabRequests>((message) => host.post(message));
  const channels = new ChannelRequests(store, host, requests);
  const openChannels = (tensor: string) => store.updateView({ tensor, channelsOf: tensor });

  const goToCode = (tensor: string, part: CodePart) =>
    host.post({ type: 'goToCode', tensor, part });

  const layers = layerParts(
    store,
    new LayerTable(store, openChannels, goToCode).element,
    new GraphPanel(store, requests, goToCode).element,
    layerBar(store, host, requests, openChannels),
  );
  const left = element('div', { class: 'left' }, layers, new ChannelsPanel(store, host).element);
  const right = element(
    'div',
    { class: 'right' },
    factList(store, host),
    new FirstFiltersPanel(store, requests).element,
    new HeadWeights(store, openChannels).element,
  );
  const main = element('main', { class: 'model' }, left, right);
  root.append(
    header(store),
    trustBanner(store, host),
    failureBanner(store, host),
    verdict(store, host, new MethodsRequest(store, requests)),
    main,
  );
  store.listen((state) => {
    const isRead = state.facts !== undefined || state.inspection !== undefined;
    show(main, isRead);
    root.dataset.state = isRead ? 'read' : state.failure ? 'failed' : 'empty';
    left.classList.toggle('with-channels', state.view.channelsOf !== undefined);
  });
  show(main, false);

  const messages = new Messages(store, host, requests, channels);
  window.addEventListener('message', (event: MessageEvent<ToModelTab>) =>
    messages.receive(event.data),
  );
  host.post({ type: 'ready' });
}

const root = document.getElementById('app');
if (root) start(root);
