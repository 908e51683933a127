import type { CamErrorData } from '../../../src/cam/base/errors.ts';
import type {
  ClassUnitsQuery,
  IndexSummary,
  ScanProgress,
} from '../../../src/cam/results/units.ts';
import type { UnitsModel } from '../../../src/cam/units/unitsModel.ts';
import type { ClassUnitsAction, UnitsQuestions } from '../../../src/protocol/classUnits.ts';
import { FrameStore } from '../../shared/page/frameStore.ts';
import type { ViewState } from './viewState.ts';
import { DEFAULT_VIEW } from './viewState.ts';

/** What was asked for last of one kind. */
export interface Answer<Result> {
  /** A newer one is on its way. */
  isPending: boolean;
  /** The newest that came, perhaps of an earlier question. */
  result: Result | undefined;
  error: CamErrorData | undefined;
}

export type Answers = { [Kind in keyof UnitsQuestions]: Answer<UnitsQuestions[Kind]['result']> };

export interface PageState {
  fileName: string;
  modelPath: string;
  isTrusted: boolean;
  folder: { path: string; name: string } | undefined;
  /** Undefined until the model is read. */
  model: UnitsModel | undefined;
  /** Whether it is known what was scanned of the folder. */
  isIndexRead: boolean;
  index: IndexSummary | undefined;
  progress: ScanProgress | undefined;
  isModelChanged: boolean;
  failure: { error: CamErrorData; actions: ClassUnitsAction[] } | undefined;
  /** By channel of the feature map. */
  names: ReadonlyMap<number, string>;
  canName: boolean;
  answers: Answers;
  /** How far the question is that takes its time. */
  working: { kind: keyof UnitsQuestions; done: number; all: number } | undefined;
  /** Names as they were before suggestions were accepted, to be brought back. */
  undo: { channel: number; name: string }[] | undefined;
  view: ViewState;
}

/** Patches of a row; what does not fit is cut off. */
const PATCHES = 12;

const NOTHING = { isPending: false, result: undefined, error: undefined };

export const NO_ANSWERS: Answers = {
  classUnits: NOTHING,
  unitReport: NOTHING,
  ablation: NOTHING,
  suggestNames: NOTHING,
  empiricalFields: NOTHING,
};

const INITIAL: PageState = {
  fileName: '',
  modelPath: '',
  isTrusted: true,
  folder: undefined,
  model: undefined,
  isIndexRead: false,
  index: undefined,
  progress: undefined,
  isModelChanged: false,
  failure: undefined,
  names: new Map(),
  canName: true,
  answers: NO_ANSWERS,
  working: undefined,
  undo: undefined,
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

  /** @param change `result` is of this kind */
  updateAnswer(kind: keyof Answers, change: Partial<Answer<unknown>>): void {
    const { answers } = this.state;
    this.update({ answers: { ...answers, [kind]: { ...answers[kind], ...change } } });
  }
}

/** Whether there is anything to look at. */
export function isScanned({ index }: PageState): boolean {
  return index !== undefined && index.images > 0;
}

/** The question for the units of the class that is looked at. */
export function classQuery({ view, model }: PageState): ClassUnitsQuery {
  const { ranking, count } = view;
  const last = Math.max(0, (model?.labels.length ?? 1) - 1);
  return { classIndex: Math.min(view.classIndex, last), ranking, count, patches: PATCHES };
}
