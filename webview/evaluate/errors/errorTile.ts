import type { EvaluatedPicture } from '../../../src/cam/results/evaluation/overview.ts';
import { fileNameOf } from '../../shared/format/fileName.ts';
import { formatNumber, formatShortProbability } from '../../shared/format/numbers.ts';
import type { TileMap } from '../../shared/grid/tileCanvas.ts';
import { TileCanvas } from '../../shared/grid/tileCanvas.ts';
import type { GridTile } from '../../shared/grid/tileGrid.ts';
import { WantedPhoto } from '../../shared/grid/wantedPhoto.ts';
import { element, setAttributes, setName, setText, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import type { PageParts } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { absolutePath, labelOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** One labelled image: the contrast map, the right class, and what the model said. */
export class ErrorTile implements GridTile {
  readonly element: HTMLElement;
  readonly #parts: PageParts;
  readonly #pictureAt: (index: number) => EvaluatedPicture | undefined;
  readonly #canvas = new TileCanvas();
  readonly #truth = element('span', { class: 'tile-label' });
  readonly #value = element('span', { class: 'number note' });
  readonly #said = element('span', { class: 'tile-label' });
  readonly #confidence = element('span', { class: 'number' });
  readonly #saidLine: HTMLElement;
  readonly #note = element('span', { class: 'tile-note' });
  readonly #photo: WantedPhoto;
  #picture: EvaluatedPicture | undefined;
  #sidePx = 0;
  #drawn: unknown[] = [];

  constructor(parts: PageParts, pictureAt: (index: number) => EvaluatedPicture | undefined) {
    this.#parts = parts;
    this.#pictureAt = pictureAt;
    this.#photo = new WantedPhoto(parts.thumbnails, () => this.#draw());
    this.#saidLine = element(
      'span',
      { class: 'tile-line said' },
      icon('error'),
      spoken(strings.spokenPredicted),
      this.#said,
      ' ',
      this.#confidence,
    );
    this.element = element(
      'div',
      { class: 'grid-tile', role: 'option', 'data-testid': 'error-tile' },
      element(
        'span',
        { class: 'tile-frame' },
        this.#canvas.element,
        this.#note,
        element('span', { class: 'tile-check', 'aria-hidden': 'true' }, icon('exact')),
      ),
      element(
        'span',
        { class: 'tile-line' },
        icon('exact'),
        spoken(strings.spokenLabelled),
        this.#truth,
        ' ',
        this.#value,
      ),
      this.#saidLine,
    );
  }

  update(index: number, sidePx: number): void {
    const { state } = this.#parts.store;
    const picture = this.#pictureAt(index);
    this.#picture = picture;
    this.#sidePx = sidePx;
    this.element.classList.toggle('waiting', picture === undefined);
    setAttributes(this.element, {
      'aria-selected': String(picture !== undefined && state.selected.has(picture.path)),
      'data-path': picture?.path,
    });
    if (picture) this.#write(picture, state);
    else this.#clear();
    this.#draw();
  }

  forget(): void {
    this.#photo.forget();
    this.#picture = undefined;
  }

  #clear(): void {
    for (const part of [this.#truth, this.#value, this.#said, this.#confidence]) setText(part, '');
    setText(this.#note, '');
    this.element.removeAttribute('title');
    this.element.removeAttribute('aria-description');
    show(this.#saidLine, false);
  }

  #write(picture: EvaluatedPicture, state: PageState): void {
    const { truth, predicted, confidence, truthProbability, path, map } = picture;
    const [right, said] = [labelOf(state, truth), labelOf(state, predicted)];
    const isRight = truth === predicted;
    const value = orderText(picture, state);
    setName(this.#truth, right);
    setText(this.#value, isRight ? formatShortProbability(confidence) : value);
    setName(this.#said, said);
    setText(this.#confidence, formatShortProbability(confidence));
    show(this.#saidLine, !isRight);
    setText(this.#note, map ? '' : strings.noMap);
    const file = fileNameOf(path);
    const lines = isRight
      ? [strings.tileRight(file, right, confidence)]
      : [
          strings.tile(file, right, said, confidence),
          strings.truthProbability(right, truthProbability),
        ];
    if (value !== '') lines.push(value);
    setAttributes(this.element, {
      'aria-description': lines.join(', '),
      title: [...lines, path, strings.openTile].join('\n'),
    });
  }

  #draw(): void {
    const picture = this.#picture;
    const { store } = this.#parts;
    if (!picture) {
      this.#photo.forget();
      this.#drawn = [];
      this.#canvas.clear();
      return;
    }
    const photo = this.#photo.of(absolutePath(store.state, picture.path));
    this.element.classList.toggle('gone', photo === 'failed');
    if (photo === undefined || photo === 'failed') {
      this.#drawn = [];
      this.#canvas.clear();
      if (photo === 'failed') setText(this.#note, strings.imageGone);
      return;
    }
    const { hasMap } = store.state.view;
    const drawn = [picture, this.#sidePx, hasMap, photo];
    if (drawn.every((part, i) => part === this.#drawn[i])) return;
    this.#drawn = drawn;
    const map = hasMap ? mapOf(picture) : undefined;
    this.#canvas.draw(photo, picture.geometry, map, this.#sidePx);
  }
}

/** What an icon says. */
function spoken(text: string): HTMLElement {
  return element('span', { class: 'visually-hidden' }, `${text} `);
}

function mapOf({ map, limit, interpolation }: EvaluatedPicture): TileMap | undefined {
  return map && { map, limit, interpolation };
}

/** What the images are ordered by, in words. */
function orderText({ loss, margin }: EvaluatedPicture, { view }: PageState): string {
  if (view.order === 'loss') return strings.values.loss(formatNumber(loss));
  return view.order === 'margin' ? strings.values.margin(formatNumber(margin)) : '';
}
