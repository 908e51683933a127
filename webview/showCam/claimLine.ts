import { element, setText, show } from '../dom.ts';
import { icon } from '../icons.ts';
import { strings } from '../strings.ts';
import type { Store } from './store.ts';

/** What the picture is, in one line; exact and not exact differ in icon, frame and word. */
export function claimLine(store: Store): HTMLElement {
  const [exactIcon, inexactIcon] = [icon('exact'), icon('inexact')];
  const text = element('span', { class: 'claim-text' });
  const hint = element('span', { class: 'visually-hidden' });
  const line = element(
    'p',
    { class: 'claim', 'data-testid': 'claim' },
    exactIcon,
    inexactIcon,
    hint,
    text,
  );
  store.listen(({ loaded, failure }) => {
    // The claim is about the picture that is shown; there is none beside an error.
    show(line, loaded !== undefined && failure === undefined);
    if (!loaded || failure) return;
    const { exact, claim } = loaded.explanation;
    line.dataset.exact = String(exact);
    exactIcon.toggleAttribute('hidden', !exact);
    inexactIcon.toggleAttribute('hidden', exact);
    setText(hint, `${exact ? strings.claimExact : strings.claimInexact}: `);
    setText(text, claim);
    line.title = claim;
  });
  return line;
}
