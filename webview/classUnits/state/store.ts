import type { CamErrorData } from '../../../src/cam/base/errors.ts';
import type { ChannelNames } from '../../../src/cam/maps/channelName.ts';
import type {
  ClassUnitsQuery,
  IndexSummary,
  ScanProgress,
} from '../../../src/cam/results/units.ts';
import type { UnitsModel } from '../../../src/cam/units/unitsModel.ts';
import type { ClassUnitsAction, UnitsQuestions } from '../../../src/protocol/classUnits.ts';
import { FrameStore } from '../../shared/page/frameStore.ts';
import type { FieldState } from './gradientFields.ts';
import { NO_FIELDS } from './gradientFields.ts';
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
  /** The class that is shown until the user chooses one. */
  openedOn: number | undefined;
  names: ChannelNames;
  canName: boolean;
  answers: Answers;
  fields: FieldState;
  /** The progress of a long request. */
  working: { kind: keyof UnitsQuestions; done: number; all: number } | undefined;
  /** Names before suggestions were accepted, for undo. */
  undo: { channel: number; name: string }[] | undefined;
  /** Of the units, in CSS pixels; 0 until it is measured. */
  widthPx: number;
  view: ViewState;
}

/** Patches of a row at most: the index keeps the maps of as many. As many as fit are shown. */
const PATCHES = 16;

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
  openedOn: undefined,
  names: {},
  canName: true,
  answers: NO_ANSWERS,
  fields: NO_FIELDS,
  working: undefined,
  undo: undefined,
  widthPx: 0,
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

/** The class that is shown: the chosen one, else the one that the panel opened on. */
export function shownClass({ view, openedOn }: PageState): number {
  return view.classIndex ?? openedOn ?? 0;
}

/**
 * The class to open on: the most frequent one. While a scan goes on it stays, because the page would jump from class to
 * class.
 */
export function openedOn(before: number | undefined, index: IndexSummary): number | undefined {
  const isSettled = index.complete || before === undefined;
  return isSettled ? index.classes.classes[0]?.classIndex : before;
}

/** The request for the units of the current class. */
export function classQuery(state: PageState): ClassUnitsQuery {
  const { ranking, count } = state.view;
  const last = Math.max(0, (state.model?.labels.length ?? 1) - 1);
  return { classIndex: Math.min(shownClass(state), last), ranking, count, patches: PATCHES };
}
