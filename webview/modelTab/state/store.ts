import type {
  Layer,
  ModelFacts,
  ModelInspection,
  TensorMaps,
} from '../../../src/cam/results/inspection.ts';
import type { CodeLinkTexts } from '../../../src/protocol/code.ts';
import type { Failure, ModelTabAction, VariantData } from '../../../src/protocol/modelTab.ts';
import { FrameStore } from '../../shared/page/frameStore.ts';
import type { Methods } from './methods.ts';
import type { ViewState } from './viewState.ts';
import { DEFAULT_VIEW } from './viewState.ts';

/** The channels of a tensor for the chosen image, requested or received. */
interface ChannelsState {
  tensor: string;
  maps: TensorMaps | undefined;
  /** Newer channels, of another state of the model, are on their way. */
  isPending: boolean;
  /** The photo; undefined until it is decoded, or if the browser cannot decode it. */
  picture: ImageBitmap | undefined;
  failure: Failure['error'] | undefined;
}

export interface PageState {
  fileName: string;
  path: string;
  isTrusted: boolean;
  /** A new state of the file is being read and is not shown yet. */
  isReading: boolean;
  /** Name of a file that is being written; the content stays until the file is complete. */
  waitsFor: string | undefined;
  facts: ModelFacts | undefined;
  inspection: ModelInspection | undefined;
  /** Actions that help if the inspection ended in a refusal. */
  actions: ModelTabAction[];
  variant: VariantData;
  /** Which methods the model allows; undefined until they were asked for. */
  methods: Methods | undefined;
  /** SHA-256 of the file, hexadecimal. */
  hash: string | undefined;
  failure: Failure | undefined;
  imageName: string | undefined;
  channels: ChannelsState | undefined;
  /** Channels of the map's own tensor that are zero everywhere on the chosen image. */
  deadChannels: { count: number; of: number; imageName: string } | undefined;
  /** A tensor that is being checked for whether it allows a map. */
  asked: string | undefined;
  /** A tensor that allows no map, and why. */
  refused: { tensor: string; error: Failure['error'] } | undefined;
  /** Where the chosen layer is in Python code; no texts if it was not found at once. */
  code: { tensor: string; texts: CodeLinkTexts | undefined } | undefined;
  /** The last layer that the editor chose, to scroll into view; a new object each time. */
  selected: { tensor: string } | undefined;
  view: ViewState;
}

const INITIAL: PageState = {
  fileName: '',
  path: '',
  isTrusted: true,
  isReading: true,
  waitsFor: undefined,
  facts: undefined,
  inspection: undefined,
  actions: [],
  variant: {},
  methods: undefined,
  hash: undefined,
  failure: undefined,
  imageName: undefined,
  channels: undefined,
  deadChannels: undefined,
  asked: undefined,
  refused: undefined,
  code: undefined,
  selected: undefined,
  view: DEFAULT_VIEW,
};

/** The page's state. */
export class Store extends FrameStore<PageState> {
  constructor() {
    super(INITIAL);
  }

  updateView(change: Partial<ViewState>): void {
    this.update({ view: { ...this.state.view, ...change } });
  }
}

/** The facts, with every shape if the model was inspected. */
export function factsOf({ inspection, facts }: PageState): ModelFacts | undefined {
  return inspection?.facts ?? facts;
}

/** The layer of the chosen row, even if the filter hides it. */
export function chosenLayer(state: PageState): Layer | undefined {
  const { tensor } = state.view;
  return factsOf(state)?.layers.find((layer) => layer.tensor === tensor);
}
