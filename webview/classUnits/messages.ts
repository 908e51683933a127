import type { ToClassUnits } from '../../src/protocol/classUnits.ts';
import type { Thumbnails } from '../shared/page/thumbnails.ts';
import type { Host } from './state/host.ts';
import type { Requests } from './state/requests.ts';
import type { Store } from './state/store.ts';

interface Parts {
  store: Store;
  host: Host;
  requests: Requests;
  thumbnails: Thumbnails;
}

/** Handles everything that the editor sends. */
export class Messages {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  receive(message: ToClassUnits): void {
    const { store, requests, thumbnails } = this.#parts;
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
        store.update({ index: summary, isIndexRead: true });
        if (summary === undefined) requests.drop();
        break;
      }
      case 'progress':
        store.update({ progress: message.progress });
        break;
      case 'modelChanged':
        store.update({ isModelChanged: message.isChanged });
        break;
      case 'names':
        store.update({ names: new Map(message.names), canName: message.canName });
        break;
      case 'failure':
        store.update({ failure: message.failure });
        break;
      case 'answer':
        requests.receive(message);
        break;
      case 'refusal':
        requests.refuse(message.id, message.error);
        break;
      case 'saved':
        store.update({ saved: message });
        break;
      case 'working':
        store.update({ working: message });
        break;
      case 'thumbnails':
        void thumbnails.receive(message.thumbnails, message.failed);
        break;
      default:
        message satisfies never;
    }
  }

  #start(message: Extract<ToClassUnits, { type: 'start' }>): void {
    const { store, host, requests } = this.#parts;
    const { fileName, modelPath, isTrusted, folder, view } = message;
    const before = store.state;
    if (modelPath !== before.modelPath) {
      store.update({ model: undefined, view: host.viewFor(modelPath, view) });
    }
    if (modelPath !== before.modelPath || folder?.path !== before.folder?.path) {
      store.update({ index: undefined, isIndexRead: false, progress: undefined });
      requests.drop();
    }
    store.update({ fileName, modelPath, isTrusted, folder });
  }
}
