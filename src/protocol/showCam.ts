import type { CamErrorData } from '../cam/errors.ts';
import type { Explanation, ModelDescription } from '../cam/explanation.ts';
import type { ColormapName } from '../cam/maps/colormap.ts';

/** The images that the panel steps through. */
export interface ImageList {
  /** File names for display, in order. */
  names: string[];
  index: number;
}

/** What the panel keeps over a reload; written by the page with `setState`, read by the serializer. */
export interface ShowCamState {
  imageUris: string[];
  index: number;
  modelPath: string | undefined;
  /** What is left out, the page fills in. */
  view: Partial<ViewState>;
}

/** Everything the user sets in the panel; kept over refreshes, reloads and images. */
export interface ViewState {
  /** Chosen class, or the top class. */
  selectedClass: number | undefined;
  /** Second class of the contrast map. */
  contrastClass: number | undefined;
  /** Channel shown alone instead of a class. */
  selectedChannel: number | undefined;
  layer: 'overlay' | 'map' | 'picture';
  /** 0…1 */
  opacity: number;
  interpolation: 'bilinear' | 'cells';
  colormap: ColormapName;
  scale: 'image' | 'class';
  showBox: boolean;
  /** Fraction of the maximum above which the box is drawn. */
  boxThreshold: number;
  zoom: number;
  panX: number;
  panY: number;
}

/** Model facts for the page: the description without paths that the page has no use for. */
export interface ModelMessage {
  type: 'model';
  model: ModelDescription;
  fileName: string;
}

export type ToShowCam =
  /** First message after `ready`. */
  | { type: 'start'; images: ImageList; state: ShowCamState }
  | { type: 'busy'; what: string }
  | ModelMessage
  /** `images` tells which of the list this is; stale ones (other index) are dropped by the page. */
  | { type: 'explanation'; images: ImageList; explanation: Explanation }
  | { type: 'error'; error: CamErrorData; images: ImageList; actions: ErrorAction[] }
  /** Reply to a request that carries an id. */
  | { type: 'reply'; id: number; error?: CamErrorData; savedAs?: string }
  /** Run a page command on behalf of the command palette or a keybinding. */
  | { type: 'command'; command: PageCommand };

/** Buttons that the error view offers. */
export type ErrorAction = 'retry' | 'chooseModel' | 'editPreprocessing';

export type PageCommand =
  | 'savePng'
  | 'copyPng'
  | 'saveNpy'
  | 'saveJson'
  | 'nextImage'
  | 'previousImage';

export type FromShowCam =
  | { type: 'ready' }
  | { type: 'showImage'; index: number }
  | { type: 'action'; action: ErrorAction }
  /** Save bytes made by the page; the host asks where. Answered by `reply`. */
  | { type: 'save'; id: number; suggestedName: string; bytes: Uint8Array; filter: SaveFilter }
  | { type: 'viewChanged'; view: ViewState }
  /** Milliseconds between receiving the explanation and the first drawn frame, for the benchmark and the log. */
  | { type: 'drawn'; durationMs: number };

export type SaveFilter = 'png' | 'npy' | 'json';
