import type { DoctorReport, VariantChange } from '../cam/results/evaluation/doctor.ts';
import type { EvidenceQuery, EvidenceReport } from '../cam/results/evaluation/evidence.ts';
import type {
  LocalizationQuery,
  LocalizationReport,
  LocalizedPage,
} from '../cam/results/evaluation/localization.ts';
import type {
  EvaluationOverview,
  PicturesPage,
  PicturesQuery,
} from '../cam/results/evaluation/overview.ts';
import type { ParityReport } from '../cam/results/evaluation/parity.ts';
import type { TrustQuery, TrustReport } from '../cam/results/evaluation/trust.ts';
import type { MapMethod } from '../cam/results/methodMap.ts';
import type { FromFolderPage, ThumbnailRequests, ToFolderPage } from './folder.ts';
import type { CancelMessage, ReplyMessage, RequestMessage } from './requests.ts';

/** Pages of the lists of pictures, read from the index. */
export type PictureRequests = {
  pictures: { request: PicturesQuery; result: PicturesPage };
  localizedPictures: {
    request: LocalizationQuery & { first: number; count: number };
    result: LocalizedPage;
  };
};

/** Reports about the whole folder; they take from seconds to minutes, and go on while the page is hidden. */
export type ReportRequests = {
  localization: { request: LocalizationQuery; result: LocalizationReport };
  evidence: { request: EvidenceQuery; result: EvidenceReport };
  trust: { request: TrustQuery; result: TrustReport };
  /** Runs the model on labelled pictures in other ways. */
  preprocessing: { request: undefined; result: DoctorReport };
  /** Against the model at this absolute path. */
  parity: { request: { before: string }; result: ParityReport };
};

export type ReportKind = keyof ReportRequests;

/** Forms in which an evaluation is saved. */
export type EvaluationForm = 'html' | 'json' | 'csv';

/** All requests of the page. */
export type EvaluateRequests = PictureRequests &
  ReportRequests &
  ThumbnailRequests & {
    /** The editor asks for the place. Returns the path, or undefined if the user chose none. */
    save: { request: { form: EvaluationForm }; result: string | undefined };
    /** Writes the maps as `.npy` files. The editor asks for the folder; undefined if the user chose none. */
    saveMaps: { request: undefined; result: SavedMaps | undefined };
    /** Writes another preprocessing or order of labels into the sidecar. Returns its path. */
    useVariant: { request: VariantChange; result: string };
  };

/** Maps of the images' classes, written in the layout of wsolevaluation. */
export interface SavedMaps {
  /** Absolute. */
  folder: string;
  written: number;
  /** Images that have no map of their class. */
  without: number;
}

/** Files or folders that the user chose in place of those that are found, absolute. */
export interface ChosenSources {
  labels?: string;
  annotations?: string;
}

/** What the page needs to know of the model. */
export interface EvaluatedModel {
  labels: string[];
  /** Methods that it allows besides a CAM. */
  methods: { method: MapMethod; name: string }[];
}

export type ToEvaluate =
  | ToFolderPage
  /** What is known of the folder; undefined if it was never run through this model. */
  | { type: 'overview'; overview: EvaluationOverview | undefined }
  | { type: 'model'; model: EvaluatedModel }
  | { type: 'sources'; sources: ChosenSources }
  /** The model that the user chose as the baseline. */
  | { type: 'before'; before: { path: string; name: string } | undefined }
  /** Reports that are being made, or are made, for a page that is created again. */
  | { type: 'begun'; kinds: ReportKind[] }
  /** A folder of maps that the user chose, absolute. */
  | { type: 'maps'; folder: string }
  | ReplyMessage<EvaluateRequests>;

export type FromEvaluate =
  | FromFolderPage
  | RequestMessage<EvaluateRequests>
  | CancelMessage
  /** Ends the work on a report. */
  | { type: 'stopReport'; kind: ReportKind }
  | { type: 'chooseSource'; source: keyof ChosenSources }
  | { type: 'chooseBefore' }
  /** A folder of `.npy` maps as a further row of the localization. */
  | { type: 'chooseMaps' }
  /** *Show CAM* on a picture: a class, and what separates it from another one. */
  | { type: 'showCam'; path: string; classIndex: number; contrastClass: number | undefined }
  | { type: 'pin'; paths: string[] };
