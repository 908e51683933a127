import type { ToEvaluate } from '../../src/protocol/evaluate.ts';
import { receiveOfFolder } from '../shared/folder/folderMessages.ts';
import type { PageParts } from './state/page.ts';
import { NOTHING_KNOWN } from './state/store.ts';

/** Handles everything that the editor sends. */
export function receive(message: ToEvaluate, parts: PageParts): void {
  const { store, questions } = parts;
  switch (message.type) {
    case 'overview': {
      const { overview } = message;
      const { pictures: images = 0, complete = false, unreadable = [] } = overview ?? {};
      const index = overview && { images, complete, unreadable };
      store.update({ overview, index, isIndexRead: true });
      if (overview === undefined) questions.drop();
      break;
    }
    case 'model':
      store.update({ model: message.model });
      break;
    case 'sources':
      store.update({ sources: message.sources });
      break;
    case 'before':
      store.updateView({ before: message.before });
      break;
    case 'begun':
      questions.goOn(message.kinds);
      break;
    case 'maps': {
      const { mapFolders } = store.state.view;
      const others = mapFolders.filter((folder) => folder !== message.folder);
      store.updateView({ mapFolders: [...others, message.folder] });
      break;
    }
    default:
      receiveOfFolder(message, parts, () => {
        store.update(NOTHING_KNOWN);
        questions.drop();
      });
  }
}
