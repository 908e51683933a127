import type { FromPins } from '../../src/protocol/pins.ts';
import { element, setText, show } from '../shared/widgets/dom.ts';
import { button } from '../shared/widgets/toolkit.ts';
import type { PageParts } from './page.ts';
import type { PageState } from './store.ts';
import { strings } from './strings.ts';

type Step = 'trust' | 'folder' | 'model' | 'reading' | 'none';

/** Shown in place of the list: what is missing, and the button that gets it. */
export function emptyView({ store, host }: PageParts): HTMLElement {
  const text = element('p', { 'data-testid': 'empty-text' });
  const how = element('p', { class: 'note' }, strings.howToPin);
  const kept = element('p', { class: 'note' }, strings.kept);
  const send = (label: string, message: FromPins, testId: string) =>
    button({ label, appearance: 'primary', testId, onClick: () => host.post(message) });
  const buttons: Partial<Record<Step, HTMLElement>> = {
    trust: send(strings.manageTrust, { type: 'manageTrust' }, 'manage-trust'),
    folder: send(strings.openFolder, { type: 'openFolder' }, 'open-folder'),
    model: send(strings.chooseModel, { type: 'action', action: 'chooseModel' }, 'choose-model'),
    none: send(strings.pinImages, { type: 'pinImages' }, 'pin-images'),
  };
  const view = element(
    'div',
    { class: 'empty', 'data-testid': 'empty' },
    text,
    how,
    ...Object.values(buttons),
    kept,
  );
  view.hidden = true;
  store.listen((state) => {
    const step = stepOf(state);
    show(view, step !== undefined);
    if (!step) return;
    view.dataset.step = step;
    setText(text, textOf(step, state));
    show(how, step === 'none' || step === 'model');
    show(kept, step === 'none');
    for (const [of, control] of Object.entries(buttons)) show(control, of === step);
  });
  return view;
}

/** Undefined if there is a list, or another message is shown already. */
function stepOf({ start, pins, failure }: PageState): Step | undefined {
  if (!start) return undefined;
  if (!start.isTrusted) return 'trust';
  if (!start.hasFolder) return 'folder';
  if (!start.model) return 'model';
  if (pins) return pins.rows.length === 0 ? 'none' : undefined;
  return failure ? undefined : 'reading';
}

function textOf(step: Step, { start }: PageState): string {
  switch (step) {
    case 'trust':
      return strings.untrusted;
    case 'folder':
      return strings.needsFolder;
    case 'model':
      return strings.needsModel;
    case 'none':
      return strings.noPins(start?.model?.fileName ?? '');
    case 'reading':
      return strings.reading;
    default:
      return step satisfies never;
  }
}
