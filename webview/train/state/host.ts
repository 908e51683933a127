import type { FromTrain } from '../../../src/protocol/train.ts';
import { FolderHost } from '../../shared/folder/folderHost.ts';
import type { ViewState } from './viewState.ts';
import { checkedView } from './viewState.ts';

/** The connection of the page to the editor. */
export class Host extends FolderHost<ViewState, FromTrain> {
  constructor() {
    super({ checked: checkedView, forOtherFolder: (view) => view });
  }
}
