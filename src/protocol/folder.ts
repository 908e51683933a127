import type { CamErrorData } from '../cam/base/errors.ts';
import type { ScanProgress } from '../cam/results/units.ts';

/** A page's state over a reload; the page writes it with `setState`, the serializer reads it. */
export interface FolderPageState {
  modelPath: string;
  /** Absolute; undefined if none was chosen yet. */
  folder: string | undefined;
  /** The page fills in missing values. */
  view: Record<string, unknown>;
}

/** Buttons that a failure offers. */
export type FolderAction =
  | 'retry'
  | 'editPreprocessing'
  | 'chooseFolder'
  | 'scanAgain'
  /** Of an evaluation, whose labels and annotations can be chosen. */
  | 'chooseLabels'
  | 'chooseAnnotations';

/** A thumbnail as it was analysed, orientation not applied. */
interface Thumbnail {
  /** Absolute path of the picture. */
  path: string;
  /** JPEG. */
  bytes: Uint8Array;
}

/** Thumbnails; pictures that cannot be read or are in other folders have failed. */
export type ThumbnailRequests = {
  thumbnails: {
    request: { paths: string[] };
    result: { thumbnails: Thumbnail[]; failed: string[] };
  };
};

/** To a page about a folder that is run through a model. */
export type ToFolderPage =
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
  /** A scan is running; undefined once it has ended. */
  | { type: 'progress'; progress: ScanProgress | undefined }
  /** The model on disk differs from the one of the folder's scan. */
  | { type: 'modelChanged'; isChanged: boolean }
  /** A failure of the whole page; undefined once it is over. */
  | { type: 'failure'; failure: { error: CamErrorData; actions: FolderAction[] } | undefined };

/** From such a page. */
export type FromFolderPage =
  | { type: 'ready' }
  | { type: 'manageTrust' }
  | { type: 'action'; action: FolderAction }
  | { type: 'chooseFolder' }
  /** Runs new and changed pictures; continues where the last scan stopped. */
  | { type: 'scan' }
  | { type: 'cancelScan' }
  /** The current view, for a page that is created again. */
  | { type: 'viewChanged'; view: Record<string, unknown> };
