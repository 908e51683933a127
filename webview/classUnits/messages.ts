import type { ToClassUnits } from '../../src/protocol/classUnits.ts';
import { receiveOfFolder } from '../shared/folder/folderMessages.ts';
import type { PageParts } from './state/page.ts';
import { openedOn } from './state/store.ts';

/** Handles everything that the editor sends. */
export function receive(message: ToClassUnits, parts: PageParts): void {
  const { store } = parts;
  switch (message.type) {
    case 'showClass':
      store.updateView({ subject: 'class', classIndex: message.classIndex });
      break;
    case 'model':
      store.update({ model: message.model });
      break;
    case 'index': {
      const { summary } = message;
      store.update({
        index: summary,
        isIndexRead: true,
        openedOn: summary && openedOn(store.state.openedOn, summary),
      });
      if (summary === undefined) dropAnswers(parts);
      break;
    }
    case 'names':
      store.update({ names: message.names, canName: message.canName });
      break;
    default:
      receiveOfFolder(message, parts, () => {
        store.update({ openedOn: undefined });
        dropAnswers(parts);
      });
  }
}

function dropAnswers({ questions, fields }: PageParts): void {
  questions.drop();
  fields.drop();
}
