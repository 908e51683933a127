import type { ChannelNames } from '../cam/maps/channelName.ts';
import type {
  Ablation,
  ClassUnits,
  ClassUnitsQuery,
  EmpiricalField,
  FieldsByGradient,
  IndexSummary,
  NameSuggestions,
  StrongestPlace,
  UnitReport,
} from '../cam/results/units.ts';
import type { PatchDrawing } from '../cam/units/export/contactSheet.ts';
import type { AllClassesQuery } from '../cam/units/export/exportAllClasses.ts';
import type { UnitsModel } from '../cam/units/unitsModel.ts';
import type { FromFolderPage, ThumbnailRequests, ToFolderPage } from './folder.ts';
import type { CancelMessage, ReplyMessage, RequestMessage } from './requests.ts';

/** Requests of the page to the folder's index or the model. */
export type UnitsQuestions = {
  classUnits: { request: { query: ClassUnitsQuery }; result: ClassUnits };
  unitReport: { request: { pooledChannel: number }; result: UnitReport };
  ablation: { request: { pooledChannels: number[] }; result: Ablation };
  /** Runs the model on many pictures, as does the next one. */
  suggestNames: { request: undefined; result: NameSuggestions };
  empiricalFields: { request: { channel: number; paths: string[] }; result: EmpiricalField[] };
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
  | ToFolderPage
  /** Shows a class in place of the one that the page shows. */
  | { type: 'showClass'; classIndex: number }
  | { type: 'model'; model: UnitsModel }
  /** What is known about the folder; undefined if it was never scanned with this model. */
  | { type: 'index'; summary: IndexSummary | undefined }
  /** All names of channels of the feature map. Channels of another tensor that the user chose cannot be named. */
  | { type: 'names'; names: ChannelNames; canName: boolean }
  | ReplyMessage<ClassUnitsRequests>;

export type FromClassUnits =
  | FromFolderPage
  /** Opens the Python code of the layer that makes the channels. */
  | { type: 'goToCode' }
  | RequestMessage<ClassUnitsRequests>
  | CancelMessage
  /** An empty name removes the name. */
  | { type: 'nameUnits'; names: { channel: number; name: string }[] }
  /** *Show CAM* on a picture: a class, or the contribution of one channel to it. */
  | { type: 'showCam'; path: string; classIndex: number; pooledChannel: number | undefined };
