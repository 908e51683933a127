import type {
  ErrorAction,
  ModelMessage,
  PageCommand,
  SavedPicture,
  ShowCamRequests,
  Side,
  ToShowCam,
  ViewState,
} from '../../src/protocol/showCam.ts';
import { decodePicture } from '../shared/map/decodePicture.ts';
import type { Requests } from '../shared/page/requests.ts';
import { closeChange, decodeChange, isWanted } from './beforeAfter/change.ts';
import { matchLabels } from './compared/matchLabels.ts';
import type { BeforeMaps } from './methods/beforeMaps.ts';
import type { MethodLoader } from './methods/methodLoader.ts';
import type { Output } from './output.ts';
import type { SheetLoader } from './sheet/sheetLoader.ts';
import { ablate, partOf } from './state/ablation.ts';
import type { Host } from './state/host.ts';
import type { ImageSteps } from './state/imageSteps.ts';
import type { KeptState } from './state/keptState.ts';
import type { Methods } from './state/methods.ts';
import { NO_METHODS } from './state/methods.ts';
import { NO_SHEET } from './state/sheet.ts';
import type { Change, Loaded, PaneState, Store } from './state/store.ts';
import { EMPTY_PANE, isSheetShown } from './state/store.ts';

const PICTURE_ACTIONS: ErrorAction[] = ['retry'];

interface Parts {
  store: Store;
  host: Host;
  requests: Requests<ShowCamRequests>;
  kept: KeptState;
  sheet: SheetLoader;
  methods: Record<Side, MethodLoader>;
  before: BeforeMaps;
  steps: ImageSteps;
  output: Output;
}

