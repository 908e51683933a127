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

/** The last request of one kind. */
export interface Answer<Result> {
  /** A newer answer is on its way. */
  isPending: boolean;
  /** The newest answer, perhaps of an earlier request. */
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
  /** Whether the scanned part of the folder is known. */
  isIndexRead: boolean;
  index: IndexSummary | undefined;
  progress: ScanProgress | undefined;
  isModelChanged: boolean;
  failure: { error: CamErrorData; actions: ClassUnitsAction[] } | undefined;
  /** By channel of the feature map. */
  names: ReadonlyMap<number, string>;
  canName: boolean;
  answers: Answers;
  /** The progress of a long request. */
  working: { kind: keyof UnitsQuestions; done: number; all: number } | undefined;
  /** Names before suggestions were accepted, for undo. */
  undo: { channel: number; name: string }[] | undefined;
  view: ViewState;
}

/** Patches of a row; those that do not fit are cut off. */
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

  /** @param change its `result` is of this kind */
  updateAnswer(kind: keyof Answers, change: Partial<Answer<unknown>>): void {
    const { answers } = this.state;
    this.update({ answers: { ...answers, [kind]: { ...answers[kind], ...change } } });
  }
}

/** Whether there is anything to show. */
export function isScanned({ index }: PageState): boolean {
  return index !== undefined && index.images > 0;
}

/** The request for the units of the current class. */
export function classQuery({ view, model }: PageState): ClassUnitsQuery {
  const { ranking, count } = view;
  const last = Math.max(0, (model?.labels.length ?? 1) - 1);
  return { classIndex: Math.min(view.classIndex, last), ranking, count, patches: PATCHES };
}
