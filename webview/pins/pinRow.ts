import type { PlaceCheck } from '../../src/cam/results/placeCheck.ts';
import type { PinRow } from '../../src/protocol/pins.ts';
import { element, isolated, setAttributes, setName, show } from '../shared/widgets/dom.ts';
import { icon } from '../shared/widgets/icons.ts';
import { button } from '../shared/widgets/toolkit.ts';
import type { PageParts } from './page.ts';
import { PinPicture } from './pinPicture.ts';
import type { NamedScore } from './rowTexts.ts';
import { changesOf, expectedText, groupOf, predictionOf, spokenRow } from './rowTexts.ts';
import { strings } from './strings.ts';

/** A map without places is a failed check, so it says so already. */
const TOLD_PLACES: readonly PlaceCheck['standing'][] = ['moved', 'unchecked'];

/** One pinned image: a small map, the model's result, and what the export changed. */
export class PinRowView {
  readonly element: HTMLLIElement;
  readonly #parts: PageParts;
  readonly #picture = new PinPicture();
  readonly #open: HTMLButtonElement;
  readonly #name = element('span', { class: 'pin-name', 'data-testid': 'pin-name' });
  readonly #folder = element('span', { class: 'pin-folder note' });
  readonly #before = element('span', { class: 'pin-before' });
  readonly #now = element('span', { class: 'pin-now', 'data-testid': 'pin-now' });
  readonly #expected = element('span', { class: 'pin-expected', 'data-testid': 'pin-expected' });
  readonly #changes = element('span', { class: 'pin-changes note number' });
  readonly #check = element('span', { class: 'pin-check', 'data-testid': 'pin-check' });
  readonly #redraw = () => this.#draw();
  #row: PinRow | undefined;
  #isInSight = false;

  constructor(parts: PageParts) {
    this.#parts = parts;
    this.#open = element(
      'button',
      { type: 'button', class: 'pin-open', 'data-testid': 'pin-open' },
      this.#picture.canvas,
      element(
        'span',
        { class: 'pin-text' },
        this.#name,
        this.#folder,
        element('span', { class: 'pin-prediction', 'data-testid': 'pin-prediction' }),
        this.#expected,
        this.#changes,
        this.#check,
      ),
    );
    this.#open.querySelector('.pin-prediction')?.append(this.#before, this.#now);
    this.#open.addEventListener('click', () => this.#post('showCam'));
    const actions = element(
      'span',
      { class: 'pin-actions' },
      button({
        label: strings.setExpected,
        icon: icon('edit'),
        testId: 'set-expected',
        onClick: () => this.#post('setExpected'),
      }),
      button({
        label: strings.unpin,
        icon: icon('close'),
        testId: 'unpin',
        onClick: () => this.#post('unpin'),
      }),
    );
    this.element = element('li', { class: 'pin', 'data-testid': 'pin' }, this.#open, actions);
    this.element.addEventListener('keydown', (event) => {
      const type = event.key === 'Delete' ? 'unpin' : event.key === 'F2' ? 'setExpected' : '';
      if (type === '') return;
      event.preventDefault();
      this.#post(type);
    });
  }

  get path(): string | undefined {
    return this.#row?.path;
  }

  focus(): void {
    this.#open.focus();
  }

