import type { ToEvaluate } from '../../src/protocol/evaluate.ts';
import { withoutClasses } from './state/host.ts';
import type { PageParts } from './state/page.ts';
import { NOTHING_KNOWN } from './state/store.ts';

/** Handles everything that the editor sends. */
export class Messages {
  readonly #parts: PageParts;

  constructor(parts: PageParts) {
    this.#parts = parts;
  }

  receive(message: ToEvaluate): void {
    const { store, requests } = this.#parts;
    switch (message.type) {
      case 'start':
        this.#start(message);
        break;
      case 'overview': {
        const { overview } = message;
        const { pictures: images = 0, complete = false, unreadable = [] } = overview ?? {};
        const index = overview && { images, complete, unreadable };
        store.update({ overview, index, isIndexRead: true });
        if (overview === undefined) this.#parts.questions.drop();
        break;
      }
      case 'model':
        store.update({ model: message.model });
        break;
      case 'sources':
        store.update({ sources: message.sources });
        break;
      case 'before':
        store.update({ before: message.before });
        break;
      case 'maps': {
        const { mapFolders } = store.state.view;
        const others = mapFolders.filter((folder) => folder !== message.folder);
        store.updateView({ mapFolders: [...others, message.folder] });
        break;
      }
      case 'progress':
        // Files that have changed were run again.
        if (store.state.progress && !message.progress) this.#parts.thumbnails.renew();
        store.update({ progress: message.progress });
        break;
      case 'modelChanged':
        store.update({ isModelChanged: message.isChanged });
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

  #start(message: Extract<ToEvaluate, { type: 'start' }>): void {
    const { store, host, questions } = this.#parts;
    const { fileName, modelPath, isTrusted, folder, view } = message;
    const before = store.state;
    const isOtherModel = modelPath !== before.modelPath;
    if (isOtherModel) {
      const kept = host.viewFor(modelPath, folder?.path, view);
      store.update({ model: undefined, before: undefined, view: kept });
    } else if (before.folder && folder?.path !== before.folder.path) {
      store.updateView(withoutClasses(before.view));
    }
    if (isOtherModel || folder?.path !== before.folder?.path) {
      store.update(NOTHING_KNOWN);
      questions.drop();
    }
    store.update({ fileName, modelPath, isTrusted, folder });
  }
}
