import type { ChannelNames } from '../../../src/cam/maps/channelName.ts';
import type { ClassUnitsQuery, IndexSummary } from '../../../src/cam/results/units.ts';
import type { UnitsModel } from '../../../src/cam/units/unitsModel.ts';
import type { UnitsQuestions } from '../../../src/protocol/classUnits.ts';
import type { FolderState } from '../../shared/folder/folderPage.ts';
import { NO_FOLDER } from '../../shared/folder/folderPage.ts';
import type { Answer } from '../../shared/page/asking.ts';
import { NO_ANSWER } from '../../shared/page/asking.ts';
import { FrameStore } from '../../shared/page/frameStore.ts';
import type { FieldState } from './gradientFields.ts';
import { NO_FIELDS } from './gradientFields.ts';
import type { ViewState } from './viewState.ts';
import { DEFAULT_VIEW } from './viewState.ts';

export type Answers = { [Kind in keyof UnitsQuestions]: Answer<UnitsQuestions[Kind]['result']> };

export interface PageState extends FolderState {
  /** Undefined until the model is read. */
  model: UnitsModel | undefined;
  index: IndexSummary | undefined;
  /** The class that is shown until the user chooses one. */
  openedOn: number | undefined;
  names: ChannelNames;
  canName: boolean;
  answers: Answers;
  fields: FieldState;
  /** Names before suggestions were accepted, for undo. */
  undo: { channel: number; name: string }[] | undefined;
  /** Of the units, in CSS pixels; 0 until it is measured. */
  widthPx: number;
  view: ViewState;
}

/** Patches of a row at most: the index keeps the maps of as many. As many as fit are shown. */
const PATCHES = 16;

export const NO_ANSWERS: Answers = {
  classUnits: NO_ANSWER,
  unitReport: NO_ANSWER,
  ablation: NO_ANSWER,
  suggestNames: NO_ANSWER,
  empiricalFields: NO_ANSWER,
};

const INITIAL: PageState = {
  ...NO_FOLDER,
  model: undefined,
  index: undefined,
  openedOn: undefined,
  names: {},
  canName: true,
  answers: NO_ANSWERS,
  fields: NO_FIELDS,
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
