import type { LeftOutAnnotations, NameSuggestions } from '../../../src/cam/results/units.ts';
import { RequestState } from '../../shared/folder/requestState.ts';
import { fileNameOf } from '../../shared/format/fileName.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { button, setDisabled } from '../../shared/widgets/toolkit.ts';
import { VirtualRows } from '../../shared/widgets/virtualRows.ts';
import type { PageParts } from '../state/page.ts';
import { nameUnits } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { SUGGESTION_ROW_PX, SuggestionRow } from './suggestionRow.ts';

/** Names that annotations suggest; the user accepts them one by one or all together. */
export class NamesView {
  readonly element: HTMLElement;
  readonly #parts: PageParts;
  readonly #suggest: HTMLElement;
  readonly #acceptAll: HTMLElement;
  readonly #undo: HTMLElement;
  readonly #undoLine: HTMLElement;
  readonly #undoText = element('span', {});
  readonly #source = element('p', { class: 'note', 'data-testid': 'suggestions-source' });
  readonly #leftOut = element('details', { class: 'note', 'data-testid': 'left-out' });
  #shownLeftOut: LeftOutAnnotations | undefined;
  readonly #waiting: RequestState;
  readonly #content: HTMLElement;
  readonly #rows: VirtualRows;
  readonly #made = new Map<HTMLElement, SuggestionRow>();
  readonly #undetected = element('ul', { class: 'undetected', 'data-testid': 'undetected' });

  constructor(parts: PageParts) {
    this.#parts = parts;
    this.#waiting = new RequestState({
      kind: 'suggestNames',
      text: strings.suggesting,
      isSlow: true,
      onRetry: () => parts.questions.retry(),
    });
    this.#suggest = button({
      label: strings.suggest,
      appearance: 'primary',
      testId: 'suggest-names',
      onClick: () => parts.questions.askAgain('suggestNames', undefined),
    });
    this.#acceptAll = button({
      label: '',
      testId: 'accept-all',
      onClick: () => this.#accept(this.#detectors()),
    });
    this.#undo = button({
      label: strings.undo,
      testId: 'undo-names',
      onClick: () => this.#takeBack(),
    });
    this.#undoLine = element(
      'span',
      { class: 'undo-line', role: 'status' },
      this.#undoText,
      this.#undo,
    );
    this.#rows = new VirtualRows({
      rowHeightPx: () => SUGGESTION_ROW_PX,
      makeRow: () => {
        const row = new SuggestionRow(parts, (suggestion) => this.#accept([suggestion]));
        this.#made.set(row.element, row);
        return row.element;
      },
      fillRow: (target, index) => {
        const suggestions = parts.store.state.answers.suggestNames.result;
        const suggestion = suggestions?.suggestions[index];
        if (suggestion) {
          this.#made.get(target)?.update(suggestion, suggestions.detectedFrom, parts.store.state);
        }
      },
      bodyRole: 'rowgroup',
      header: SuggestionRow.header(),
    });
    this.#rows.element.setAttribute('role', 'table');
    this.#rows.element.setAttribute('aria-label', strings.suggest);
    this.#rows.element.tabIndex = 0;
    this.#content = element(
      'div',
      { class: 'names-content' },
      this.#source,
      this.#leftOut,
      element(
        'div',
        { class: 'names-columns' },
        this.#rows.element,
        element('section', {}, element('h2', {}, strings.undetected), this.#undetected),
      ),
    );
    this.element = element(
      'div',
      { class: 'names-view', 'data-testid': 'names-view' },
      element('p', { class: 'names-note' }, strings.suggestNote),
      element('div', { class: 'banner-actions' }, this.#suggest, this.#acceptAll, this.#undoLine),
      this.#waiting.element,
      this.#content,
    );
    parts.store.listen((state) => this.#update(state));
  }

  #update(state: PageState): void {
    const isShown = state.view.subject === 'names';
    show(this.element, isShown);
    if (!isShown) return;
    const { result, isPending } = state.answers.suggestNames;
    setDisabled(this.#suggest, isPending);
    setText(this.#suggest, result ? strings.suggestAgain : strings.suggest);
    this.#waiting.update(state.answers.suggestNames, state.progress !== undefined);
    show(this.#undoLine, state.undo !== undefined);
    setText(this.#undoText, strings.undoNote(state.undo?.length ?? 0));
    const detectors = this.#detectors();
    show(this.#acceptAll, detectors.length > 0);
    setText(this.#acceptAll, strings.acceptAll(detectors.length));
    show(this.#content, result !== undefined);
    if (!result) return;
    this.#fill(result);
  }

  #fill({
    annotations,
    annotatedImages,
    leftOut,
    suggestions,
    undetected,
    detectedFrom,
  }: NameSuggestions) {
    const count = suggestions.filter(({ iou }) => iou > detectedFrom).length;
    const source = strings.suggestionsOf(fileNameOf(annotations), annotatedImages);
    setText(this.#source, `${source} · ${strings.detectorsNote(count, String(detectedFrom))}`);
    this.#source.title = annotations;
    show(this.#leftOut, leftOut.count > 0);
    this.#fillLeftOut(leftOut);
    this.#rows.update(suggestions.length);
    this.#undetected.replaceChildren(
      ...(undetected.length === 0
        ? [element('li', { class: 'note' }, strings.undetectedNone)]
        : undetected.map(({ name, images, bestIou }) =>
            element(
              'li',
              {},
              element('span', {}, name),
              element('span', { class: 'note' }, strings.undetectedOne(images, bestIou.toFixed(3))),
            ),
          )),
    );
  }

  /** Made anew only for another result, so that the focus stays. */
  #fillLeftOut(leftOut: LeftOutAnnotations): void {
    if (leftOut === this.#shownLeftOut) return;
    this.#shownLeftOut = leftOut;
    this.#leftOut.replaceChildren(
      element('summary', {}, strings.leftOut(leftOut.count)),
      element('ul', {}, ...leftOut.reasons.map((reason) => element('li', {}, reason))),
    );
  }

  /** Suggestions that are good enough and not accepted yet. */
  #detectors(): NameSuggestions['suggestions'] {
    const { answers, names } = this.#parts.store.state;
    const { suggestions = [], detectedFrom = 0 } = answers.suggestNames.result ?? {};
    return suggestions.filter(
      ({ unit, name, iou }) => iou > detectedFrom && names[unit.channel] !== name,
    );
  }

  #accept(suggestions: NameSuggestions['suggestions']): void {
    const { store } = this.#parts;
    const channels = suggestions.map(({ unit }) => unit.channel);
    const undo = channels.map((channel) => ({
      channel,
      name: store.state.names[channel] ?? '',
    }));
    store.update({ undo });
    const names = suggestions.map(({ unit, name }) => ({ channel: unit.channel, name }));
    nameUnits(this.#parts, names);
  }

  #takeBack(): void {
    const { undo } = this.#parts.store.state;
    this.#parts.store.update({ undo: undefined });
    if (undo) nameUnits(this.#parts, undo);
  }
}
