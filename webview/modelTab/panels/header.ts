import { element, setName, setText } from '../../shared/widgets/dom.ts';
import { formatBytes, formatCount } from '../state/sizes.ts';
import type { Store } from '../state/store.ts';
import { factsOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** The file, with a short description. */
export function header(store: Store): HTMLElement {
  const name = element('h1', { class: 'image-name', 'data-testid': 'file-name' });
  const summary = element('span', { class: 'secondary number', 'data-testid': 'file-summary' });
  store.listen((state) => {
    setName(name, state.fileName);
    name.title = state.path;
    const facts = factsOf(state);
    const parts = facts
      ? [
          formatBytes(facts.byteSize),
          strings.parameterCount(formatCount(facts.parameters)),
          facts.producer,
        ]
      : [];
    setText(summary, parts.filter((part) => part !== '').join(' · '));
  });
  return element('header', { class: 'header' }, name, summary);
}
