import type { CamErrorData } from '../cam/base/errors.ts';
import type { ChannelNames } from '../cam/maps/channelName.ts';
import type {
  Ablation,
  ClassUnits,
  ClassUnitsQuery,
  EmpiricalField,
  FieldsByGradient,
  IndexSummary,
  NameSuggestions,
  ScanProgress,
  StrongestPlace,
  UnitReport,
} from '../cam/results/units.ts';
import type { PatchDrawing } from '../cam/units/export/contactSheet.ts';
import type { AllClassesQuery } from '../cam/units/export/exportAllClasses.ts';
import type { UnitsModel } from '../cam/units/unitsModel.ts';
import type { CancelMessage, ReplyMessage, RequestMessage } from './requests.ts';

/** The panel's state over a reload; the page writes it with `setState`, the serializer reads it. */
export interface ClassUnitsState {
  modelPath: string;
  /** Absolute; undefined if none was chosen yet. */
  folder: string | undefined;
  /** The page fills in missing values. */
  view: Record<string, unknown>;
}

/** A thumbnail as it was analysed, orientation not applied. */
interface Thumbnail {
  /** Absolute path of the picture. */
  path: string;
  /** JPEG. */
  bytes: Uint8Array;
}

/** Buttons that a failure offers. */
export type ClassUnitsAction = 'retry' | 'editPreprocessing' | 'chooseFolder' | 'scanAgain';

/** Requests of the page to the folder's index or the model. */
export type UnitsQuestions = {
  classUnits: { request: { query: ClassUnitsQuery }; result: ClassUnits };
  unitReport: { request: { pooledChannel: number }; result: UnitReport };
  ablation: { request: { pooledChannels: number[] }; result: Ablation };
  /** Runs the model on many pictures, as does the next one. */
  suggestNames: { request: undefined; result: NameSuggestions };
  empiricalFields: { request: { channel: number; paths: string[] }; result: EmpiricalField[] };
};

/** Thumbnails; pictures that cannot be read or are in other folders have failed. */
export type ThumbnailRequests = {
  thumbnails: {
    request: { paths: string[] };
    result: { thumbnails: Thumbnail[]; failed: string[] };
  };
};

/** Fields of a unit by the gradient: the model runs forward and backward for each picture. */
type FieldRequests = {
  fieldsByGradient: {
    request: { channel: number; places: StrongestPlace[] };
    result: FieldsByGradient;
  };
};

/** All requests of the page. */
export type ClassUnitsRequests = UnitsQuestions &
  ThumbnailRequests &
  FieldRequests & {
    /**
     * Writes the units of a class as the page draws them; the editor asks for the place. Returns the path, or undefined
     * if the user chose none.
     */
    save: {
      request: { form: SavedForm; query: ClassUnitsQuery; drawing: PatchDrawing };
      result: string | undefined;
    };
    /** As `save`, for all classes of the folder in one HTML file; it reads every photo that has a patch. */
    saveAll: { request: AllClassesQuery; result: string | undefined };
  };

export type SavedForm = 'png' | 'html' | 'json';

export type ToClassUnits =
  /** First message after `ready`, and whenever the folder, the trust or the model changes. */
  | {
      type: 'start';
      fileName: string;
      modelPath: string;
      isTrusted: boolean;
      folder: { path: string; name: string } | undefined;
      /** First view if the page has none of its own. */
      view: Record<string, unknown>;
    }
  /** Shows a class in place of the one that the page shows. */
  | { type: 'showClass'; classIndex: number }
  | { type: 'model'; model: UnitsModel }
  /** What is known about the folder; undefined if it was never scanned with this model. */
  | { type: 'index'; summary: IndexSummary | undefined }
  /** A scan is running; undefined once it has ended. */
  | { type: 'progress'; progress: ScanProgress | undefined }
  /** The model on disk differs from the one of the folder's scan. */
  | { type: 'modelChanged'; isChanged: boolean }
  /** All names of channels of the feature map. Channels of another tensor that the user chose cannot be named. */
  | { type: 'names'; names: ChannelNames; canName: boolean }
  /** A failure of the whole page; undefined once it is over. */
  | { type: 'failure'; failure: { error: CamErrorData; actions: ClassUnitsAction[] } | undefined }
  | ReplyMessage<ClassUnitsRequests>;

export type FromClassUnits =
  | { type: 'ready' }
  | { type: 'manageTrust' }
  | { type: 'action'; action: ClassUnitsAction }
  | { type: 'chooseFolder' }
  /** Opens the Python code of the layer that makes the channels. */
  | { type: 'goToCode' }
  /** Runs new and changed pictures; continues where the last scan stopped. */
  | { type: 'scan' }
  | { type: 'cancelScan' }
  | RequestMessage<ClassUnitsRequests>
  | CancelMessage
  /** An empty name removes the name. */
  | { type: 'nameUnits'; names: { channel: number; name: string }[] }
  /** *Show CAM* on a picture: a class, or the contribution of one channel to it. */
  | { type: 'showCam'; path: string; classIndex: number; pooledChannel: number | undefined }
  /** The current view, for a page that is created again. */
  | { type: 'viewChanged'; view: Record<string, unknown> };
