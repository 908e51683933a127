import type { CamErrorData } from '../cam/base/errors.ts';
import type { ExplainOptions } from '../cam/engine.ts';
import type { ColormapName } from '../cam/maps/pixels/colormap.ts';
import type { Explanation, ModelDescription } from '../cam/results/explanation.ts';
import type { CancelMessage, ReplyMessage, RequestMessage } from './requests.ts';

/** The images that the panel steps through. */
export interface ImageList {
  /** File names for display, in order. */
  names: string[];
  index: number;
}

/** The model that is explained, or the one that it is compared with. */
export type Side = 'main' | 'other';

/** What the panel keeps over a reload; written by the page with `setState`, read by the serializer. */
export interface ShowCamState {
  imageUris: string[];
  index: number;
  modelPath: string | undefined;
  /** The model that it is compared with. */
  otherModelPath?: string | undefined;
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
  /** Channels that are switched off, where the head allows it; none while two models are compared. */
  ablated: number[];
  /** Chosen class of the other model, where it is one that the main model does not have. */
  otherClass: number | undefined;
  /** What is shown of two models. */
  comparison: ComparisonMode;
  /** What is shown of a model before and after its file changed. */
  beforeAfter: ComparisonMode;
  /** Where the divider of two maps lies, as a fraction of the visible photo's width. */
  divider: number;
  /** Whose peak limits the colours of two models; undefined: both share one unless that would hide a map. */
  comparedScale: ComparedScale | undefined;
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

/** A class, or one of its channels alone, chosen where the panel was opened from. */
export interface ShowCamChoice {
  classIndex: number;
  /** As the feature map of the explanation has it: with two poolings first all means, then all maxima. */
  pooledChannel: number | undefined;
}

/** Two maps as one picture with a divider, beside each other, or one minus the other. */
export type ComparisonMode = 'slider' | 'sideBySide' | 'difference';

/** One scale for both models, the peak of each model's top class, or the peak of each map. */
export type ComparedScale = 'both' | 'model' | 'class';

/** What was chosen of a model instead of what is found. */
export type ChosenVariant = Pick<ExplainOptions, 'output' | 'featureTensor' | 'inputScale'>;

/** What a model says of an image. */
export interface Explained {
  model: ModelDescription;
  explanation: Explanation;
  /** What was chosen of the model for it. */
  variant: ChosenVariant;
}

/** The file of a model changed while it was on show. */
export interface ModelChange {
  /** When the new file was read, in milliseconds since 1970; of several changes the last. */
  changedAtMs: number;
  /** What is before stays so over further changes. */
  isPinned: boolean;
  before: BeforeChange;
}

/**
 * What the model said of the same image before, whether that is any different; or why it cannot stand
 * beside what it says now: it was of another image, the picture's file has changed as well, or something
 * else was chosen of the model then.
 */
export type BeforeChange =
  | ({ state: 'changed' | 'unchanged'; replacedAtMs: number } & Explained)
  | { state: 'otherImage' | 'otherPicture' | 'otherVariant'; imagePath: string };

/** A model and its file's name for display. */
export interface ModelMessage {
  type: 'model';
  side: Side;
  model: ModelDescription;
  fileName: string;
}

export type ToShowCam =
  /** First message after `ready`. */
  | { type: 'start'; images: ImageList; state: ShowCamState }
  /** The model compared with, or that there is none any more. */
  | { type: 'comparison'; otherModel: { path: string; fileName: string } | undefined }
  | { type: 'busy'; side: Side; what: string }
  | ModelMessage
  /** `images` tells which of the list this is; stale ones (other index) are dropped by the page. */
  | {
      type: 'explanation';
      side: Side;
      images: ImageList;
      explanation: Explanation;
      /** What was chosen of the model for it. */
      variant: ChosenVariant;
      /** Of the main model, where its file changed while it was on show. */
      change?: ModelChange;
    }
  | {
      type: 'error';
      side: Side;
      error: CamErrorData;
      images: ImageList;
      actions: ErrorAction[];
      /** What is shown is of the files as they were, and stays. */
      keepsView?: boolean;
    }
  /** A file is being written; what is shown stays until it is complete. */
  | { type: 'waiting'; side: Side; fileName: string }
  | ReplyMessage<ShowCamRequests>
  /** Shows a class or a channel in place of what is shown. */
  | ({ type: 'choose' } & ShowCamChoice)
  /** Run a page command on behalf of the command palette or a keybinding. */
  | { type: 'command'; command: PageCommand };

/** Buttons that the error view offers. */
export type ErrorAction = 'retry' | 'chooseModel' | 'editPreprocessing' | 'defaultVariant';

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
  | { type: 'action'; side: Side; action: ErrorAction }
  /** Choose a model to compare with, stop comparing, or exchange the two. */
  | { type: 'compare'; request: 'choose' | 'stop' | 'swap' }
  /** What was before a change of the main model's file: stays so, does not, or is of no interest any more. */
  | { type: 'before'; request: BeforeRequest }
  /** The units of a class of the main model. */
  | { type: 'classUnits'; classIndex: number }
  /** Opens the Python code of a model's head, or of the layer whose channels the map is made of. */
  | { type: 'goToCode'; side: Side; what: 'head' | 'channels' }
  /** Replaces what was chosen of a model. */
  | { type: 'variant'; side: Side; variant: ChosenVariant }
  | RequestMessage<ShowCamRequests>
  | CancelMessage
  | { type: 'viewChanged'; view: ViewState }
  /** Milliseconds between receiving the explanation and the first drawn frame, for the benchmark and the log. */
  | { type: 'drawn'; durationMs: number };

/** What the page asks for. */
export type ShowCamRequests = {
  /** Saves bytes made by the page; the editor asks where. The path, or undefined where the user chose none. */
  save: {
    request: { suggestedName: string; bytes: Uint8Array; filter: SaveFilter };
    result: string | undefined;
  };
};

export type BeforeRequest = 'pin' | 'unpin' | 'forget';

export type SaveFilter = 'png' | 'npy' | 'json';