  /** @param isNameAlone whether no other row has the same file name */
  update(row: PinRow, isNameAlone: boolean): void {
    if (this.#row && isOtherPicture(this.#row, row)) this.#parts.thumbnails.drop(row.path);
    this.#row = row;
    const { now, before } = predictionOf(row);
    setName(this.#name, row.fileName);
    setName(this.#folder, isNameAlone ? '' : row.folder);
    fillScore(this.#before, before);
    fillScore(this.#now, now, row.error?.message);
    this.#showExpected(row);
    this.#changes.replaceChildren(...changesOf(row).map((piece) => element('span', {}, piece)));
    this.#changes.title = row.comparison.boxOverlap === undefined ? '' : strings.boxOverlapHint;
    setAttributes(this.element, {
      'data-path': row.path,
      'data-change': row.comparison.change,
      'data-vscode-context': JSON.stringify({
        webviewSection: 'pin',
        path: row.path,
        preventDefaultContextMenuItems: true,
      }),
    });
    this.element.classList.toggle('flipped', groupOf(row) === 'flipped');
    this.element.classList.toggle('stale', row.top === undefined);
    this.#showCheck(row);
    if (this.#isInSight) this.#see(row);
  }

  /** Draws the image from now on; an image out of view is neither requested nor drawn. */
  see(isInSight: boolean): void {
    this.#isInSight = isInSight;
    if (!this.#row) return;
    if (isInSight) {
      this.#see(this.#row);
      return;
    }
    this.#parts.drawings.forget(this.#row.path);
    this.#parts.thumbnails.forget(this.#row.path, this.#redraw);
  }

  #see(row: PinRow): void {
    this.#parts.drawings.want(row, this.#redraw);
    this.#draw();
  }

  #showExpected(row: PinRow): void {
    const text = expectedText(row);
    show(this.#expected, text !== undefined);
    if (text === undefined) return;
    const { isRight } = row.comparison;
    const name = isRight === undefined ? 'info' : isRight ? 'exact' : 'error';
    this.#expected.dataset.state = isRight === undefined ? '' : isRight ? 'right' : 'wrong';
    this.#expected.replaceChildren(icon(name), element('span', {}, text));
  }

  /**
   * A map that cannot be relied on or is not in place says so in the row, and one that was moved or could not be
   * checked; the others in the tooltip.
   */
  #showCheck(row: PinRow): void {
    const { path, error } = row;
    const { fidelity, place } = this.#parts.drawings.get(path) ?? {};
    const isWrong = fidelity?.standing === 'mismatch';
    const isPlaceTold = place !== undefined && TOLD_PLACES.includes(place.standing);
    const text = error ? '' : isWrong ? fidelity.text : isPlaceTold ? place.text : '';
    const spoken = [spokenRow(row), text, strings.showCam].filter((part) => part !== '');
    // Its name is what is written in it.
    setAttributes(this.#open, { 'aria-description': spoken.join('. ') });
    this.#check.dataset.fidelity = isWrong ? 'mismatch' : '';
    if (text === '') this.#check.replaceChildren();
    else this.#check.replaceChildren(icon(isWrong ? 'error' : 'info'), element('span', {}, text));
    const both = fidelity && place ? `\n${fidelity.text} · ${place.text}` : '';
    this.#open.title = error ? `${error.message} ${error.nextAction}` : `${path}${both}`;
  }

  #post(type: 'showCam' | 'setExpected' | 'unpin'): void {
    if (this.#row) this.#parts.host.post({ type, path: this.#row.path });
  }

  #draw(): void {
    const row = this.#row;
    if (!row || !this.#isInSight) return;
    this.#showCheck(row);
    const { thumbnails } = this.#parts;
    const picture = row.error ? 'failed' : thumbnails.get(row.path);
    this.#picture.canvas.classList.toggle('gone', picture === 'failed');
    if (picture === undefined) thumbnails.want(row.path, this.#redraw);
    if (picture === undefined || picture === 'failed') this.#picture.clear();
    else this.#paint(row, picture);
  }

  #paint(row: PinRow, picture: ImageBitmap): void {
    const drawing = this.#parts.drawings.get(row.path);
    if (!drawing) {
      this.#picture.drawPlain(picture);
      return;
    }
    const isMoved = row.comparison.change === 'moved' || groupOf(row) === 'flipped';
    // Until the new map arrives, the old one keeps its own box.
    const now = row.top ? row.box : row.boxBefore;
    this.#picture.draw(picture, drawing, { now, before: isMoved ? row.boxBefore : undefined });
  }
}

/** The file was replaced, or could not be read before. */
function isOtherPicture(before: PinRow, now: PinRow): boolean {
  const isReplaced = before.imageKey !== '' && before.imageKey !== now.imageKey;
  return isReplaced || (before.error !== undefined && now.error === undefined);
}

function fillScore(target: HTMLElement, score: NamedScore | undefined, instead = ''): void {
  if (!score) {
    target.replaceChildren(instead);
    return;
  }
  target.replaceChildren(
    element('span', { class: 'pin-label' }, isolated(score.label)),
    ' ',
    element('span', { class: 'pin-probability number' }, score.probability),
  );
}
