import { element, setAttributes, setText, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import { isTraining } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { ExampleImages } from './exampleImages.ts';
import { placeName } from './placeName.ts';

/** More of each image cannot be cut away. */
const WIDEST_BORDER = 0.4;

/** What makes the answer too good, and what can be done about it. */
export function warnings(parts: PageParts): HTMLElement[] {
  return [givenAway(parts), leaks(parts)];
}

/** A place by which a class can be told without its object, with examples. */
function givenAway(parts: PageParts): HTMLElement {
  const { store, host } = parts;
  const text = element('p', { 'data-testid': 'given-away-text' });
  const inside = element('p', { class: 'note' }, strings.tooFarInside);
  const examples = new ExampleImages(parts);
  const cut = button({
    label: strings.cutAway,
    testId: 'cut-away',
    onClick: () => {
      const border = borderOf(store.state);
      if (border === undefined) return;
      host.post({ type: 'setBorder', border });
      host.post({ type: 'train', learner: store.state.view.learner });
    },
  });
  const root = banner('given-away', examples.element, text, inside, cut);
  store.listen((state) => {
    const { report } = state;
    const place = report?.givenAway[0];
    show(root, place !== undefined && !isTraining(state));
    examples.show(place?.examples ?? []);
    if (!report || !place) return;
    const { name = '' } = report.classes[place.classIndex] ?? {};
    setText(text, strings.givenAway(name, strings.places[placeName(place.region)]));
    const border = borderOf(state);
    show(cut, border !== undefined);
    show(inside, border === undefined);
    setAttributes(cut, { title: border === undefined ? undefined : strings.cutAwayHint(border) });
  });
  return root;
}

/** The border of whole images that leaves the place out, in whole percent; undefined if too much would be lost. */
function borderOf({ report }: PageParts['store']['state']): number | undefined {
  const further = report?.givenAway[0]?.border;
  if (!report || further === undefined) return undefined;
  const border = Math.ceil(100 * (report.border + (1 - 2 * report.border) * further)) / 100;
  return border <= WIDEST_BORDER ? border : undefined;
}

/** Nearly the same images, of which a head has learned from one and is asked about the other. */
function leaks({ store, host }: PageParts): HTMLElement {
  const text = element('p', { 'data-testid': 'leaks-text' });
  const keep = button({
    label: strings.keepTogether,
    testId: 'keep-together',
    onClick: () => {
      host.post({ type: 'keepTogether' });
      host.post({ type: 'train', learner: store.state.view.learner });
    },
  });
  const root = banner('leaks', text, keep);
  store.listen((state) => {
    const found = state.report?.leaks;
    const pairs = found?.pairs ?? 0;
    show(root, pairs > 0 && !isTraining(state));
    setText(text, found && pairs > 0 ? strings.leaks(pairs, found.pictures) : '');
  });
  return root;
}

function banner(testId: string, ...content: HTMLElement[]): HTMLElement {
  const root = element(
    'div',
    { class: 'banner', role: 'status', 'data-testid': testId },
    icon('inexact'),
    element('div', { class: 'banner-text' }, ...content),
  );
  root.hidden = true;
  return root;
}
