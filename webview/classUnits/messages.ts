import type { ToClassUnits } from '../../src/protocol/classUnits.ts';
import type { PageParts } from './state/page.ts';
import { openedOn } from './state/store.ts';

/** Handles everything that the editor sends. */
export class Messages {
  readonly #parts: PageParts;

  constructor(parts: PageParts) {
    this.#parts = parts;
  }

  receive(message: ToClassUnits): void {
    const { store, requests } = this.#parts;
    switch (message.type) {
      case 'start':
        this.#start(message);
        break;
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
        if (summary === undefined) this.#dropAnswers();
        break;
      }
      case 'progress':
        store.update({ progress: message.progress });
        break;
      case 'modelChanged':
        store.update({ isModelChanged: message.isChanged });
        break;
      case 'names':
        store.update({ names: message.names, canName: message.canName });
        break;
      case 'failure':
        store.update({ failure: message.failure });
        break;
      case 'result':
      case 'refusal':
      case 'working':
        requests.receive(message);
        break;
      default:
        message satisfies never;
    }
  }

  #start(message: Extract<ToClassUnits, { type: 'start' }>): void {
    const { store, host } = this.#parts;
    const { fileName, modelPath, isTrusted, folder, view } = message;
    const before = store.state;
    if (modelPath !== before.modelPath) {
      const kept = host.viewFor(modelPath, folder?.path, view);
      store.update({ model: undefined, view: kept });
    } else if (before.folder && folder?.path !== before.folder.path) {
      // Another folder has other classes.
      store.updateView({ classIndex: undefined });
    }
    if (modelPath !== before.modelPath || folder?.path !== before.folder?.path) {
      store.update({
        index: undefined,
        isIndexRead: false,
        openedOn: undefined,
        progress: undefined,
      });
      this.#dropAnswers();
    }
    store.update({ fileName, modelPath, isTrusted, folder });
  }

  #dropAnswers(): void {
    this.#parts.questions.drop();
    this.#parts.fields.drop();
  }
}
