import { element, setText, show } from '../widgets/dom.ts';
import { button, progressRing } from '../widgets/toolkit.ts';
import type { FolderPage, FolderState } from './folderPage.ts';
import { isScanned } from './folderPage.ts';
import { strings } from './strings.ts';

/** The texts of a page that has nothing to show yet. */
export interface EmptyTexts {
  needsFolder: string;
  needsFolderNote: string;
  notScanned: (folder: string) => string;
  scan: string;
  /** The first images are run. */
  loading: string;
  /** What looking at the folder again is called, if it is not a new scan. */
  again?: string;
  againHint?: string;
}

/** Shown in place of the results: what is missing, and the button that gets it. */
export function emptyView({ store, host }: FolderPage, texts: EmptyTexts): HTMLElement {
  const waiting = element('p', { class: 'waiting-line', role: 'status' });
  const waitingText = element('span', {});
  waiting.append(progressRing(), waitingText);
  const text = element('p', { 'data-testid': 'empty-text' });
  const note = element('p', { class: 'note' }, texts.needsFolderNote);
  const choose = button({
    label: strings.chooseFolder,
    appearance: 'primary',
    testId: 'choose-folder',
    onClick: () => host.post({ type: 'chooseFolder' }),
  });
  const scan = button({
    label: texts.scan,
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
    setText(waitingText, step === 'first' ? texts.loading : readingText(state));
    show(text, step === 'folder' || step === 'scan' || step === 'none');
    if (step === 'folder') setText(text, texts.needsFolder);
    else if (step === 'none') setText(text, strings.noImages(folder?.name ?? ''));
    else setText(text, texts.notScanned(folder?.name ?? ''));
    show(note, step === 'folder');
    show(choose, step === 'folder' || step === 'none');
    show(scan, step === 'scan');
  });
  return view;
}

type Step = 'folder' | 'scan' | 'none' | 'reading' | 'first';

/** Undefined if the results can be shown, or another message is shown already. */
function stepOf(state: FolderState): Step | undefined {
  const { isTrusted, folder, isIndexRead, index, progress, failure, model } = state;
  if (!isTrusted) return undefined;
  if (isScanned(state)) return model !== undefined || failure ? undefined : 'reading';
  if (progress) return 'first';
  if (folder === undefined) return 'folder';
  if (failure) return undefined;
  if (!isIndexRead) return 'reading';
  return index?.complete ? 'none' : 'scan';
}

function readingText({ isIndexRead }: FolderState): string {
  return isIndexRead ? strings.reading : strings.readingIndex;
}
