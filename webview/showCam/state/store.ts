import type { CamErrorData } from '../../../src/cam/base/errors.ts';
import type { Explanation, SecondOpinion } from '../../../src/cam/results/explanation.ts';
import type { MapMethod } from '../../../src/cam/results/methodMap.ts';
import type { MethodMap } from '../../../src/protocol/mapMethods.ts';
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
import type { Maps } from './mapSource.ts';
import type { Methods } from './methods.ts';
import { NO_METHODS } from './methods.ts';
import type { Sheet } from './sheet.ts';
import { inOrder, NO_SHEET } from './sheet.ts';
import { DEFAULT_VIEW } from './viewState.ts';

/** An explanation that is ready to draw. */
export interface Loaded {
  /**
   * The explanation as shown: without the switched-off channels. By a method, the feature map has no channels and is only
   * the size of the map; claim and places are those of the map.
   */
  explanation: Explanation;
  /** As it came: with all channels, and for a model without a CAM with none. */
  whole: Explanation;
  model: ModelMessage;
  variant: ChosenVariant;
  maps: Maps;
  /** The method that the map on show was made by; undefined for a CAM. */
  by: ByMethod | undefined;
  picture: ImageBitmap;
  /** `performance.now()` when the message arrived. */
  receivedAtMs: number;
}

/** A map by a method; undefined while the first one is on its way. */
export interface ByMethod {
  method: MapMethod;
  name: string;
  map: MethodMap | undefined;
}

/** The current place in the photo, in photo pixels; the same for two models. */
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
  /** Name of a file that is being written; the content stays until the file is complete. */
  waitsFor: string | undefined;
  failure: Failure | undefined;
  methods: Methods;
}

/** Why the files cannot be explained now. */
interface Failure {
  error: CamErrorData;
  actions: ErrorAction[];
  /** The content belongs to the old files, and stays. */
  keepsView: boolean;
  /** The reason is in this image alone. */
  isOfImage: boolean;
}

/** What the main model is compared with: another model, or its own state before its file changed. */
export interface OtherPane extends PaneState {
  path: string;
  fileName: string;
}

/** The old state of the main model, as it was when the file was replaced. */
export interface BeforePane extends OtherPane {
  number: number;
  replacedAtMs: number;
  /** What was drawn of the picture by methods. */
  methodMaps: MethodMap[];
}

/** The main model's file changed while it was on show. */
export interface Change extends Pick<ModelChange, 'changedAtMs' | 'isPinned' | 'exports'> {
  state: BeforeChange['state'];
  /** Name of the image that was shown before. */
  imageName: string;
  /** The old result; undefined if it cannot be compared with the new one. */
  before: BeforePane | undefined;
  /** Number of the export that is the old result, or that it has the numbers of. */
  number: number | undefined;
  /** Number of the export that the user chose, until it is here. */
  wanted: number | undefined;
}

export interface PageState extends PaneState {
  images: ImageList;
  sheet: Sheet;
  /** The model that the user chose to compare with the main one. */
  compared: OtherPane | undefined;
  change: Change | undefined;
  /** Another way to make values of pixels, offered for the main model. */
  opinion: SecondOpinion | undefined;
  /** Whether before and after are shown instead of the comparison with another model. */
  prefersBefore: boolean;
  /** What the main model is compared with now; follows from the rest. */
  readonly other: OtherPane | undefined;
  view: ViewState;
  place: Place | undefined;
  /** The picture alone while a key is held. */
  peek: boolean;
  /** Whether two pictures beside each other would be too small. */
  isNarrow: boolean;
}

export const EMPTY_PANE: PaneState = {
  model: undefined,
  loaded: undefined,
  busy: undefined,
  waitsFor: undefined,
  failure: undefined,
  methods: NO_METHODS,
};

/** The main model's state is part of the page's state, so that code for one model need not choose. */
export function paneOf(state: PageState, side: Side): PaneState | undefined {
  return side === 'main' ? state : state.other;
}

const INITIAL: PageState = {
  ...EMPTY_PANE,
  images: { names: [], index: 0 },
  sheet: NO_SHEET,
  compared: undefined,
  change: undefined,
  opinion: undefined,
  prefersBefore: false,
  other: undefined,
  view: DEFAULT_VIEW,
  place: undefined,
  peek: false,
  isNarrow: false,
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

  updateMethods(change: Partial<Methods>, side: Side = 'main'): void {
    const pane = side === 'main' ? this.state : this.state.compared;
    if (pane) this.updatePane(side, { methods: { ...pane.methods, ...change } });
  }

  updateSheet(change: Partial<Sheet>): void {
    this.update({ sheet: { ...this.state.sheet, ...change } });
  }

  /** Changes one model's state; does nothing if the model is gone. */
  updatePane(side: Side, change: Partial<PaneState>): void {
    const { compared } = this.state;
    if (side === 'main') this.update(change);
    else if (compared) this.update({ compared: { ...compared, ...change } });
  }

  /** Changes how the state before is shown. */
  updateBefore(loaded: Loaded): void {
    const { change } = this.state;
    if (change?.before)
      this.update({ change: { ...change, before: { ...change.before, loaded } } });
  }
}

/** Before and after are shown as soon as there is a change, unless another model is compared. */
function otherOf(state: PageState): OtherPane | undefined {
  const { compared, change, prefersBefore, failure } = state;
  const isWanted = compared === undefined || prefersBefore;
  const isFailing = failure !== undefined && !failure.keepsView;
  const canBeShown = change?.state === 'changed' && !isFailing;
  return isWanted && canBeShown ? change.before : compared;
}

/** Whether all images are shown as a contact sheet; never while two models are compared. */
export function isSheetShown({ images, sheet, compared }: PageState): boolean {
  return hasSheet({ images, compared }) && sheet.isOpen;
}

/** Whether there are several images to go back to. */
export function hasSheet({ images, compared }: Pick<PageState, 'images' | 'compared'>): boolean {
  return images.names.length > 1 && compared === undefined;
}

/** The images in the order of the sheet, by index. */
export function imageOrder({ images, sheet, view }: PageState): number[] {
  return inOrder(sheet.entries, images.names.length, view.sheetOrder);
}

/** Whether the main model is compared with its own old state. */
export function isBeforeAfter({ other, change }: Pick<PageState, 'other' | 'change'>): boolean {
  return other !== undefined && other === change?.before;
}

/** Whether two models are compared. */
export function isComparing(state: Pick<PageState, 'other' | 'change'>): boolean {
  return state.other !== undefined && !isBeforeAfter(state);
}

/** Whether a picture has no map yet. */
export function isBlank({ by }: Loaded): boolean {
  return by !== undefined && by.map === undefined;
}

/** Whether an error is shown instead of a model's map. */
export function isFailed(state: PageState, side: Side): boolean {
  const failure = paneOf(state, side)?.failure;
  return failure !== undefined && !(failure.keepsView && side === 'main' && !isComparing(state));
}
