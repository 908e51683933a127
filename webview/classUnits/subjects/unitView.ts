import type { Patch, UnitReport } from '../../../src/cam/results/units.ts';
import { RequestState } from '../../shared/folder/requestState.ts';
import { element, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button, checkbox, setDisabled } from '../../shared/widgets/toolkit.ts';
import { PatchStrip } from '../patches/patchStrip.ts';
import { rowLayout } from '../patches/rowLayout.ts';
import type { PageParts } from '../state/page.ts';
import { ablate, openClass, openUnit } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { shownClass } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf, titleOf } from '../state/unitTitle.ts';
import { MEASURED_IMAGES } from '../state/viewState.ts';
import { distributionChart } from './distribution.ts';
import { signedList } from './signedList.ts';
import { UnitName } from './unitName.ts';
import { unitNumberField } from './unitNumberField.ts';

/** One channel over the whole folder. */
export class UnitView {
  readonly element: HTMLElement;
  readonly #parts: PageParts;
  readonly #name: UnitName;
  readonly #ablate: ReturnType<typeof checkbox>;
  readonly #waiting: RequestState;
  readonly #content: HTMLElement;
  readonly #choose: HTMLElement;
  readonly #strongest: PatchStrip;
  readonly #weakest: PatchStrip;
  readonly #facts = element('div', { class: 'unit-facts' });
  readonly #measure: HTMLElement;
  readonly #measureState: RequestState;
  readonly #back: HTMLElement;
  #filled: { report: UnitReport; names: PageState['names'] } | undefined;

  constructor(parts: PageParts) {
    this.#parts = parts;
    const { store } = parts;
    this.#name = new UnitName(parts);
    this.#ablate = checkbox(strings.ablate, 'ablate-this-unit', (checked) => {
      const { unit } = store.state.view;
      if (unit !== undefined) ablate(parts, unit, checked);
    });
    this.#back = button({
      label: strings.back(''),
      icon: icon('previous'),
      testId: 'back-to-class',
      onClick: () => store.updateView({ subject: 'class' }),
    });
    const showCam = ({ path }: Patch) => {
      const { unit } = store.state.view;
      const classIndex = shownClass(store.state);
      parts.host.post({ type: 'showCam', path, classIndex, pooledChannel: unit });
    };
    this.#strongest = new PatchStrip(parts, strings.strongest, { onOpen: showCam });
    this.#weakest = new PatchStrip(parts, strings.weakest, { onOpen: showCam, isWhole: true });
    this.#measure = button({
      label: strings.measure,
      testId: 'measure-fields',
      onClick: () => this.#askForFields(),
    });
    this.#measureState = new RequestState({
      kind: 'empiricalFields',
      text: strings.measuring,
      isSlow: true,
      onRetry: () => parts.questions.retry(),
    });
    this.#waiting = new RequestState({
      kind: 'unitReport',
      text: strings.loading,
      onRetry: () => parts.questions.retry(),
    });
    this.#choose = unitNumberField(parts);
    this.#content = element(
      'div',
      { class: 'unit-content' },
      element(
        'div',
        { class: 'subject-head unit-page-head' },
        this.#back,
        this.#name.element,
        this.#ablate.element,
      ),
      element(
        'div',
        { class: 'unit-columns' },
        element(
          'div',
          { class: 'unit-images' },
          element(
            'div',
            { class: 'section-head' },
            element('h2', {}, strings.strongest),
            this.#measure,
          ),
          this.#measureState.element,
          this.#strongest.element,
          element('div', { class: 'section-head' }, element('h2', {}, strings.weakest)),
          this.#weakest.element,
        ),
        this.#facts,
      ),
    );
    this.element = element(
      'div',
      { class: 'unit-view', 'data-testid': 'unit-view' },
      this.#choose,
      this.#waiting.element,
      this.#content,
    );
    store.listen((state) => this.#update(state));
  }

  #update(state: PageState): void {
    const { view, answers } = state;
    const isShown = view.subject === 'unit';
    show(this.element, isShown);
    if (!isShown) return;
    const { result, isPending } = answers.unitReport;
    show(this.#choose, view.unit === undefined);
    show(this.#content, view.unit !== undefined && result !== undefined);
    const { sidePx } = rowLayout(state.widthPx, view.patchSize);
    this.#content.style.setProperty('--side', `${sidePx}px`);
    this.#waiting.update(state.answers.unitReport, state.progress !== undefined);
    if (!result || view.unit === undefined) return;
    this.#content.setAttribute('aria-busy', String(isPending));
    this.#content.classList.toggle('of-another', result.unit.pooledChannel !== view.unit);
    const back = strings.back(labelOf(state, shownClass(state)));
    this.#back.title = back;
    this.#back.setAttribute('aria-label', back);
    this.#name.update(result.unit, state);
    show(this.#ablate.element, state.model?.hasClassWeights ?? true);
    this.#ablate.setChecked(view.ablated.includes(view.unit));
    this.#strongest.update(result.strongest, state);
    this.#weakest.update(result.weakest, state);
    show(this.#measure, view.crop === 'empirical');
    setDisabled(this.#measure, answers.empiricalFields.isPending);
    this.#measureState.update(state.answers.empiricalFields, state.progress !== undefined);
    show(
      this.#measureState.element,
      view.crop === 'empirical' && !this.#measureState.element.hidden,
    );
    this.#fillFacts(result, state);
  }

  #fillFacts(report: UnitReport, state: PageState): void {
    const { names } = state;
    if (this.#filled?.report === report && this.#filled.names === names) return;
    this.#filled = { report, names };
    const parts = this.#parts;
    const classes = (list: UnitReport['speaksFor'], testId: string) =>
      signedList(
        list.map(({ classIndex, value }) => ({
          label: labelOf(state, classIndex),
          value,
          hint: strings.openClass(labelOf(state, classIndex)),
          onClick: () => openClass(parts, classIndex),
        })),
        testId,
      );
    const correlated = signedList(
      report.correlated.map(({ unit, correlation }) => ({
        label: titleOf(state, unit),
        value: correlation,
        hint: strings.openUnit,
        onClick: () => openUnit(parts, unit.pooledChannel),
      })),
      'correlated',
    );
    correlated.title = strings.correlatedNote(report.correlatedOver);
    const { classesBy } = report;
    const by = classesBy === undefined ? '' : strings.classesBy[classesBy];
    const section = (title: string, content: HTMLElement, note = '') =>
      element(
        'section',
        {},
        element('h2', {}, title),
        ...(note === '' ? [] : [element('p', { class: 'note' }, note)]),
        content,
      );
    this.#facts.replaceChildren(
      section(strings.distribution, distributionChart(report.distribution)),
      // Without weights and gradients nothing is known of classes.
      ...(classesBy === undefined
        ? []
        : [
            section(strings.classesFor, classes(report.speaksFor, 'classes-for'), by),
            section(strings.classesAgainst, classes(report.speaksAgainst, 'classes-against')),
          ]),
      section(strings.correlated, correlated),
    );
  }

  #askForFields(): void {
    const report = this.#parts.store.state.answers.unitReport.result;
    if (!report) return;
    const { channel } = report.unit;
    const paths = report.strongest.slice(0, MEASURED_IMAGES).map(({ path }) => path);
    this.#parts.questions.ask('empiricalFields', { channel, paths });
  }
}
