import type { ToTrain } from '../../src/protocol/train.ts';
import { receiveOfFolder } from '../shared/folder/folderMessages.ts';
import type { PageParts } from './state/page.ts';
import { NOTHING_KNOWN } from './state/store.ts';

/** Handles everything that the editor sends. */
export function receive(message: ToTrain, parts: PageParts): void {
  const { store } = parts;
  switch (message.type) {
    case 'state': {
      const { state } = message;
      const unreadable = store.state.report?.unreadable ?? [];
      const index = { images: state.pictures, complete: true, unreadable };
      // Nothing more needs to be known of the model.
      store.update({ found: state, index, isIndexRead: true, model: state });
      break;
    }
    case 'report':
      store.update({ report: message.report, selected: new Set() });
      break;
    case 'settings':
      store.update({ settings: message.settings });
      break;
    case 'changed':
      store.update({ changed: message.classes, selected: new Set() });
      break;
    case 'learning':
      store.update({ learning: message.share });
      break;
    default:
      receiveOfFolder(message, parts, () => store.update(NOTHING_KNOWN));
  }
}
