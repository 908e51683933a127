import { element, setText, show } from '../../shared/widgets/dom.ts';
import type { Difference, NoDifference } from '../compared/difference.ts';
import { differenceOf } from '../compared/difference.ts';
import { missingText } from '../compared/missing.ts';
import { isDifferenceWanted } from '../compared/mode.ts';
import { pairOf } from '../compared/names.ts';
import { differenceLegend } from '../stage/differenceLegend.ts';
import { Legend } from '../stage/legend.ts';
import { differenceScene } from '../stage/scene.ts';
import { Stage } from '../stage/stage.ts';
import { methodStrings } from '../state/methodStrings.ts';
import type { PageState, Store } from '../state/store.ts';
import { isComparing } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf } from '../state/titles.ts';
import { badge } from './compareTable.ts';

/** The third view of two models: one map minus the other. */
export class DifferenceView {
  readonly element: HTMLElement;
  readonly stage: Stage;

  constructor(store: Store) {
    this.stage = new Stage(store, {
      sceneOf: (state) => (isDifferenceWanted(state) ? differenceScene(state) : undefined),
      testId: 'difference-canvas',
    });
    const title = element('span', { class: 'pane-name' });
    const head = badge('');
    const text = element('p', { class: 'note' });
    const none = element('p', { class: 'no-difference', 'data-testid': 'no-difference' });
    const legend = new Legend(store, 'difference-legend', differenceLegend).element;
    const paneHead = element(
      'div',
      { class: 'pane-head' },
      element('div', { class: 'pane-title' }, head, title),
      text,
    );
    this.element = element(
      'div',
      { class: 'pane difference', 'data-testid': 'difference' },
      paneHead,
      none,
      this.stage.element,
      legend,
    );
    store.listen((state) => {
      show(this.element, isDifferenceWanted(state));
      if (!isDifferenceWanted(state)) return;
      // Before and after, the legend says it, so that the picture stays where it is.
      show(paneHead, isComparing(state));
      setText(head, strings.differenceNames[pairOf(state)]);
      const difference = differenceOf(state);
      const reason = 'reason' in difference ? difference.reason : undefined;
      const texts = state.loaded?.by ? methodStrings.differenceTexts : strings.differenceTexts;
      show(text, reason === undefined);
      setText(text, texts[pairOf(state)]);
      show(none, reason !== undefined);
      setText(none, reason === undefined ? '' : noDifference(reason, state));
      show(this.stage.element, reason === undefined);
      if ('reason' in difference || !state.loaded) return;
      setText(title, nameOf(difference, state));
    });
  }
}

function noDifference(reason: NoDifference['reason'], state: PageState): string {
  const [main, other] = [state.loaded?.by?.name ?? 'CAM', state.other?.loaded?.by?.name ?? 'CAM'];
  switch (reason) {
    case 'otherMethods':
      return methodStrings.otherMethods[pairOf(state)](main, other);
    case 'otherPixels':
    case 'otherUnits':
      return methodStrings[reason];
    case 'noMap':
      return missingText(state) ?? strings.noDifference.loading;
    default:
      return strings.noDifference[reason];
  }
}

function nameOf({ classIndex }: Difference, { loaded }: PageState): string {
  return labelOf(classIndex, loaded?.model.model.labels.value ?? []);
}
