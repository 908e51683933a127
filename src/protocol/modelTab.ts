import type { CamErrorData } from '../cam/base/errors.ts';
import type { ModelFacts, ModelInspection, TensorMaps } from '../cam/results/inspection.ts';
import type { CodeLinkTexts, CodePart } from './code.ts';
import type { CancelMessage, ReplyMessage, RequestMessage } from './requests.ts';

/** What was chosen of the model instead of what is found by itself. */
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
  /** The file is read; what was sent before is of an older state of it. */
  | { type: 'reading' }
  /** What the file says of itself; the inspection follows unless the workspace is not trusted. */
  | { type: 'facts'; facts: ModelFacts }
  /** `actions` help where the verdict is a refusal. */
  | {
      type: 'inspection';
      inspection: ModelInspection;
      variant: VariantData;
      actions: ModelTabAction[];
    }
  | { type: 'hash'; sha256: string }
  /** A file is being written; what was sent before stays until it is complete. */
  | { type: 'waiting'; fileName: string }
  /** The model cannot be read now; what was sent before stays. */
  | ({ type: 'failed' } & Failure)
  /** The image whose channels can be looked at. */
  | { type: 'image'; name: string | undefined }
  | ReplyMessage<ModelTabRequests>
  /** Replies to `askCode`; undefined where no code was found at once. */
  | { type: 'code'; tensor: string; texts: CodeLinkTexts | undefined }
  /** Chooses a layer. */
  | { type: 'select'; tensor: string };

/** What the page asks for. */
export type ModelTabRequests = {
  /** The channels of a tensor for the image that is chosen. */
  channels: { request: { tensor: string }; result: TensorMaps };
  /** Makes the map of this tensor from now on; refused where the network behind it allows none. */
  useForShowCam: { request: { tensor: string }; result: undefined };
};

export type FromModelTab =
  | { type: 'ready' }
  | { type: 'action'; action: ModelTabAction }
  | { type: 'manageTrust' }
  | { type: 'showCam' }
  /** The units of a class of this model. */
  | { type: 'classUnits'; classIndex: number }
  | { type: 'chooseOutput' }
  | { type: 'edit'; what: 'labels' | 'preprocessing' }
  | { type: 'copy'; text: string }
  | { type: 'chooseImage' }
  | RequestMessage<ModelTabRequests>
  | CancelMessage
  /** Where in Python code a layer is. */
  | { type: 'askCode'; tensor: string }
  /** Opens the code of a layer; without one, of the head. */
  | { type: 'goToCode'; tensor: string | undefined; part: CodePart }
  /** Milliseconds between receiving a part and its first drawn frame, for the benchmark and the log. */
  | { type: 'drawn'; part: 'facts' | 'inspection' | 'channels'; durationMs: number };
