import type { CamErrorData } from '../cam/base/errors.ts';
import type {
  Ablation,
  ClassUnits,
  ClassUnitsQuery,
  EmpiricalField,
  IndexSummary,
  NameSuggestions,
  ScanProgress,
  UnitReport,
} from '../cam/results/units.ts';
import type { PatchDrawing } from '../cam/units/export/contactSheet.ts';
import type { UnitsModel } from '../cam/units/unitsModel.ts';
import type { CancelMessage, ReplyMessage, RequestMessage } from './requests.ts';

/** What the panel keeps over a reload; written by the page with `setState`, read by the serializer. */
export interface ClassUnitsState {
  modelPath: string;
  /** Absolute; undefined where none was chosen yet. */
  folder: string | undefined;
  /** What is left out, the page fills in. */
  view: Record<string, unknown>;
}

/** A picture in small, orientation not applied, as it was analysed. */
interface Thumbnail {
  /** Absolute path of the picture. */
  path: string;
  /** JPEG. */
  bytes: Uint8Array;
}

/** Buttons that a failure offers. */
export type ClassUnitsAction = 'retry' | 'editPreprocessing' | 'chooseFolder' | 'scanAgain';

/** What the page asks the index of the folder, or the model, for. */
export type UnitsQuestions = {
  classUnits: { request: { query: ClassUnitsQuery }; result: ClassUnits };
  unitReport: { request: { pooledChannel: number }; result: UnitReport };
  ablation: { request: { pooledChannels: number[] }; result: Ablation };
  /** Runs the model on many pictures, as does the next one. */
  suggestNames: { request: undefined; result: NameSuggestions };
  empiricalFields: { request: { channel: number; paths: string[] }; result: EmpiricalField[] };
};

/** Pictures in small; those that cannot be read, or lie elsewhere, have failed. */
export type ThumbnailRequests = {
  thumbnails: {
    request: { paths: string[] };
    result: { thumbnails: Thumbnail[]; failed: string[] };
  };
};

/** Everything that the page asks for. */
export type ClassUnitsRequests = UnitsQuestions &
  ThumbnailRequests & {
    /**
     * Writes the units of a class, drawn as the page draws them; the editor asks where. The path, or undefined
     * where the user chose none.
     */
    save: {
      request: { form: SavedForm; query: ClassUnitsQuery; drawing: PatchDrawing };
      result: string | undefined;
    };
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
      /** View to begin with where the page has none of its own. */
      view: Record<string, unknown>;
    }
  /** Shows a class in place of the one that the page shows. */
  | { type: 'showClass'; classIndex: number }
  | { type: 'model'; model: UnitsModel }
  /** What is known of the folder; undefined where it was never scanned with this model. */
  | { type: 'index'; summary: IndexSummary | undefined }
  /** A scan is on; undefined once it has ended. */
  | { type: 'progress'; progress: ScanProgress | undefined }
  /** The model is another one on disk than the one that the folder was scanned with. */
  | { type: 'modelChanged'; isChanged: boolean }
  /**
   * Names of channels of the feature map, all of them. Those of a tensor that was chosen in place of the
   * model's own map cannot be named.
   */
  | { type: 'names'; names: [channel: number, name: string][]; canName: boolean }
  /** Something that concerns all of the page; undefined once it is over. */
  | { type: 'failure'; failure: { error: CamErrorData; actions: ClassUnitsAction[] } | undefined }
  | ReplyMessage<ClassUnitsRequests>;

export type FromClassUnits =
  | { type: 'ready' }
  | { type: 'manageTrust' }
  | { type: 'action'; action: ClassUnitsAction }
  | { type: 'chooseFolder' }
  /** Opens the Python code of the layer that makes the channels. */
  | { type: 'goToCode' }
  /** Runs what is new or was changed; goes on where the last scan was stopped. */
  | { type: 'scan' }
  | { type: 'cancelScan' }
  | RequestMessage<ClassUnitsRequests>
  | CancelMessage
  /** An empty name takes the name away. */
  | { type: 'nameUnits'; names: { channel: number; name: string }[] }
  /** *Show CAM* on a picture: a class, or what one channel adds to it. */
  | { type: 'showCam'; path: string; classIndex: number; pooledChannel: number | undefined }
  /** What is looked at, for a page that is created anew. */
  | { type: 'viewChanged'; view: Record<string, unknown> };
