import type { ModelFacts, ModelInspection, TensorMaps } from '../../src/cam/inspection.ts';
import type { Failure, ModelTabAction, VariantData } from '../../src/protocol/modelTab.ts';
import type { ViewState } from './viewState.ts';
import { DEFAULT_VIEW } from './viewState.ts';

/** The channels of a tensor for the chosen image, on their way or here. */
export interface ChannelsState {
  tensor: string;
  maps: TensorMaps | undefined;
  /** Newer ones, of another state of the model, are on their way. */
  isPending: boolean;
  /** The photo; undefined until it is decoded, or where the browser cannot. */
  picture: ImageBitmap | undefined;
  failure: Failure['error'] | undefined;
}

export interface PageState {
  fileName: string;
  path: string;
  isTrusted: boolean;
  /** A state of the file is being read that is not shown yet. */
  isReading: boolean;
  facts: ModelFacts | undefined;
  inspection: ModelInspection | undefined;
  /** What helps where the inspection ended in a refusal. */
  actions: ModelTabAction[];
  variant: VariantData;
  /** SHA-256 of the file, hexadecimal. */
  hash: string | undefined;
  failure: Failure | undefined;
  imageName: string | undefined;
  channels: ChannelsState | undefined;
  /** Channels of the map's own tensor that are zero everywhere on the chosen image. */
  deadChannels: { count: number; of: number; imageName: string } | undefined;
  /** A tensor of which it is found out whether it allows a map. */
  asked: string | undefined;
  /** A tensor behind which the network allows no map, and why. */
  refused: { tensor: string; error: Failure['error'] } | undefined;
  view: ViewState;
}

type Listener = (state: PageState, previous: PageState) => void;

/** The page's state. Listeners run together, at most once per frame. */
export class Store {
  #state: PageState = {
    fileName: '',
    path: '',
    isTrusted: true,
    isReading: true,
    facts: undefined,
    inspection: undefined,
    actions: [],
    variant: {},
    hash: undefined,
    failure: undefined,
    imageName: undefined,
    channels: undefined,
    deadChannels: undefined,
    asked: undefined,
    refused: undefined,
    view: DEFAULT_VIEW,
  };
  #drawn = this.#state;
  #frame = 0;
  readonly #listeners: Listener[] = [];

  get state(): PageState {
    return this.#state;
  }

  listen(listener: Listener): void {
    this.#listeners.push(listener);
  }

  update(change: Partial<PageState>): void {
    this.#state = { ...this.#state, ...change };
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#flush());
  }

  updateView(change: Partial<ViewState>): void {
    this.update({ view: { ...this.#state.view, ...change } });
  }

  #flush(): void {
    this.#frame = 0;
    const [state, previous] = [this.#state, this.#drawn];
    this.#drawn = state;
    for (const listener of this.#listeners) listener(state, previous);
  }
}

/** The facts with every shape where the model was inspected. */
export function factsOf({ inspection, facts }: PageState): ModelFacts | undefined {
  return inspection?.facts ?? facts;
}
