import type { ScanProgress } from '../../../src/cam/results/units.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { isScanned } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { unreadableList } from './unreadableList.ts';

/** The progress of the scan, or the content of the index and how to continue; part of the header. */
export function scanLine({ store, host }: PageParts): HTMLElement {
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
  const again = button({
    label: strings.scanAgain,
    title: strings.scanHint,
    testId: 'scan-again',
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
    again,
  );
  line.hidden = true;
  store.listen((state) => {
    const { progress, index, isTrusted, isModelChanged } = state;
    show(line, isTrusted && (progress !== undefined || isScanned(state)));
    setText(text, textOf(state));
    setText(rate, progress ? rateOf(progress) : '');
    show(cancel, progress !== undefined);
    const isIdle = progress === undefined && !isModelChanged;
    show(resume, isIdle && index?.complete === false);
    show(again, isIdle && index?.complete === true);
  });
  return line;
}

/** A progress bar during a scan, and the pictures that it could not read. */
export function scanBar(parts: PageParts): HTMLElement {
  const fill = element('span');
  const track = element('div', {
    class: 'scan-track',
    role: 'progressbar',
    'aria-label': strings.scanning,
    'data-testid': 'scan-progress',
  });
  track.append(fill);
  parts.store.listen(({ progress }) => {
    show(track, progress !== undefined);
    if (progress) showProgress(track, fill, progress);
  });
  track.hidden = true;
  return element('div', { class: 'scan-bar' }, track, unreadableList(parts));
}

function textOf({ progress, index }: PageState): string {
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
