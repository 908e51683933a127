import type { ToFolderPage } from '../../../src/protocol/folder.ts';
import type { ReplyMessage, RequestKinds } from '../../../src/protocol/requests.ts';
import type { Requests } from '../page/requests.ts';
import type { Thumbnails } from '../page/thumbnails.ts';
import type { FolderHost } from './folderHost.ts';
import type { FolderState } from './folderPage.ts';

/** What the messages change. */
interface Changed<View extends object, Kinds extends RequestKinds> {
  store: {
    readonly state: FolderState & { view: View };
    update(change: Partial<FolderState & { view: View }>): void;
  };
  host: Pick<FolderHost<View, never>, 'forOtherFolder' | 'viewFor'>;
  requests: Requests<Kinds>;
  thumbnails: Pick<Thumbnails, 'renew'>;
}

/**
 * Handles what the editor sends to every page about a folder.
 * @param forget called when the page is about another model or folder: nothing is known of it yet
 */
export function receiveOfFolder<View extends object, Kinds extends RequestKinds>(
  message: ToFolderPage | ReplyMessage<Kinds>,
  changed: Changed<View, Kinds>,
  forget: () => void,
): void {
  const { store, requests, thumbnails } = changed;
  switch (message.type) {
    case 'start':
      start(message, changed, forget);
      break;
    case 'progress':
      // Files that have changed were run again.
      if (store.state.progress && !message.progress) thumbnails.renew();
      store.update({ progress: message.progress });
      break;
    case 'modelChanged':
      store.update({ isModelChanged: message.isChanged });
      break;
    case 'failure':
      store.update({ failure: message.failure });
      break;
    default:
      requests.receive(message);
  }
}

function start<View extends object>(
  message: Extract<ToFolderPage, { type: 'start' }>,
  { store, host }: Pick<Changed<View, RequestKinds>, 'store' | 'host'>,
  forget: () => void,
): void {
  const { fileName, modelPath, isTrusted, folder, view } = message;
  const before = store.state;
  const isOtherModel = modelPath !== before.modelPath;
  const isOtherFolder = folder?.path !== before.folder?.path;
  if (isOtherModel) {
    store.update({ model: undefined, view: host.viewFor(modelPath, folder?.path, view) });
  } else if (before.folder && isOtherFolder) {
    store.update({ view: host.forOtherFolder(before.view) });
  }
  if (isOtherModel || isOtherFolder) {
    store.update({ index: undefined, isIndexRead: false, progress: undefined });
    forget();
  }
  store.update({ fileName, modelPath, isTrusted, folder });
}
