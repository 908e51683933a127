import type { CamErrorData } from '../cam/base/errors.ts';
import type { ExplainOptions } from '../cam/engine.ts';
import type { ColormapName } from '../cam/maps/pixels/colormap.ts';
import type { BriefExplanation } from '../cam/results/brief.ts';
import type { Explanation, SecondOpinion } from '../cam/results/explanation.ts';
import type { Figure, FigureFormat } from '../cam/results/figure.ts';
import type { MapMethod, MethodOffer } from '../cam/results/methodMap.ts';
import type { ClipPercent, MapWay, MethodMap, MethodRequests, ShownModel } from './mapMethods.ts';
import type { CancelMessage, ReplyMessage, RequestMessage } from './requests.ts';

/** The images that the panel steps through. */
export interface ImageList {
  /** File names for display, in order. */
  names: string[];
  index: number;
}

/** The model to explain, or the one that it is compared with. */
export type Side = 'main' | 'other';

/** The panel's state over a reload; the page writes it with `setState`, the serializer reads it. */
export interface ShowCamState {
  imageUris: string[];
  index: number;
  modelPath: string | undefined;
  /** The model that it is compared with. */
  otherModelPath?: string | undefined;
  /** Absent for a single image. */
  sheet?: SheetPlace | undefined;
  /** The page fills in missing values. */
  view: Partial<ViewState>;
}

/** Where the user is among several images. */
export interface SheetPlace {
  /** Whether all images are shown as a contact sheet, or one of them. */
  isOpen: boolean;
  /** Index of the image that is chosen on the sheet. */
  chosen: number;
}

/** Order of the contact sheet: as the images were given, the most probable class first, or the surest mistake first. */
export type SheetOrder = 'given' | 'confidence' | 'mistakes';

/** One image of the contact sheet, or why it cannot be explained. */
export type SheetPicture = { brief: BriefExplanation } | { error: CamErrorData };

/** Everything the user sets in the panel; kept over refreshes, reloads and images. */
export interface ViewState {
  /** Chosen class, or the top class. */
  selectedClass: number | undefined;
  /** How the map is made; undefined: as each model allows, a CAM first. */
  method: MapWay | undefined;
  /** Further methods whose maps are shown beside that one. */
  beside: MapWay[];
  /** Where the colours of a map of pixels end. */
  clip: ClipPercent;
  /** Second class of the contrast map. */
  contrastClass: number | undefined;
  /** Channel shown alone instead of a class. */
  selectedChannel: number | undefined;
  /** Channels that are switched off, if the head allows it; none while two models are compared. */
  ablated: number[];
  /** Chosen class of the other model, if the main model does not have it. */
  otherClass: number | undefined;
  /** How two models are shown. */
  comparison: ComparisonMode;
  /** How a model is shown before and after its file changed. */
  beforeAfter: ComparisonMode;
  /** Position of the divider between two maps, as a fraction of the visible photo's width. */
  divider: number;
  /** Whose peak limits the colours of two models; undefined: both share one scale unless that would hide a map. */
  comparedScale: ComparedScale | undefined;
  layer: 'overlay' | 'map' | 'picture';
  /** 0…1; by value: of the strongest values. */
  opacity: number;
  /** Whether weak values let the photo through, or all are equally opaque. */
  opacityBy: 'value' | 'even';
  interpolation: 'bilinear' | 'cells';
  colormap: ColormapName;
  scale: 'image' | 'class';
  /** Ends of the colours, in the map's units, instead of those that `scale` gives. */
  scaleLimit: number | undefined;
  showBox: boolean;
  /** Fraction of the maximum above which the box is drawn. */
  boxThreshold: number;
  zoom: number;
  panX: number;
  panY: number;
  sheetOrder: SheetOrder;
  figure: FigureChoices;
}

/** How the picture is saved. */
export interface FigureChoices {
  /** As on show, or with the photo alone beside it. */
  content: 'map' | 'beside';
  /** With legend and caption. */
  hasTexts: boolean;
  /** Pixels per pixel of the photo. */
  factor: 1 | 2;
  format: FigureFormat;
}

/** A class, or one of its channels alone, chosen in the view that opened the panel. */
export interface ShowCamChoice {
  classIndex: number;
  /** Index as in the feature map of the explanation: with two poolings, first all means, then all maxima. */
  pooledChannel: number | undefined;
  /** The map of what separates the class from this one. */
  contrastClass?: number | undefined;
}

/** Two maps as one picture with a divider, side by side, or one minus the other. */
export type ComparisonMode = 'slider' | 'sideBySide' | 'difference';

/** One scale for both models, the peak of each model's top class, or the peak of each map. */
export type ComparedScale = 'both' | 'model' | 'class';

/** The user's choices for a model, in place of the defaults. */
export type ChosenVariant = Pick<ExplainOptions, 'output' | 'featureTensor' | 'inputScale'>;

/** A model's result for an image. */
export interface Explained {
  model: ShownModel;
  explanation: Explanation;
  /** What was chosen of the model for it. */
  variant: ChosenVariant;
}

/** A model's file changed while the model was on show. */
export interface ModelChange {
  /** When the new file was read, in milliseconds since 1970; for several changes, the last one. */
  changedAtMs: number;
  /** The old result stays the same over further changes. */
  isPinned: boolean;
  before: BeforeChange;
  /** The earlier exports whose result for this picture is kept, the oldest first; one of them may be `before`. */
  exports: KeptExport[];
}

