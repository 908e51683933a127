import type { CamErrorData } from '../../../src/cam/base/errors.ts';
import type { Explanation } from '../../../src/cam/results/explanation.ts';
import type {
  BeforeChange,
  ChosenVariant,
  ErrorAction,
  ImageList,
  ModelChange,
  ModelMessage,
  Side,
  ViewState,
} from '../../../src/protocol/showCam.ts';
import { FrameStore } from '../../shared/page/frameStore.ts';
import type { MapSource } from './mapSource.ts';
import { DEFAULT_VIEW } from './viewState.ts';

/** An explanation that is ready to draw. */
export interface Loaded {
  /** What is shown: without the channels that are switched off. */
  explanation: Explanation;
  /** With all channels, as the model gives it. */
  whole: Explanation;
  model: ModelMessage;
  variant: ChosenVariant;
  maps: MapSource;
  picture: ImageBitmap;
  /** `performance.now()` at which the message came. */
  receivedAtMs: number;
}

/** The place of the photo that is being read, in photo pixels; the same for two models. */
export interface Place {
  x: number;
  y: number;
  by: 'pointer' | 'keyboard';
}

/** One model with the image. */
export interface PaneState {
  model: ModelMessage | undefined;
  loaded: Loaded | undefined;
  /** What the engine is doing; undefined when idle. */
  busy: string | undefined;
  /** Name of a file that is being written; what is shown stays until it is complete. */
  waitsFor: string | undefined;
  failure: Failure | undefined;
}

/** Why the files cannot be explained now. */
interface Failure {
  error: CamErrorData;
  actions: ErrorAction[];
  /** What is shown is of the files as they were, and stays. */
  keepsView: boolean;
}

/** What the main model is held against: another model, or itself before its file changed. */
export interface OtherPane extends PaneState {
  path: string;
  fileName: string;
}

/** The main model's file changed while it was on show. */
export interface Change extends Pick<ModelChange, 'changedAtMs' | 'isPinned'> {
  state: BeforeChange['state'];
  /** Name of the image that was shown before. */
  imageName: string;
  /** What the model said before; undefined where that cannot stand beside what it says now. */
  before: (OtherPane & { replacedAtMs: number }) | undefined;
}

export interface PageState extends PaneState {
  images: ImageList;
  /** The model that was chosen to compare the main one with. */
  compared: OtherPane | undefined;
  change: Change | undefined;
  /** Whether before and after take the place of the comparison with another model. */
  prefersBefore: boolean;
  /** What the main model is held against now; follows from the rest. */
  readonly other: OtherPane | undefined;
  view: ViewState;
  place: Place | undefined;
  /** The picture alone for as long as a key is held. */
  peek: boolean;
}

export const EMPTY_PANE: PaneState = {
  model: undefined,
  loaded: undefined,
  busy: undefined,
  waitsFor: undefined,
  failure: undefined,
};

/** The main model's state is the page's own, so that what knows one model alone need not choose. */
export function paneOf(state: PageState, side: Side): PaneState | undefined {
  return side === 'main' ? state : state.other;
}

const INITIAL: PageState = {
  ...EMPTY_PANE,
  images: { names: [], index: 0 },
  compared: undefined,
  change: undefined,
  prefersBefore: false,
  other: undefined,
  view: DEFAULT_VIEW,
  place: undefined,
  peek: false,
};

/** The page's state. */
export class Store extends FrameStore<PageState> {
  constructor() {
    super(INITIAL);
  }

  override update(change: Partial<Omit<PageState, 'other'>>): void {
    super.update({ ...change, other: otherOf({ ...this.state, ...change }) });
  }

  updateView(change: Partial<ViewState>): void {
    this.update({ view: { ...this.state.view, ...change } });
  }

  /** Changes one model's state; nothing where there is no such model any more. */
  updatePane(side: Side, change: Partial<PaneState>): void {
    const { compared } = this.state;
    if (side === 'main') this.update(change);
    else if (compared) this.update({ compared: { ...compared, ...change } });
  }
}

/** Before and after are shown as soon as there is a change, unless another model is compared. */
function otherOf({ compared, change, prefersBefore, failure }: PageState): OtherPane | undefined {
  const isWanted = compared === undefined || prefersBefore;
  const canBeShown = change?.state === 'changed' && !(failure && !failure.keepsView);
  return isWanted && canBeShown ? change.before : compared;
}

/** Whether what is beside the main model is the same before its file changed. */
export function isBeforeAfter({ other, change }: Pick<PageState, 'other' | 'change'>): boolean {
  return other !== undefined && other === change?.before;
}

/** Whether two models are compared. */
export function isComparing(state: Pick<PageState, 'other' | 'change'>): boolean {
  return state.other !== undefined && !isBeforeAfter(state);
}

/** Whether an error takes the place of what a model shows. */
export function isFailed(state: PageState, side: Side): boolean {
  const failure = paneOf(state, side)?.failure;
  return failure !== undefined && !(failure.keepsView && side === 'main' && !isComparing(state));
}
