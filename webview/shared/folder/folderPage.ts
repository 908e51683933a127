import type { CamErrorData } from '../../../src/cam/base/errors.ts';
import type { ScanProgress, UnreadableImage } from '../../../src/cam/results/units.ts';
import type { FolderAction, FromFolderPage } from '../../../src/protocol/folder.ts';

/** What a page about a folder of images knows of the folder, its model and the scan. */
export interface FolderState {
  fileName: string;
  modelPath: string;
  isTrusted: boolean;
  folder: { path: string; name: string } | undefined;
  /** Whether the scanned part of the folder is known. */
  isIndexRead: boolean;
  index: ScannedPart | undefined;
  progress: ScanProgress | undefined;
  isModelChanged: boolean;
  failure: { error: CamErrorData; actions: FolderAction[] } | undefined;
  /** What the page needs to know of the model; undefined until it is read. */
  model: unknown;
}

/** What was scanned of the folder. */
interface ScannedPart {
  images: number;
  complete: boolean;
  unreadable: UnreadableImage[];
  /** Files that were not run, because they are masks of images; left out where that is said elsewhere. */
  masks?: number;
}

export const NO_FOLDER: FolderState = {
  fileName: '',
  modelPath: '',
  isTrusted: true,
  folder: undefined,
  isIndexRead: false,
  index: undefined,
  progress: undefined,
  isModelChanged: false,
  failure: undefined,
  model: undefined,
};

/** The parts of a page that is about a folder. */
export interface FolderPage {
  store: {
    readonly state: FolderState;
    listen(listener: (state: FolderState, previous: FolderState) => void): void;
  };
  host: { post(message: FromFolderPage): void };
}

/** Whether there is anything to show. */
export function isScanned({ index }: FolderState): boolean {
  return index !== undefined && index.images > 0;
}
