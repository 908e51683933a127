import { element, setText, show, showInItsRoom } from '../../shared/widgets/dom.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { Host } from '../state/host.ts';
import type { Store } from '../state/store.ts';
import { chosenLayer, factsOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** Where the chosen layer is in Python code, and how certain that is. */
export function codeLine(store: Store, host: Host): HTMLElement {
  const go = (part: 'definition' | 'call') => {
    const layer = chosenLayer(store.state);
    if (layer) host.post({ type: 'goToCode', tensor: layer.tensor, part });
  };
  const definition = button({
    label: strings.code,
    title: strings.goToDefinitionHint,
    testId: 'go-to-definition',
    onClick: () => go('definition'),
  });
  const call = button({
    label: strings.code,
    title: strings.goToCallHint,
    testId: 'go-to-call',
    onClick: () => go('call'),
  });
  const find = button({
    label: strings.findCode,
    title: strings.findCodeHint,
    testId: 'find-code',
    onClick: () => go('definition'),
  });
  const certainty = element('span', { class: 'note', 'data-testid': 'code-certainty' });
  const line = element(
    'div',
    {
      class: 'layer-bar code-line',
      'data-testid': 'code-line',
      role: 'group',
      'aria-label': strings.code,
    },
    definition,
    call,
    find,
    certainty,
  );
  let asked: { tensor: string; of: unknown } | undefined;
  store.listen((state) => {
    const layer = chosenLayer(state);
    const of = state.inspection ?? state.facts;
    if (layer && (asked?.tensor !== layer.tensor || asked.of !== of)) {
      asked = { tensor: layer.tensor, of };
      host.post({ type: 'askCode', tensor: layer.tensor });
    }
    const { code } = state;
    const isKnown = layer !== undefined && code?.tensor === layer.tensor;
    show(line, (factsOf(state)?.layers.length ?? 0) > 0);
    showInItsRoom(line, isKnown);
    if (!isKnown) return;
    const { texts } = code;
    show(definition, texts?.definition !== undefined);
    show(call, texts?.call !== undefined);
    show(find, texts === undefined);
    setText(definition, strings.goToDefinition(texts?.definition ?? ''));
    setText(call, strings.goToCall(texts?.call ?? ''));
    setText(certainty, texts ? strings.certainties[texts.certainty] : '');
  });
  return line;
}
