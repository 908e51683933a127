import type {
  EvaluateRequests,
  ReportKind,
  ReportRequests,
} from '../../../src/protocol/evaluate.ts';
import { isScanned } from '../../shared/folder/folderPage.ts';
import { Asking, NO_ANSWER } from '../../shared/page/asking.ts';
import type { Requests } from '../../shared/page/requests.ts';
import type { Host } from './host.ts';
import { reportQuery } from './reportQueries.ts';
import type { PageState, Store } from './store.ts';
import { NO_REPORTS, NOT_BY_THEMSELVES } from './store.ts';
import type { Tab } from './viewState.ts';

/** Asks for the report of the tab that is shown, once the folder was run, and again when the folder has changed. */
export class ReportQuestions {
  readonly #store: Store;
  readonly #host: Host;
  readonly #asking: Asking<EvaluateRequests, ReportKind>;

  constructor(store: Store, requests: Requests<EvaluateRequests>, host: Host) {
    this.#store = store;
    this.#host = host;
    this.#asking = new Asking<EvaluateRequests, ReportKind>(requests, (kind, change) =>
      store.updateReport(kind, change),
    );
    store.listen((state, previous) => {
      const known = previous.overview?.version;
      if (known !== undefined && known !== state.overview?.version) this.#hold();
      this.#follow(store.state);
    });
  }

  /** Ends the work; what was found before stays. */
  stop(kind: ReportKind): void {
    this.#host.post({ type: 'stopReport', kind });
    this.#asking.forget(kind);
    this.#store.updateReport(kind, { isPending: false, work: undefined });
    this.#store.update({ stopped: new Set([...this.#store.state.stopped, kind]) });
  }

  /** Begins again after a failure, or after the user has ended it. */
  start(kind: ReportKind): void {
    this.#asking.forget(kind);
    const stopped = [...this.#store.state.stopped].filter((other) => other !== kind);
    this.#store.updateReport(kind, { error: undefined });
    this.#store.update({ stopped: new Set(stopped) });
  }

  /** Reports that the editor has, or makes, were begun in an earlier page. */
  goOn(kinds: readonly ReportKind[]): void {
    for (const kind of kinds) this.start(kind);
  }

  /** Another model or folder: all reports are out of date. */
  drop(): void {
    this.#asking.forgetAll();
    this.#store.update({ reports: NO_REPORTS, stopped: NOT_BY_THEMSELVES });
  }

  /** The folder has changed: reports that do not begin by themselves wait for the user again. */
  #hold(): void {
    for (const kind of NOT_BY_THEMSELVES) {
      this.#asking.forget(kind);
      this.#store.updateReport(kind, NO_ANSWER);
    }
    this.#store.update({ stopped: new Set([...this.#store.state.stopped, ...NOT_BY_THEMSELVES]) });
  }

  #follow(state: PageState): void {
    const kind = reportOf(state.view.tab);
    const { progress, isTrusted, stopped, isModelChanged } = state;
    if (kind === undefined || !isTrusted || isModelChanged || progress) return;
    if (!isScanned(state) || stopped.has(kind)) return;
    const request = reportQuery(kind, state);
    if (request) this.#ask(kind, request.query, state);
  }

  #ask<Kind extends ReportKind>(
    kind: Kind,
    request: ReportRequests[Kind]['request'],
    { overview }: PageState,
  ): void {
    this.#asking.ask(kind, request, overview?.version);
  }
}

/** The report that a tab shows. */
function reportOf(tab: Tab): ReportKind | undefined {
  return tab === 'errors' ? undefined : tab;
}
