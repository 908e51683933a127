import type { EvaluationOverview } from '../../../src/cam/results/evaluation/overview.ts';
import type {
  ChosenSources,
  EvaluatedModel,
  ReportKind,
  ReportRequests,
} from '../../../src/protocol/evaluate.ts';
import type { FolderState } from '../../shared/folder/folderPage.ts';
import { NO_FOLDER } from '../../shared/folder/folderPage.ts';
import type { Answer } from '../../shared/page/asking.ts';
import { NO_ANSWER } from '../../shared/page/asking.ts';
import { FrameStore } from '../../shared/page/frameStore.ts';
import type { ViewState } from './viewState.ts';
import { DEFAULT_VIEW } from './viewState.ts';

export type Reports = { [Kind in ReportKind]: Answer<ReportRequests[Kind]['result']> };

export interface PageState extends FolderState {
  overview: EvaluationOverview | undefined;
  /** Undefined until it is read. */
  model: EvaluatedModel | undefined;
  sources: ChosenSources;
  reports: Reports;
  /** Reports that wait for the user: ended ones, and those of many minutes until they are asked for. */
  stopped: ReadonlySet<ReportKind>;
  /** Paths of selected images, relative to the folder. */
  selected: ReadonlySet<string>;
  /** Whether the images and one of the other parts of the errors fit beside each other. */
  isWide: boolean;
  view: ViewState;
}

export const NO_REPORTS: Reports = {
  localization: NO_ANSWER,
  evidence: NO_ANSWER,
  trust: NO_ANSWER,
  preprocessing: NO_ANSWER,
  parity: NO_ANSWER,
};

/** Reports that do not begin by themselves: each image takes hundreds of runs of the model. */
export const NOT_BY_THEMSELVES: ReadonlySet<ReportKind> = new Set(['trust']);
const NONE_SELECTED: ReadonlySet<string> = new Set();

/** Of a folder of which nothing is known yet. */
export const NOTHING_KNOWN = {
  overview: undefined,
  reports: NO_REPORTS,
  stopped: NOT_BY_THEMSELVES,
  selected: NONE_SELECTED,
};

const INITIAL: PageState = {
  ...NO_FOLDER,
  ...NOTHING_KNOWN,
  model: undefined,
  sources: {},
  isWide: true,
  view: DEFAULT_VIEW,
};

/** The page's state. */
export class Store extends FrameStore<PageState> {
  constructor() {
    super(INITIAL);
  }

  updateView(change: Partial<ViewState>): void {
    this.update({ view: { ...this.state.view, ...change } });
  }

  /** @param change its `result` is of this kind */
  updateReport(kind: ReportKind, change: Partial<Answer<unknown>>): void {
    const { reports } = this.state;
    this.update({ reports: { ...reports, [kind]: { ...reports[kind], ...change } } });
  }
}

/** Whether any labelled image is wrong; without one, all are shown. */
export function hasErrors({ overview }: Pick<PageState, 'overview'>): boolean {
  return (overview?.classification?.confusions.length ?? 0) > 0;
}

/** The name of a class; its number if it is not known. */
export function labelOf({ model }: Pick<PageState, 'model'>, classIndex: number): string {
  return model?.labels[classIndex] ?? String(classIndex);
}

/** The absolute path of a picture, as the editor asks for it. */
export function absolutePath({ folder }: Pick<PageState, 'folder'>, path: string): string {
  return `${folder?.path ?? ''}/${path}`;
}
