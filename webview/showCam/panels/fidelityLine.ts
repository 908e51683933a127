import type { Fidelity } from '../../../src/cam/results/fidelity.ts';
import type { Side } from '../../../src/protocol/showCam.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import type { IconName } from '../../shared/widgets/icons.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { Host } from '../state/host.ts';
import type { PageState, Store } from '../state/store.ts';
import { isFailed, paneOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';

const ICONS: Record<Fidelity, IconName> = {
  exact: 'exact',
  approximate: 'approximate',
  mismatch: 'inexact',
};

/**
 * The fidelity of one model's map, in one line; the three kinds differ in icon, frame and word.
 * @param isWanted whether it is shown here now
 */
export function fidelityLine(
  store: Store,
  host: Host,
  side: Side,
  testId: string,
  isWanted: (state: PageState) => boolean,
): HTMLElement {
  const icons = Object.entries(ICONS).map(([standing, name]) => ({
    standing,
    drawing: icon(name),
  }));
  const text = element('span', { class: 'fidelity-text' });
  const hint = element('span');
  const drawings = icons.map(({ drawing }) => drawing);
  const code = button({
    label: strings.headCode,
    icon: icon('code'),
    testId: `${testId}-code`,
    onClick: () => host.post({ type: 'goToCode', side, what: 'head' }),
  });
  const line = element(
    'div',
    { class: 'fidelity', 'data-testid': testId },
    ...drawings,
    hint,
    text,
    code,
  );
  store.listen((state) => {
    const pane = paneOf(state, side);
    const explanation = pane?.loaded?.explanation;
    const claim = explanation?.claim;
    // Fidelity is about the picture on show; there is none beside an error.
    const isShown = isWanted(state) && claim !== undefined && !isFailed(state, side);
    show(line, isShown);
    if (!isShown) return;
    line.dataset.fidelity = claim.standing;
    for (const { standing, drawing } of icons) {
      drawing.toggleAttribute('hidden', standing !== claim.standing);
    }
    // The other texts begin with the word.
    hint.className = claim.standing === 'approximate' ? 'fidelity-word' : 'visually-hidden';
    setText(hint, `${strings.fidelity[claim.standing]}: `);
    const both = `${claim.text} · ${explanation?.place.text}`;
    setText(text, both);
    line.title = both;
  });
  return line;
}
