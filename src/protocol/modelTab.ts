import type { CamErrorData } from '../cam/base/errors.ts';
import type { FirstFilters, NoFilters } from '../cam/results/firstFilters.ts';
import type { ModelFacts, ModelInspection, TensorMaps } from '../cam/results/inspection.ts';
import type { LayerGraph } from '../cam/results/layerGraph.ts';
import type { MethodOffer } from '../cam/results/methodMap.ts';
import type { CodeLinkTexts, CodePart } from './code.ts';
import type { CancelMessage, ReplyMessage, RequestMessage } from './requests.ts';

/** The user's choices for the model, in place of the defaults. */
export interface VariantData {
  output?: string;
  featureTensor?: string;
  inputScale?: number;
}

/** Buttons that an error or a refusal offers. */
export type ModelTabAction = 'retry' | 'editPreprocessing' | 'defaultVariant';

export interface Failure {
  error: CamErrorData;
  actions: ModelTabAction[];
}

export type ToModelTab =
  /** First message after `ready`, and whenever the workspace becomes trusted. */
  | { type: 'start'; fileName: string; path: string; isTrusted: boolean }
  /** The file is being read; earlier messages belong to an older state of it. */
  | { type: 'reading' }
  /** What the file says about itself; the inspection follows unless the workspace is untrusted. */
  | { type: 'facts'; facts: ModelFacts }
  /** `actions` help if the verdict is a refusal. */
  | {
      type: 'inspection';
      inspection: ModelInspection;
      variant: VariantData;
      actions: ModelTabAction[];
    }
  | { type: 'hash'; sha256: string }
  /** A file is being written; the earlier content stays until it is complete. */
  | { type: 'waiting'; fileName: string }
  /** The model cannot be read now; the earlier content stays. */
  | ({ type: 'failed' } & Failure)
  /** The image whose channels can be shown. */
  | { type: 'image'; name: string | undefined }
  | ReplyMessage<ModelTabRequests>
  /** Replies to `askCode`; undefined if no code was found at once. */
  | { type: 'code'; tensor: string; texts: CodeLinkTexts | undefined }
  /** Chooses a layer. */
  | { type: 'select'; tensor: string };

/** Requests of the page. */
export type ModelTabRequests = {
  /** How the layers follow each other. */
  layerGraph: { request: Record<string, never>; result: LayerGraph };
  /** The weights of the first convolution. */
  firstFilters: { request: Record<string, never>; result: FirstFilters | NoFilters };
  /** Which methods the model allows. */
  methods: { request: Record<string, never>; result: MethodOffer[] };
  /** The channels of a tensor for the chosen image. */
  channels: { request: { tensor: string }; result: TensorMaps };
  /** Makes the map of this tensor from now on; refused if it allows neither a CAM nor a map by its gradient. */
  useForShowCam: { request: { tensor: string }; result: undefined };
};

export type FromModelTab =
  | { type: 'ready' }
  | { type: 'action'; action: ModelTabAction }
  | { type: 'manageTrust' }
  | { type: 'showCam' }
  /** The units of a class of this model. */
  | { type: 'classUnits'; classIndex: number }
  /** A folder of labelled pictures under this model. */
  | { type: 'evaluate' }
  | { type: 'chooseOutput' }
  | { type: 'edit'; what: 'labels' | 'preprocessing' }
  | { type: 'copy'; text: string }
  | { type: 'chooseImage' }
  | RequestMessage<ModelTabRequests>
  | CancelMessage
  /** The place of a layer in Python code. */
  | { type: 'askCode'; tensor: string }
  /** Opens the code of a layer; without one, of the head. */
  | { type: 'goToCode'; tensor: string | undefined; part: CodePart }
  /** Milliseconds between receiving a part and its first drawn frame, for the benchmark and the log. */
  | { type: 'drawn'; part: 'facts' | 'inspection' | 'channels'; durationMs: number };
