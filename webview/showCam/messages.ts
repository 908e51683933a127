import type {
  ErrorAction,
  ModelMessage,
  PageCommand,
  ToShowCam,
  ViewState,
} from '../../src/protocol/showCam.ts';
import { matchLabels } from './comparison/matchLabels.ts';
import { decodePicture } from './decodePicture.ts';
import type { Host } from './host.ts';
import type { ImageSteps } from './imageSteps.ts';
import type { KeptState } from './keptState.ts';
import type { Output } from './output.ts';
import { shownPart, silence } from './silence.ts';
import type { Store } from './store.ts';
import { EMPTY_HALF, halfOf } from './store.ts';

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
  readonly #newest = { main: 0, other: 0 };

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  receive(message: ToShowCam): void {
    const { store, host, kept } = this.#parts;
    switch (message.type) {
      case 'start':
        store.update({ images: message.images, view: kept.restore(message.state) });
        break;
      case 'comparison':
        this.#comparison(message.otherModel);
        break;
      case 'choose':
        store.updateView({
          selectedClass: message.classIndex,
          selectedChannel: message.pooledChannel,
          contrastClass: undefined,
          otherClass: undefined,
        });
        break;
      case 'busy':
        store.updateHalf(message.side, { busy: message.what });
        break;
      case 'model':
        this.#model(message);
        break;
      case 'explanation':
        void this.#explanation(message);
        break;
      case 'error':
        this.#error(message);
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

  /** A second model begins empty; the page is told again of the one that it has when it is created anew. */
  #comparison(otherModel: Extract<ToShowCam, { type: 'comparison' }>['otherModel']): void {
    const { store, kept } = this.#parts;
    const { other: before, model, view } = store.state;
    this.#newest.other++;
    before?.loaded?.picture.close();
    kept.setOtherModel(otherModel?.path);
    if (otherModel) silence(store, []);
    store.update({ other: otherModel && { ...EMPTY_HALF, ...otherModel } });
    // Where the two models are swapped, the class is still needed for the one that becomes the main one.
    const isSwap = otherModel?.path === model?.model.path;
    if (before && !isSwap) store.update({ view: { ...view, otherClass: undefined } });
  }

  #error({ side, error, images, actions }: Extract<ToShowCam, { type: 'error' }>): void {
    const { store } = this.#parts;
    if (this.#isStale(images.index)) return;
    this.#newest[side]++;
    store.update({ images });
    store.updateHalf(side, { busy: undefined, failure: { error, actions } });
  }

  /** The same scores keep the chosen classes; another model or output has other numbers for them. */
  #model(message: ModelMessage): void {
    const { store, kept } = this.#parts;
    if (message.side === 'other') {
      store.updateHalf('other', { model: message });
      return;
    }
    const { model: previous, view } = store.state;
    kept.setModel(message.model.path);
    const isOther =
      previous !== undefined &&
      (previous.model.path !== message.model.path ||
        previous.model.output !== message.model.output);
    const changed = isOther ? { ...view, ...this.#sameClasses(message) } : view;
    const hasOtherChannels =
      isOther || (previous && previous.model.featureTensor !== message.model.featureTensor);
    const silenced = hasOtherChannels ? [] : view.silenced;
    store.update({ model: message, view: { ...changed, silenced } });
  }

  /** The chosen classes by their labels, in the numbers of a model that takes the place of the main one. */
  #sameClasses({ model }: ModelMessage): Partial<ViewState> {
    const { model: previous, other, view } = this.#parts.store.state;
    const matches = matchLabels(previous?.model.labels.value ?? [], model.labels.value);
    const matched = (index: number | undefined): number | undefined =>
      index === undefined ? undefined : matches[index];
    const wasOther = other?.path === previous?.model.path;
    return {
      selectedClass:
        wasOther && view.otherClass !== undefined ? view.otherClass : matched(view.selectedClass),
      contrastClass: matched(view.contrastClass),
      selectedChannel: undefined,
      otherClass: undefined,
    };
  }

  async #explanation(message: Extract<ToShowCam, { type: 'explanation' }>): Promise<void> {
    const receivedAtMs = performance.now();
    const { store } = this.#parts;
    const { side, explanation, images, variant } = message;
    const model = halfOf(store.state, side)?.model;
    const isOther = model?.model.version !== explanation.modelVersion;
    if (isOther || model === undefined || this.#isStale(images.index)) return;
    const number = ++this.#newest[side];
    const decoded = await decodePicture(explanation);
    if (number !== this.#newest[side] || this.#isStale(images.index)) {
      if ('picture' in decoded) decoded.picture.close();
      return;
    }
    store.update({ images });
    if ('error' in decoded) {
      const failure = { error: decoded.error, actions: PICTURE_ACTIONS };
      store.updateHalf(side, { busy: undefined, failure });
      return;
    }
    const { picture } = decoded;
    halfOf(store.state, side)?.loaded?.picture.close();
    const part = shownPart(explanation, model.model, store.state);
    const loaded = { ...part, model, variant, picture, receivedAtMs };
    store.updateHalf(side, { busy: undefined, failure: undefined, loaded });
    store.update({ place: undefined });
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
