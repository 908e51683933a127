import type { FromClassUnits } from '../../../src/protocol/classUnits.ts';
import { FolderHost } from '../../shared/folder/folderHost.ts';
import type { ViewState } from './viewState.ts';
import { checkedView } from './viewState.ts';

/** The connection of the page to the editor. */
export class Host extends FolderHost<ViewState, FromClassUnits> {
  constructor() {
    // Another folder has other classes.
    const forOtherFolder = (view: ViewState) => ({ ...view, classIndex: undefined });
    super({ checked: checkedView, forOtherFolder });
  }
}
