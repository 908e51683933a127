import { element, setText, show } from '../../shared/widgets/dom.ts';
import { button, progressRing } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { isScanned } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** Shown in place of units: what is missing, and the button that gets it. */
export function emptyView({ store, host }: PageParts): HTMLElement {
  const waiting = element('p', { class: 'waiting-line', role: 'status' });
  const waitingText = element('span', {});
  waiting.append(progressRing(), waitingText);
  const text = element('p', { 'data-testid': 'empty-text' });
  const note = element('p', { class: 'note' }, strings.needsFolderLabels);
  const choose = button({
    label: strings.chooseFolder,
    appearance: 'primary',
    testId: 'choose-folder',
    onClick: () => host.post({ type: 'chooseFolder' }),
  });
  const scan = button({
    label: strings.scan,
    appearance: 'primary',
    testId: 'start-scan',
    onClick: () => host.post({ type: 'scan' }),
  });
  const view = element(
    'div',
    { class: 'empty', 'data-testid': 'empty' },
    text,
    note,
    element('div', { class: 'banner-actions' }, scan, choose),
    waiting,
  );
  store.listen((state) => {
    const step = stepOf(state);
    show(view, step !== undefined);
    view.dataset.step = step ?? '';
    const { folder } = state;
    show(waiting, step === 'reading' || step === 'first');
    setText(waitingText, step === 'first' ? strings.loading : readingText(state));
    show(text, step === 'folder' || step === 'scan' || step === 'none');
    if (step === 'folder') setText(text, strings.needsFolder);
    else if (step === 'none') setText(text, strings.noImages(folder?.name ?? ''));
    else setText(text, strings.notScanned(folder?.name ?? ''));
    show(note, step === 'folder');
    show(choose, step === 'folder' || step === 'none');
    show(scan, step === 'scan');
  });
  return view;
}

type Step = 'folder' | 'scan' | 'none' | 'reading' | 'first';

/** Undefined if units can be shown, or another message is shown already. */
function stepOf(state: PageState): Step | undefined {
  const { isTrusted, folder, model, isIndexRead, index, progress, failure } = state;
  if (!isTrusted) return undefined;
  if (isScanned(state)) return model || failure ? undefined : 'reading';
  if (progress) return 'first';
  if (folder === undefined) return 'folder';
  if (failure) return undefined;
  if (!isIndexRead) return 'reading';
  return index?.complete ? 'none' : 'scan';
}

function readingText({ isIndexRead }: PageState): string {
  return isIndexRead ? strings.reading : strings.readingIndex;
}
