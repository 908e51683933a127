import type {
  ErrorAction,
  ModelMessage,
  PageCommand,
  ToShowCam,
} from '../../src/protocol/showCam.ts';
import { decodePicture } from './decodePicture.ts';
import type { Host } from './host.ts';
import type { ImageSteps } from './imageSteps.ts';
import type { KeptState } from './keptState.ts';
import { MapSource } from './mapSource.ts';
import type { Output } from './output.ts';
import type { Store } from './store.ts';

const PICTURE_ACTIONS: ErrorAction[] = ['retry'];

interface Parts {
  store: Store;
  host: Host;
  kept: KeptState;
  steps: ImageSteps;
  output: Output;
}

/** Handles everything that the editor sends. */
export class Messages {
  readonly #parts: Parts;
  /** Counts explanations, so that a picture that was decoded too late is dropped. */
  #newest = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  receive(message: ToShowCam): void {
    const { store, host, kept } = this.#parts;
    switch (message.type) {
      case 'start':
        store.update({ images: message.images, view: kept.restore(message.state) });
        break;
      case 'busy':
        store.update({ busy: message.what });
        break;
      case 'model':
        this.#model(message);
        break;
      case 'explanation':
        void this.#explanation(message);
        break;
      case 'error':
        if (this.#isStale(message.images.index)) break;
        this.#newest++;
        store.update({
          images: message.images,
          busy: undefined,
          failure: { error: message.error, actions: message.actions },
        });
        break;
      case 'reply':
        host.settle(message);
        break;
      case 'command':
        this.#command(message.command);
        break;
      default:
        message satisfies never;
    }
  }

  /** The same file keeps the chosen class; another model has other classes. */
  #model(message: ModelMessage): void {
    const { store, kept } = this.#parts;
    const { model: previous, view } = store.state;
    const otherFile = previous !== undefined && previous.model.path !== message.model.path;
    const forgotten = {
      selectedClass: undefined,
      contrastClass: undefined,
      selectedChannel: undefined,
    };
    kept.setModel(message.model.path);
    store.update({ model: message, view: otherFile ? { ...view, ...forgotten } : view });
  }

  async #explanation(message: Extract<ToShowCam, { type: 'explanation' }>): Promise<void> {
    const receivedAtMs = performance.now();
    const { store } = this.#parts;
    const { explanation, images } = message;
    const { model } = store.state;
    const isOther = model?.model.version !== explanation.modelVersion;
    if (isOther || model === undefined || this.#isStale(images.index)) return;
    const number = ++this.#newest;
    const decoded = await decodePicture(explanation);
    if (number !== this.#newest || this.#isStale(images.index)) {
      if ('picture' in decoded) decoded.picture.close();
      return;
    }
    if ('error' in decoded) {
      const failure = { error: decoded.error, actions: PICTURE_ACTIONS };
      store.update({ images, busy: undefined, failure });
      return;
    }
    const { picture } = decoded;
    const maps = new MapSource(explanation, model.model);
    store.state.loaded?.picture.close();
    store.update({
      images,
      busy: undefined,
      failure: undefined,
      cell: undefined,
      loaded: { explanation, model, maps, picture, receivedAtMs },
    });
  }

  #isStale(index: number): boolean {
    return index !== this.#parts.store.state.images.index;
  }

  #command(command: PageCommand): void {
    const { output, steps } = this.#parts;
    switch (command) {
      case 'savePng':
        void output.savePng();
        break;
      case 'copyPng':
        void output.copyPng();
        break;
      case 'saveNpy':
        void output.saveNpy();
        break;
      case 'saveJson':
        void output.saveJson();
        break;
      case 'nextImage':
        steps.step(1);
        break;
      case 'previousImage':
        steps.step(-1);
        break;
      default:
        command satisfies never;
    }
  }
}
