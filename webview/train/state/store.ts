import type { TrainingReport, TrainingState } from '../../../src/cam/results/training.ts';
import type { TrainingSettings } from '../../../src/protocol/train.ts';
import type { FolderState } from '../../shared/folder/folderPage.ts';
import { NO_FOLDER } from '../../shared/folder/folderPage.ts';
import { FrameStore } from '../../shared/page/frameStore.ts';
import type { ViewState } from './viewState.ts';
import { DEFAULT_VIEW } from './viewState.ts';

export interface PageState extends FolderState {
  /** What there is to learn from; undefined until it is known. */
  found: Omit<TrainingState, 'last'> | undefined;
  /** Of the last training; undefined if there was none. */
  report: TrainingReport | undefined;
  settings: TrainingSettings;
  /** Classes of images that were changed since the last training, by path; empty for those that are left out. */
  changed: Readonly<Record<string, string>>;
  /** Paths of selected images, relative to the folder. */
  selected: ReadonlySet<string>;
  /** Share of the learning that is done. */
  learning: number | undefined;
  view: ViewState;
}

/** Of a folder of which nothing is known yet. */
export const NOTHING_KNOWN = {
  found: undefined,
  report: undefined,
  learning: undefined,
  changed: {},
  selected: new Set<string>(),
};

/** The page's state. */
export class Store extends FrameStore<PageState> {
  constructor() {
    super({
      ...NO_FOLDER,
      ...NOTHING_KNOWN,
      settings: { out: '', tables: {}, border: 0 },
      view: DEFAULT_VIEW,
    });
  }

  updateView(change: Partial<ViewState>): void {
    this.update({ view: { ...this.state.view, ...change } });
  }
}

/** Whether images are run, or class weights are learned. */
export function isTraining({ progress, learning }: PageState): boolean {
  return progress !== undefined || learning !== undefined;
}

/** The absolute path of an image, as the editor asks for it. */
export function absolutePath({ folder }: Pick<PageState, 'folder'>, path: string): string {
  return `${folder?.path ?? ''}/${path}`;
}
