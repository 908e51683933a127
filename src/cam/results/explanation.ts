import type { Geometry } from '../base/geometry.ts';
import type { PixelWay } from '../config/pixelWays.ts';
import type { FoundPreprocessing, Sourced } from '../config/preprocessing.ts';
import type { ClassWeights, FeatureMap, MapKind, Pooling, Readout } from '../maps/featureMap.ts';
import type { Activation } from '../maps/scores.ts';
import type { FidelityCheck } from './fidelity.ts';
import type { PlaceCheck } from './placeCheck.ts';

/** What is known about an open model; independent of any image. */
export interface ModelDescription {
  /** Absolute path. */
  path: string;
  /** Changes whenever anything in this description does: the file, its weights, labels, preprocessing. */
  version: string;
  /** Changes only with the file and its weights. */
  fileVersion: string;
  /** Files that the description was made from, absolute: model, weights, sidecar, labels. */
  files: string[];
  mapKind: MapKind;
  /**
   * How channels are pooled. Two for `meanMaxPooled`: the feature map then has two channels for each
   * channel of the tensor, first all means, then all maxima.
   */
  poolings: Pooling[];
  readout: Readout;
  /** Name of the spatial tensor in the graph that the map is made of. */
  featureTensor: string;
  /** Whether there is a map, and of which kind, in one line; independent of any image, checked on probes. */
  summary: string;
  classes: number;
  /** Graph outputs that may be the class scores; the first one is the default. */
  outputs: string[];
  /** The one of `outputs` to explain. */
  output: string;
  /** Factors by which the input may be enlarged for a finer map; only 1 if the size is fixed. */
  inputScales: number[];
  /** One label per class; `class 17` if no label is known. */
  labels: Sourced<string[]>;
  preprocessing: FoundPreprocessing;
  /** The user's names for channels of the tensor; empty if it is not the model's own last map. */
  unitNames: Record<number, string>;
  /** How probabilities follow from logits. */
  activation: Activation;
  /** Undefined for `gradCam`: each explanation then has its own. See {@link classWeightsOf}. */
  classWeights: ClassWeights | undefined;
  /** What the model's author wrote into the file; empty for most. */
  authorNote: string;
  /** Notices for the user (unknown sidecar keys, for example). */
  notices: string[];
}

/** Another way to make values of pixels, under which a model is far surer of pictures. */
export interface SecondOpinion extends PixelWay {
  /** Mean probability of the first class, over the pictures: with this way, and with the one in use. */
  surety: number;
  instead: number;
}

/** The analysed picture in a format that a browser decodes, orientation not applied. */
export interface DisplayPicture {
  bytes: Uint8Array;
  mimeType: 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif' | 'image/avif';
}

/** One image under one model: all that is needed to draw and to read every class's map. */
export interface Explanation {
  /** Absolute path of the image. */
  imagePath: string;
  /** SHA-256 of the model file, hexadecimal. */
  modelHash: string;
  /** `version` of the description that this belongs to. */
  modelVersion: string;
  geometry: Geometry;
  /** Depends on the map kind: for max and power pooling already weighted by the share of each position. */
  featureMap: FeatureMap;
  /** The weights of this picture; only for `gradCam`. */
  classWeights: ClassWeights | undefined;
  /** The model's own logits. */
  logits: Float32Array;
  probabilities: Float32Array;
  /** Class indices by descending logit. */
  ranking: Uint32Array;
  /** Predicted minus actual logit of the top class: readout(M) − S. */
  residual: number;
  /** Largest |readout(M_c) − S_c| over all classes ÷ largest |S_c|. */
  relativeResidual: number;
  /** Fidelity of the map for this picture. */
  claim: FidelityCheck;
  /** Whether its cells lie where they are drawn. */
  place: PlaceCheck;
  /** The class that the picture's folder names, if it names one. */
  expectedClass?: number;
  picture: DisplayPicture;
  notices: string[];
}