/** What an earlier export said of the picture. */
export interface KeptExport {
  /** Names it among all exports of the model. */
  number: number;
  /** When its file was first read, in milliseconds since 1970. */
  sinceMs: number;
  /** 1: the one before the current export. */
  exportsAgo: number;
  top: { label: string; probability: number };
  /** Of each class; undefined if the classes were others. */
  probabilities: Float32Array | undefined;
}

/**
 * The model's old result for the same image, and whether it differs; or why it cannot be compared with the new one: it
 * was for another image, the picture's file has changed too, or other choices for the model were active.
 */
export type BeforeChange =
  | ({
      state: 'changed' | 'unchanged';
      number: number;
      replacedAtMs: number;
      /** What was drawn of the picture by methods, before the file changed. */
      methodMaps: MethodMap[];
    } & Explained)
  | { state: 'otherImage' | 'otherPicture' | 'otherVariant'; imagePath: string };

/** A model and its file's name for display. */
export interface ModelMessage {
  type: 'model';
  side: Side;
  model: ShownModel;
  fileName: string;
  /** Only for a model without a CAM: all methods, and the one that it opens with. The page asks for those of others. */
  methods?: { offers: MethodOffer[]; first: MapMethod };
}

export type ToShowCam =
  /** First message after `ready`. */
  | { type: 'start'; images: ImageList; state: ShowCamState }
  /** The model of the comparison, or none if the comparison has ended. */
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
      /** Only for the main model, if its file changed while it was on show. */
      change?: ModelChange;
      /** For a model without a CAM, whose explanation has no feature map: the map to begin with. */
      methodMap?: MethodMap;
    }
  | {
      type: 'error';
      side: Side;
      error: CamErrorData;
      images: ImageList;
      actions: ErrorAction[];
      /** The content belongs to the old files, and stays. */
      keepsView?: boolean;
      /** The reason is in this image alone; others may be shown. */
      isOfImage?: boolean;
    }
  /** The answer to `chooseExport`. */
  | { type: 'change'; images: ImageList; change: ModelChange | undefined }
  /** Another way to make values of pixels is offered for the main model, or no longer. */
  | { type: 'opinion'; opinion: SecondOpinion | undefined }
  /** A file is being written; the content stays until it is complete. */
  | { type: 'waiting'; side: Side; fileName: string }
  /** The contact sheet's results for these images are old, by index; if left out, those for all. */
  | { type: 'sheetOutdated'; indices?: number[] }
  | ReplyMessage<ShowCamRequests>
  /** Shows a class or a channel in place of the current one. */
  | ({ type: 'choose' } & ShowCamChoice)
  /** Copies a picture that was saved; the page gets the focus for it. */
  | { type: 'copySaved'; saved: SavedPicture }
  /** Run a page command on behalf of the command palette or a keybinding. */
  | { type: 'command'; command: PageCommand };

/** A picture that was saved, as PNG also if its file is an SVG. */
export interface SavedPicture {
  /** Absolute path of the file. */
  path: string;
  png: Uint8Array;
}

/** Buttons that the error view offers. */
export type ErrorAction =
  | 'retry'
  | 'chooseModel'
  | 'previousModel'
  | 'editPreprocessing'
  | 'defaultVariant';

export type PageCommand =
  | 'savePicture'
  | 'copyPicture'
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
  /** The old result before a change of the main model's file: keep it, do not keep it, or show it no longer. */
  | { type: 'before'; request: BeforeRequest }
  /** Another kept export becomes the old result. */
  | { type: 'chooseExport'; number: number }
  /** Write the offered values of pixels into the sidecar, or keep those in use and offer no others. */
  | { type: 'opinion'; answer: 'try' | 'keep' }
  /** Choose the labels of the main model. */
  | { type: 'labels' }
  /** The units of a class of the main model. */
  | { type: 'classUnits'; classIndex: number }
  /** Opens the Python code of a model's head, or of the layer whose channels the map is made of. */
  | { type: 'goToCode'; side: Side; what: 'head' | 'channels' }
  /** Replaces the user's choices for a model. */
  | { type: 'variant'; side: Side; variant: ChosenVariant }
  | RequestMessage<ShowCamRequests>
  | CancelMessage
  /** The answer to `copySaved`: whether the picture is on the clipboard. */
  | { type: 'savedCopied'; path: string; isCopied: boolean }
  | { type: 'viewChanged'; view: ViewState; sheet: SheetPlace | undefined }
  /** Milliseconds between receiving the explanation and the first drawn frame, for the benchmark and the log. */
  | { type: 'drawn'; durationMs: number };

/** Requests of the page. */
export type ShowCamRequests = MethodRequests & {
  /**
   * An image of the contact sheet, by `way` if the model allows it; undefined: a CAM, or what is shown in its place.
   * Refused if the reason concerns all images.
   */
  sheetPicture: {
    request: { index: number; way: MapWay | undefined };
    result: SheetPicture;
  };
  /**
   * Saves bytes made by the page; the editor asks for the place. Returns the path, or undefined if the user chose none.
   */
  save: {
    request: { suggestedName: string; bytes: Uint8Array; filter: SaveFilter };
    result: string | undefined;
  };
  /** As `save`, for a picture that the engine draws; the ending of the chosen name decides on the format. */
  saveFigure: {
    request: { suggestedName: string; figure: Figure };
    result: string | undefined;
  };
  /** The picture as PNG, for the clipboard. */
  drawFigure: { request: { figure: Figure }; result: Uint8Array };
};

export type BeforeRequest = 'pin' | 'unpin' | 'forget';

export type SaveFilter = 'npy' | 'json';
