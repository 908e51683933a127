import type { FromEvaluate } from '../../../src/protocol/evaluate.ts';
import { FolderHost } from '../../shared/folder/folderHost.ts';
import type { ViewState } from './viewState.ts';
import { checkedView } from './viewState.ts';

/** The connection of the page to the editor. */
export class Host extends FolderHost<ViewState, FromEvaluate> {
  constructor() {
    super({ checked: checkedView, forOtherFolder: withoutClasses });
  }
}

/** Another folder has other classes, and other maps. */
function withoutClasses(view: ViewState): ViewState {
  return { ...view, truth: undefined, predicted: undefined, mapFolders: [] };
}