/** Handles everything that the editor sends. */
export class Messages {
  readonly #parts: Parts;
  /** Counts explanations, so that a picture that is decoded too late is dropped. */
  readonly #newest = { main: 0, other: 0 };
  /** The last explanation, until it is shown. */
  #explaining: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  receive(message: ToShowCam): void {
    const { store, requests } = this.#parts;
    switch (message.type) {
      case 'start':
        this.#start(message);
        break;
      case 'comparison':
        this.#comparison(message.otherModel);
        break;
      case 'choose':
        store.updateView({
          selectedClass: message.classIndex,
          selectedChannel: message.pooledChannel,
          contrastClass: message.contrastClass,
          otherClass: undefined,
        });
        break;
      case 'busy':
        store.updatePane(message.side, { busy: message.what, waitsFor: undefined });
        break;
      case 'waiting': {
        const { side, fileName } = message;
        store.updatePane(side, { busy: undefined, waitsFor: fileName, failure: undefined });
        break;
      }
      case 'model':
        this.#model(message);
        break;
      case 'opinion':
        store.update({ opinion: message.opinion });
        break;
      case 'explanation':
        this.#explaining = this.#explanation(message);
        break;
      case 'change':
        void this.#chosenExport(message);
        break;
      case 'error':
        this.#error(message);
        break;
      case 'sheetOutdated':
        this.#parts.sheet.outdate(message.indices);
        break;
      case 'result':
      case 'refusal':
      case 'working':
        requests.receive(message);
        break;
      case 'copySaved':
        void this.#copySaved(message.saved);
        break;
      case 'command':
        this.#command(message.command);
        break;
      default:
        message satisfies never;
    }
  }

  #start({ images, state }: Extract<ToShowCam, { type: 'start' }>): void {
    const { store, kept, sheet } = this.#parts;
    sheet.begin();
    store.update({
      images,
      sheet: { ...NO_SHEET, ...state.sheet },
      view: kept.restore(state),
    });
  }

  /** A second model begins empty; a page that is created again gets its model again. */
  #comparison(otherModel: Extract<ToShowCam, { type: 'comparison' }>['otherModel']): void {
    const { store, kept, steps } = this.#parts;
    const { compared: before, model, view } = store.state;
    if (otherModel && isSheetShown(store.state)) steps.open(store.state.sheet.chosen);
    this.#newest.other++;
    before?.loaded?.picture.close();
    kept.setOtherModel(otherModel?.path);
    if (otherModel && view.ablated.length > 0) ablate(store, []);
    const compared = otherModel && { ...EMPTY_PANE, ...otherModel };
    store.update({ compared, prefersBefore: false });
    // If the two models are swapped, the new main model still needs the class.
    const isSwap = otherModel?.path === model?.model.path;
    if (before && !isSwap) store.update({ view: { ...view, otherClass: undefined } });
  }

  #error(message: Extract<ToShowCam, { type: 'error' }>): void {
    const { side, error, images, actions, keepsView = false, isOfImage = false } = message;
    const { store } = this.#parts;
    if (this.#isStale(images.index)) return;
    this.#newest[side]++;
    store.update({ images });
    const failure = { error, actions, keepsView, isOfImage };
    store.updatePane(side, { busy: undefined, waitsFor: undefined, failure });
  }

  /**
   * If the scores are the same, the chosen classes stay; another model, output or export may number them differently.
   */
  #model(message: ModelMessage): void {
    const { store, kept } = this.#parts;
    if (message.side === 'other') {
      store.updatePane('other', {
        model: message,
        methods: methodsOf(message, store.state.compared),
      });
      return;
    }
    const { model: previous, view } = store.state;
    kept.setModel(message.model.path);
    const isOther = previous !== undefined && haveOtherClasses(previous, message);
    const changed = isOther ? { ...view, ...this.#sameClasses(message) } : view;
    const hasOtherChannels =
      isOther || (previous && previous.model.featureTensor !== message.model.featureTensor);
    // Another model's values may be a thousand times as large.
    const own = hasOtherChannels ? { ablated: [], scaleLimit: undefined } : {};
    const methods = methodsOf(message, store.state);
    store.update({ model: message, methods, view: { ...changed, ...own } });
  }

  /** The chosen classes, matched by label, in the numbers of the new main model. */
  #sameClasses({ model }: ModelMessage): Partial<ViewState> {
    const { model: previous, compared, view } = this.#parts.store.state;
    const matches = matchLabels(previous?.model.labels.value ?? [], model.labels.value);
    const matched = (index: number | undefined): number | undefined =>
      index === undefined ? undefined : matches[index];
    const wasOther = compared?.path === previous?.model.path;
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
    const model = (side === 'main' ? store.state : store.state.compared)?.model;
    const isOther = model?.model.version !== explanation.modelVersion;
    if (isOther || model === undefined || this.#isStale(images.index)) return;
    const number = ++this.#newest[side];
    const [decoded, change] = await Promise.all([
      decodePicture(explanation),
      message.change && decodeChange(message.change),
    ]);
    if (number !== this.#newest[side] || this.#isStale(images.index)) {
      if ('picture' in decoded) decoded.picture.close();
      closeChange(change);
      return;
    }
    store.update({ images, place: undefined });
    if (side === 'main') this.#change(change);
    const done = { busy: undefined, waitsFor: undefined };
    if ('error' in decoded) {
      const ofImage = { keepsView: false, isOfImage: true };
      const failure = { error: decoded.error, actions: PICTURE_ACTIONS, ...ofImage };
      store.updatePane(side, { ...done, failure });
      return;
    }
    const { picture } = decoded;
    this.#loadedOf(side)?.picture.close();
    store.updatePane(side, { ...done, failure: undefined });
    const part = partOf(explanation, model.model, store.state);
    const { methods, before } = this.#parts;
    const loaded = { ...part, model, variant, picture, receivedAtMs };
    store.updatePane(side, { loaded: methods[side].begin(loaded, message.methodMap) });
    before.update();
  }

  async #chosenExport({ images, change }: Extract<ToShowCam, { type: 'change' }>): Promise<void> {
    const { store, host } = this.#parts;
    await this.#explaining;
    if (this.#isStale(images.index) || (change && !isWanted(store, host, change))) return;
    const number = this.#newest.main;
    const decoded = change && (await decodeChange(change));
    if (number === this.#newest.main) this.#change(decoded);
    else closeChange(decoded);
    this.#parts.before.update();
  }

  /** Before and after are shown with all channels, like two models. */
  #change(change: Change | undefined): void {
    const { store } = this.#parts;
    const before = store.state.change;
    if (change?.before && store.state.view.ablated.length > 0) ablate(store, []);
    store.update({ change });
    closeChange(before);
  }

  #loadedOf(side: Side): Loaded | undefined {
    const { state } = this.#parts.store;
    return side === 'main' ? state.loaded : state.compared?.loaded;
  }

  #isStale(index: number): boolean {
    return index !== this.#parts.store.state.images.index;
  }

  async #copySaved({ path, png }: SavedPicture): Promise<void> {
    const { output, host } = this.#parts;
    host.post({ type: 'savedCopied', path, isCopied: await output.copySaved(png) });
  }

  #command(command: PageCommand): void {
    const { output, steps } = this.#parts;
    switch (command) {
      case 'savePicture':
        void output.savePicture();
        break;
      case 'copyPicture':
        void output.copyPicture();
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

/** What is known of the methods stays known of the same version of a model. */
function methodsOf({ model, methods }: ModelMessage, pane: PaneState | undefined): Methods {
  const isKnown = pane?.model?.model.version === model.version;
  return { ...(isKnown ? pane.methods : NO_METHODS), ...methods };
}

/** Whether the class numbers have a new meaning. This is not so if the user only edits the labels of the same file. */
function haveOtherClasses({ model: a }: ModelMessage, { model: b }: ModelMessage): boolean {
  const isOtherFile = a.fileVersion !== b.fileVersion;
  const labels = ({ labels: { value } }: ModelMessage['model']): string => value.join('\n');
  return a.path !== b.path || a.output !== b.output || (isOtherFile && labels(a) !== labels(b));
}
