import type { ScanProgress } from '../../../src/cam/results/units.ts';
import { element, setText, show } from '../widgets/dom.ts';
import { button } from '../widgets/toolkit.ts';
import type { FolderPage, FolderState } from './folderPage.ts';
import { isScanned } from './folderPage.ts';
import { strings } from './strings.ts';

/** The progress of the scan, or the number of images and how to continue; part of the header. */
export function scanLine({ store, host }: FolderPage): HTMLElement {
  const text = element('span', { class: 'number', 'data-testid': 'scan-text' });
  const rate = element('span', { class: 'note number', 'data-testid': 'scan-rate' });
  const cancel = button({
    label: strings.cancel,
    testId: 'cancel-scan',
    onClick: () => host.post({ type: 'cancelScan' }),
  });
  const resume = button({
    label: strings.resume,
    appearance: 'primary',
    testId: 'resume-scan',
    onClick: () => host.post({ type: 'scan' }),
  });
  const line = element(
    'div',
    { class: 'scan-line', 'data-testid': 'scan-line' },
    // Before the numbers, whose width changes: the button must not move away from the pointer.
    cancel,
    text,
    rate,
    resume,
    progressTrack(store),
  );
  line.hidden = true;
  store.listen((state) => {
    const { progress, index, isTrusted, isModelChanged } = state;
    show(line, isTrusted && (progress !== undefined || isScanned(state)));
    setText(text, textOf(state));
    setText(rate, progress ? rateOf(progress) : '');
    line.title = rate.textContent ?? '';
    show(cancel, progress !== undefined);
    const isIdle = progress === undefined && !isModelChanged;
    show(resume, isIdle && index?.complete === false);
  });
  return line;
}

/** A bar under the header during a scan; it takes no room. */
function progressTrack(store: FolderPage['store']): HTMLElement {
  const fill = element('span');
  const track = element('div', {
    class: 'scan-track',
    role: 'progressbar',
    'aria-label': strings.scanning,
    'data-testid': 'scan-progress',
  });
  track.append(fill);
  track.hidden = true;
  store.listen(({ progress }) => {
    show(track, progress !== undefined);
    if (progress) showProgress(track, fill, progress);
  });
  return track;
}

function textOf({ progress, index }: FolderState): string {
  if (progress) return strings.progress(progress.indexed, progress.found, progress.walking);
  if (!index) return '';
  return index.complete ? strings.summary(index.images) : strings.incomplete(index.images);
}

function rateOf({ perSecond, secondsLeft }: ScanProgress): string {
  const parts = [
    perSecond > 0 ? strings.perSecond(perSecond) : '',
    secondsLeft === undefined ? '' : strings.secondsLeft(secondsLeft),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function showProgress(
  track: HTMLElement,
  fill: HTMLElement,
  { indexed, unreadable, found, walking }: ScanProgress,
): void {
  const done = Math.min(indexed + unreadable, found);
  const isKnown = !walking && found > 0;
  track.classList.toggle('unknown', !isKnown);
  fill.style.width = isKnown ? `${(done / found) * 100}%` : '';
  track.setAttribute('aria-valuemax', String(found));
  if (isKnown) track.setAttribute('aria-valuenow', String(done));
  else track.removeAttribute('aria-valuenow');
}
