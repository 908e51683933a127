import type { Finding } from '../../../src/cam/results/evaluation/scores.ts';
import type { ReportKind, ReportRequests } from '../../../src/protocol/evaluate.ts';
import { RequestState } from '../../shared/folder/requestState.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import { reportStrings } from '../state/reportStrings.ts';
import type { PageState } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { TABS } from '../state/viewState.ts';
import { findingItem } from './foundLine.ts';

/** Reports are made one after the other. */
function waitingText(kind: ReportKind, { reports }: PageState): string | undefined {
  const other = TABS.find((tab) => tab !== 'errors' && tab !== kind && reports[tab].work);
  return other && reportStrings.afterReport(strings.tabs[other]);
}

type Result<Kind extends ReportKind> = ReportRequests[Kind]['result'];

export interface ReportFrameOptions<Kind extends ReportKind> {
  kind: Kind;
  /** Said while the report is made. */
  text: string;
  /** Said beside *Start*; left out, that it was stopped. */
  beforeStart?: (state: PageState) => string;
  /** Above the report, also while it is made. */
  head?: HTMLElement;
  content: HTMLElement;
  /** Shows a new report. */
  fill: (report: Result<Kind>, state: PageState) => void;
  /** Why there is nothing to report; undefined if there is. */
  missing?: (state: PageState) => HTMLElement | undefined;
}

/** The view of one report: its progress with a way to end it, why there is none, and the report. */
export class ReportFrame<Kind extends ReportKind> {
  readonly element: HTMLElement;
  readonly #options: ReportFrameOptions<Kind>;
  readonly #waiting: RequestState;
  readonly #stopped: HTMLElement;
  readonly #why = element('span', {});
  readonly #later = element('p', { class: 'empty-note' });
  readonly #missing = element('div', { class: 'report-missing' });
  readonly #findings = element('div', { class: 'report-findings' });
  #filled: { report: Result<Kind>; model: PageState['model'] } | undefined;

  constructor(parts: PageParts, options: ReportFrameOptions<Kind>) {
    const { kind, text, head, content } = options;
    const { questions } = parts;
    this.#options = options;
    this.#waiting = new RequestState({
      ...{ kind, text, isSlow: true },
      onRetry: () => questions.start(kind),
      onCancel: () => questions.stop(kind),
    });
    const start = button({
      label: reportStrings.start,
      appearance: 'primary',
      testId: `start-${kind}`,
      onClick: () => questions.start(kind),
    });
    this.#stopped = element('div', { class: 'report-stopped' }, this.#why, start);
    this.element = element(
      'div',
      { class: `report report-${kind}`, 'data-testid': `report-${kind}` },
      ...(head ? [head] : []),
      this.#missing,
      this.#later,
      this.#stopped,
      this.#waiting.element,
      content,
      this.#findings,
    );
    parts.store.listen((state) => this.#update(state));
  }

  #update(state: PageState): void {
    const { kind, content, head, missing } = this.#options;
    const isShown = state.view.tab === kind;
    show(this.element, isShown);
    if (!isShown) return;
    const reason = missing?.(state);
    this.#missing.replaceChildren(...(reason ? [reason] : []));
    const answer = state.reports[kind];
    const report = reason ? undefined : (answer.result as Result<Kind> | undefined);
    const isScanning = state.progress !== undefined;
    const isStopped = state.stopped.has(kind) && !reason;
    if (head) show(head, !reason);
    const { isModelChanged } = state;
    show(this.#later, (isScanning || isModelChanged) && !report && !reason);
    setText(this.#later, isScanning ? reportStrings.afterTheScan : strings.needsNewScan);
    setText(this.#why, this.#options.beforeStart?.(state) ?? reportStrings.stopped);
    show(this.#stopped, isStopped && !isScanning);
    this.#waiting.update(
      reason ? { ...answer, isPending: false, error: undefined } : answer,
      isScanning,
      waitingText(kind, state),
    );
    show(content, report !== undefined);
    show(this.#findings, report !== undefined && report.findings.length > 0);
    content.setAttribute('aria-busy', String(answer.isPending));
    if (!report) return;
    if (this.#filled?.report === report && this.#filled.model === state.model) return;
    this.#filled = { report, model: state.model };
    this.#options.fill(report, state);
    this.#showFindings(report.findings);
  }

  #showFindings(findings: readonly Finding[]): void {
    this.#findings.replaceChildren(
      element('h2', {}, reportStrings.notCounted),
      element('div', { class: 'findings' }, ...findings.map(findingItem)),
    );
  }
}
