import type { BriefExplanation } from '../../../src/cam/results/brief.ts';
import type { SheetPicture, ViewState } from '../../../src/protocol/showCam.ts';
import { formatProbability, formatShortProbability } from '../../shared/format/numbers.ts';
import {
  element,
  isolated,
  setAttributes,
  setName,
  setText,
  show,
} from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import type { SheetEntry } from '../state/sheet.ts';
import { isRight } from '../state/sheet.ts';
import { strings } from '../state/strings.ts';
import type { Photos } from './photos.ts';
import { TilePicture } from './tilePicture.ts';

/** What a tile shows. */
export interface TileContent {
  index: number;
  name: string;
  entry: SheetEntry | undefined;
  isChosen: boolean;
  view: ViewState;
}

/** One image of the sheet: its map, first class and name; or why there is none. */
export class Tile {
  readonly element: HTMLButtonElement;
  readonly #photos: Photos;
  readonly #picture = new TilePicture();
  readonly #reason = element('span', { class: 'tile-reason' });
  readonly #verdict = element('span', { class: 'tile-chip', 'data-testid': 'tile-verdict' });
  readonly #check = element('span', { class: 'tile-chip tile-check' });
  readonly #label = element('span', { class: 'tile-label', 'data-testid': 'tile-label' });
  readonly #probability = element('span', { class: 'number' });
  readonly #name = element('span', { class: 'tile-name', 'data-testid': 'tile-name' });
  #content: TileContent | undefined;

  /** @param onOpen gets the index of the image */
  constructor(photos: Photos, onOpen: (index: number) => void) {
    this.#photos = photos;
    this.element = element(
      'button',
      { type: 'button', class: 'tile', 'data-testid': 'tile' },
      // Read first, shown last.
      this.#name,
      element(
        'span',
        { class: 'tile-frame' },
        this.#picture.canvas,
        this.#reason,
        this.#check,
        this.#verdict,
      ),
      element('span', { class: 'tile-answer' }, this.#label, ' ', this.#probability),
    );
    this.element.addEventListener('click', () => {
      if (this.#content) onOpen(this.#content.index);
    });
  }

  update(content: TileContent): void {
    const before = this.#content;
    this.#content = content;
    const { entry, name, isChosen, view } = content;
    this.element.tabIndex = isChosen ? 0 : -1;
    this.element.classList.toggle('chosen', isChosen);
    if (entry !== before?.entry || name !== before?.name) this.#write(content);
    if (entry !== before?.entry || view !== before?.view) this.#draw();
  }

  #write({ entry, name }: TileContent): void {
    const picture = entry?.picture;
    const brief = briefOf(picture);
    const error = picture && 'error' in picture ? picture.error : undefined;
    const [first] = brief?.scores ?? [];
    setName(this.#name, name);
    setName(this.#label, first?.label ?? '');
    setText(this.#probability, first ? formatShortProbability(first.probability) : '');
    show(this.#reason, error !== undefined);
    setText(this.#reason, error?.message ?? '');
    this.#writeVerdict(picture);
    this.#writeCheck(brief);
    const answer = first && `${first.label} ${formatProbability(first.probability)}`;
    const state = error ? 'failed' : brief ? 'done' : 'waiting';
    setAttributes(this.element, {
      'data-state': state,
      'data-old': entry?.isOld,
      title: error
        ? `${error.message} ${error.nextAction}`
        : [answer, verdictOf(picture)?.text, brief?.imagePath ?? name, brief?.drawing.fidelity.text]
            .filter((line) => line !== undefined)
            .join('\n'),
    });
  }

  #writeVerdict(picture: SheetPicture | undefined): void {
    const verdict = verdictOf(picture);
    show(this.#verdict, verdict !== undefined);
    if (!verdict) return;
    this.#verdict.classList.toggle('right', verdict.isRight);
    const { isRight: right, text } = verdict;
    this.#verdict.replaceChildren(
      icon(right ? 'exact' : 'error'),
      right ? element('span', { class: 'visually-hidden' }, text) : isolated(text),
    );
  }

  /** Only for a map that cannot be relied on. */
  #writeCheck(brief: BriefExplanation | undefined): void {
    const { way, fidelity } = brief?.drawing ?? {};
    const isWrong = fidelity?.standing === 'mismatch';
    show(this.#check, isWrong);
    if (!isWrong) return;
    const [reason = ''] = fidelity.text.split(' · ');
    const said = way === 'cam' ? strings.fidelity.mismatch : reason;
    this.#check.replaceChildren(icon('inexact'), isolated(said));
  }

  #draw(): void {
    const brief = briefOf(this.#content?.entry?.picture);
    const photo = brief && this.#photos.get(brief);
    if (!brief || !this.#content) this.#picture.clear();
    else if (photo) this.#picture.draw(photo, brief, this.#content.view);
    else {
      this.#picture.clear();
      const redraw = () => {
        if (briefOf(this.#content?.entry?.picture) === brief && this.#photos.get(brief)) {
          this.#draw();
        }
      };
      void this.#photos.decode(brief).then(redraw);
    }
  }
}

function briefOf(picture: SheetPicture | undefined): BriefExplanation | undefined {
  return picture && 'brief' in picture ? picture.brief : undefined;
}

/** Whether the model says what the folder says, in words. */
function verdictOf(
  picture: SheetPicture | undefined,
): { isRight: boolean; text: string } | undefined {
  const right = picture && isRight(picture);
  if (right === undefined) return undefined;
  const label = briefOf(picture)?.expected?.label ?? '';
  return { isRight: right, text: right ? strings.asExpected : strings.notAsExpected(label) };
}
