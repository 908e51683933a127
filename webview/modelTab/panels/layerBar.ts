import { CamError } from '../../../src/cam/base/errors.ts';
import type { Layer } from '../../../src/cam/results/inspection.ts';
import type { ModelTabRequests } from '../../../src/protocol/modelTab.ts';
import type { Requests } from '../../shared/page/requests.ts';
import { element, setName, setText, show, showInItsRoom } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button, setDisabled } from '../../shared/widgets/toolkit.ts';
import type { Host } from '../state/host.ts';
import { layerName, receptiveFieldText, shapeText, strideText } from '../state/layerTexts.ts';
import type { Store } from '../state/store.ts';
import { chosenLayer, factsOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { codeLine } from './codeLine.ts';

/** The chosen layer with all its values from the table, and its actions. */
export function layerBar(
  store: Store,
  host: Host,
  requests: Requests<ModelTabRequests>,
  openChannels: (tensor: string) => void,
): HTMLElement {
  const name = element('b', { class: 'layer-bar-name' });
  const facts = element('span', { class: 'note' });
  const channels = button({
    label: strings.showChannels,
    testId: 'show-channels',
    onClick: () => withTensor(openChannels),
  });
  const use = button({
    label: strings.useForShowCam,
    testId: 'use-for-show-cam',
    onClick: () =>
      withTensor((tensor) => {
        store.update({ asked: tensor, refused: undefined });
        requests.send('useForShowCam', { tensor }).then(
          () => store.update({ asked: undefined, refused: undefined }),
          (error) =>
            store.update({ asked: undefined, refused: { tensor, error: CamError.toData(error) } }),
        );
      }),
  });
  const text = element('div', { class: 'layer-bar-text' }, name, facts);
  const actions = element('div', { class: 'layer-bar-actions' }, channels, use);
  const bar = element('div', { class: 'layer-bar', 'data-testid': 'layer-bar' }, text, actions);
  const withTensor = (act: (tensor: string) => void) => {
    const layer = chosenLayer(store.state);
    if (layer) act(layer.tensor);
  };
  store.listen((state) => {
    const layer = chosenLayer(state);
    show(bar, (factsOf(state)?.layers.length ?? 0) > 0);
    showInItsRoom(actions, layer !== undefined);
    setName(name, layer ? layerName(layer) : '');
    setText(facts, layer ? describe(layer) : strings.chooseLayer);
    facts.title = layer ? describe(layer) : '';
    if (!layer) return;
    const canRun = state.isTrusted && state.inspection?.input !== undefined;
    setDisabled(channels, !canRun);
    channels.title = state.isTrusted ? strings.showChannels : strings.untrustedLayer;
    setText(use, state.asked === undefined ? strings.useForShowCam : strings.asking);
    setDisabled(use, !canRun || state.asked !== undefined);
    use.title = layer.isCutPoint ? strings.useForShowCam : strings.notACutPoint;
  });
  return element('div', { class: 'layer-detail' }, bar, codeLine(store, host), refusal(store));
}

/** Why no map can be made of the chosen tensor, with a way back. */
function refusal(store: Store): HTMLElement {
  const title = element('b', {});
  const message = element('p', {});
  const next = element('p', { class: 'note' });
  const back = button({
    label: strings.keepWhatWas,
    testId: 'keep-default',
    onClick: () => {
      const own = store.state.inspection?.model?.featureTensor;
      store.update({ refused: undefined });
      if (own !== undefined) store.updateView({ tensor: own });
    },
  });
  const box = element(
    'div',
    { class: 'banner refused', role: 'alert', 'data-testid': 'refused' },
    icon('error'),
    element('div', { class: 'banner-text' }, title, message, next, back),
  );
  box.hidden = true;
  store.listen(({ refused, inspection, view }) => {
    const isShown = refused !== undefined && refused.tensor === view.tensor;
    show(box, isShown);
    if (!isShown) return;
    setText(title, strings.refusedTensor(refused.tensor));
    setText(message, refused.error.message);
    setText(next, refused.error.nextAction);
    const own = inspection?.model?.featureTensor;
    setText(back, own === undefined ? strings.keepWhatWas : strings.keepDefault(own));
  });
  return box;
}

function describe(layer: Layer): string {
  const { operator, tensor, parameters } = layer;
  const parts: [string, string][] = [
    [strings.columns.stride, strideText(layer)],
    [strings.columns.receptiveField, receptiveFieldText(layer)],
    [strings.columns.parameters, parameters.toLocaleString('en')],
  ];
  return [
    operator,
    shapeText(layer),
    ...parts.map(([name, text]) => `${name.toLowerCase()} ${text}`),
    strings.tensorNamed(tensor),
  ].join(' · ');
}
