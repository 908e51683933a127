import type { CamErrorData } from '../base/errors.ts';
import type { Geometry } from '../base/geometry.ts';
import type { ImageInput } from '../classifier/probe/pictureInput.ts';
import type { FoundPreprocessing, Sourced } from '../config/preprocessing.ts';
import type { FeatureMap } from '../maps/featureMap.ts';
import type { DisplayPicture, ModelDescription } from './explanation.ts';
import type { Fidelity } from './fidelity.ts';
import type { MethodOffer } from './methodMap.ts';
import type { PlaceCheck } from './placeCheck.ts';

/** What an ONNX file says about itself. Read without its weights; nothing is run. */
export interface ModelFacts {
  /** Absolute path. */
  path: string;
  /** Bytes of the file itself. */
  byteSize: number;
  /** Files that hold weights, relative to the model; no size where the file is missing. */
  externalFiles: { location: string; byteSize: number | undefined }[];
  /** The exporter with its version, e.g. `pytorch 2.13.0`; empty if the file does not say. */
  producer: string;
  irVersion: number;
  /** `domain` is empty for the standard operators. */
  operatorSets: { domain: string; version: number }[];
  /** Number of weights, in elements. */
  parameters: number;
  /** Element types of the weights, by descending number of elements, e.g. `float32`. */
  weightTypes: string[];
  nodeCount: number;
  inputs: TensorFacts[];
  outputs: TensorFacts[];
  metadata: [key: string, value: string][];
  /** What the model's author wrote into the file; empty for most. */
  authorNote: string;
  /** In the order of the graph, from the input to the head. With shapes if they are known. */
  layers: Layer[];
}

/** An input or output of the graph. */
export interface TensorFacts {
  name: string;
  /** E.g. `float32`. */
  elementType: string;
  /** A name for a free size. */
  dims: (number | string)[];
}

/** A spatial tensor of the graph and the node that makes it. */
export interface Layer {
  /** Name of the tensor: what `featureTensor` and `tensorMaps` take. */
  tensor: string;
  operator: string;
  /** Name of the node; may be empty. */
  node: string;
  /** Path of the module in the code, e.g. `layer4.1.conv2`; empty if the exporter left none. */
  module: string;
  /** Undefined if only a run of the model could tell. */
  shape: { channels: number; height: number; width: number } | undefined;
  /** Weights that this node uses, in elements. */
  parameters: number;
  /** Input pixels between neighbouring cells; undefined if it is not known. */
  stride: { x: number; y: number } | undefined;
  /** Theoretical receptive field in input pixels; `global` if every cell sees the whole input. */
  receptiveField: { width: number; height: number } | 'global' | undefined;
  /** Whether everything flows through it; only such a tensor can be the map's. */
  isCutPoint: boolean;
}

/** Everything about a model that needs no image. */
export interface ModelInspection {
  facts: ModelFacts;
  /** Undefined if the model does not take a picture. */
  input: ImageInput | undefined;
  labels: Sourced<string[]> | undefined;
  preprocessing: FoundPreprocessing | undefined;
  notices: string[];
  /** `refused`: there is no map, `error` says why. */
  verdict: { standing: Fidelity | 'refused'; text: string; error: CamErrorData | undefined };
  /** Whether the cells of the map lie where they are drawn; undefined if there is none. */
  place: PlaceCheck | undefined;
  /** Undefined if it is refused. */
  model: ModelDescription | undefined;
}

/** What a model allows, in short: the verdict of its {@link ModelInspection}. */
export type ModelVerdict = ModelInspection['verdict'] & {
  /** Undefined if it is refused and allows no other method. */
  classes: number | undefined;
  /** The methods that it allows, as far as its graph tells; looked for only if it has no class activation map. */
  methods?: MethodOffer[];
};

/** One spatial tensor of a model for one image. */
export interface TensorMaps {
  imagePath: string;
  tensor: string;
  geometry: Geometry;
  /** The tensor's own values, channel-first. */
  featureMap: FeatureMap;
  picture: DisplayPicture;
}
