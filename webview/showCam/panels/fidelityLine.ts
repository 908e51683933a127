import type { Explanation } from '../../../src/cam/results/explanation.ts';
import type { Fidelity } from '../../../src/cam/results/fidelity.ts';
import type { Side } from '../../../src/protocol/showCam.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import type { IconName } from '../../shared/widgets/icons.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { Host } from '../state/host.ts';
import { claimAlone } from '../state/methods.ts';
import type { ByMethod, PageState, Store } from '../state/store.ts';
import { isFailed, paneOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';

export const FIDELITY_ICONS: Record<Fidelity, IconName> = {
  exact: 'exact',
  approximate: 'approximate',
  mismatch: 'inexact',
};

/** Where a fidelity line stands, and what it says. */
export interface FidelityOptions {
  testId: string;
  /** Whether it is shown here now. */
  isWanted: (state: PageState, claim: Explanation['claim']) => boolean;
  /** In a few words, with the rest in the tooltip: always, or unless the check fails. */
  isShort: 'always' | 'unlessFailed' | 'never';
}

/** The fidelity of one model's map, in one line; the three kinds differ in icon, frame and word. */
export function fidelityLine(
  store: Store,
  host: Host,
  side: Side,
  { testId, isWanted, isShort: when }: FidelityOptions,
): HTMLElement {
  const icons = Object.entries(FIDELITY_ICONS).map(([standing, name]) => ({
    standing,
    drawing: icon(name),
  }));
  const inShort = element('span', { class: 'fidelity-word', 'aria-hidden': 'true' });
  const text = element('span');
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
    inShort,
    hint,
    text,
    code,
  );
  store.listen((state) => {
    const pane = paneOf(state, side);
    const { explanation, by } = pane?.loaded ?? {};
    // Fidelity is about the picture on show; there is none beside an error.
    const isShown =
      explanation !== undefined && !isFailed(state, side) && isWanted(state, explanation.claim);
    show(line, isShown);
    if (!isShown) return;
    // Nothing moves while a map is on its way.
    line.style.visibility = by && !by.map ? 'hidden' : '';
    line.classList.toggle('by-method', by !== undefined);
    const { standing } = explanation.claim;
    line.dataset.fidelity = standing;
    const isShort = when === 'always' || (when === 'unlessFailed' && standing !== 'mismatch');
    line.classList.toggle('short', isShort);
    text.className = isShort ? 'visually-hidden' : 'fidelity-text';
    for (const { standing: own, drawing } of icons) {
      drawing.toggleAttribute('hidden', own !== standing);
    }
    // The other texts begin with the word.
    const isWordShown = standing === 'approximate' && !isShort;
    hint.className = isWordShown ? 'fidelity-word' : 'visually-hidden';
    setText(hint, `${strings.fidelity[standing]}: `);
    setText(inShort, isShort ? shortText(explanation, by) : '');
    setText(text, longText(explanation));
    line.title = longText(explanation);
    show(code, by === undefined);
  });
  line.hidden = true;
  return line;
}

function longText({ claim, place }: Explanation): string {
  return `${claim.text} · ${place.text}`;
}

function shortText(
  { claim, featureMap: { width, height }, place }: Explanation,
  by: ByMethod | undefined,
): string {
  // The name of the method stands beside it.
  const isFailed = claim.standing === 'mismatch';
  const said = by && (isFailed ? strings.fidelity.mismatch : claimAlone(claim.text, by.name));
  const size = `${width}×${height}`;
  const word =
    said === undefined
      ? `${strings.fidelity[claim.standing]} ${size}`
      : [size, said].filter((text) => text !== '').join(' · ');
  const placed = strings.placeInShort[place.standing];
  return placed === '' ? word : `${word} · ${placed}`;
}
