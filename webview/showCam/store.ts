import type { CamErrorData } from '../../src/cam/errors.ts';
import type { Explanation } from '../../src/cam/explanation.ts';
import type {
  ChosenVariant,
  ErrorAction,
  ImageList,
  ModelMessage,
  Side,
  ViewState,
} from '../../src/protocol/showCam.ts';
import { FrameStore } from '../frameStore.ts';
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
export interface HalfState {
  model: ModelMessage | undefined;
  loaded: Loaded | undefined;
  /** What the engine is doing; undefined when idle. */
  busy: string | undefined;
  failure: { error: CamErrorData; actions: ErrorAction[] } | undefined;
}

/** The model that the main one is compared with. */
export interface OtherHalf extends HalfState {
  path: string;
  fileName: string;
}

export interface PageState extends HalfState {
  images: ImageList;
  other: OtherHalf | undefined;
  view: ViewState;
  place: Place | undefined;
  /** The picture alone for as long as a key is held. */
  peek: boolean;
}

export const EMPTY_HALF: HalfState = {
  model: undefined,
  loaded: undefined,
  busy: undefined,
  failure: undefined,
};

/** The main model's state is the page's own, so that what knows one model alone need not choose. */
export function halfOf(state: PageState, side: Side): HalfState | undefined {
  return side === 'main' ? state : state.other;
}

const INITIAL: PageState = {
  ...EMPTY_HALF,
  images: { names: [], index: 0 },
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

  updateView(change: Partial<ViewState>): void {
    this.update({ view: { ...this.state.view, ...change } });
  }

  /** Changes one model's state; nothing where there is no such model any more. */
  updateHalf(side: Side, change: Partial<HalfState>): void {
    const { other } = this.state;
    if (side === 'main') this.update(change);
    else if (other) this.update({ other: { ...other, ...change } });
  }
}
