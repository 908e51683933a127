import type { CamErrorData } from '../../src/cam/errors.ts';
import type { Explanation } from '../../src/cam/explanation.ts';
import type {
  ErrorAction,
  ImageList,
  ModelMessage,
  ViewState,
} from '../../src/protocol/showCam.ts';
import type { MapSource } from './mapSource.ts';
import { DEFAULT_VIEW } from './viewState.ts';

/** An explanation that is ready to draw. */
export interface Loaded {
  explanation: Explanation;
  model: ModelMessage;
  maps: MapSource;
  picture: ImageBitmap;
  /** `performance.now()` at which the message came. */
  receivedAtMs: number;
}

/** A cell of the map that is being read. */
export interface Cell {
  x: number;
  y: number;
  by: 'pointer' | 'keyboard';
}

export interface PageState {
  images: ImageList;
  model: ModelMessage | undefined;
  loaded: Loaded | undefined;
  /** What the engine is doing; undefined when idle. */
  busy: string | undefined;
  failure: { error: CamErrorData; actions: ErrorAction[] } | undefined;
  view: ViewState;
  cell: Cell | undefined;
  /** The picture alone for as long as a key is held. */
  peek: boolean;
}

type Listener = (state: PageState, previous: PageState) => void;

/** The page's state. Listeners run together, at most once per frame. */
export class Store {
  #state: PageState = {
    images: { names: [], index: 0 },
    model: undefined,
    loaded: undefined,
    busy: undefined,
    failure: undefined,
    view: DEFAULT_VIEW,
    cell: undefined,
    peek: false,
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
