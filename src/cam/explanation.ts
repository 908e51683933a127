import type { Preprocessing, Sourced } from './classifier/preprocessing.ts';
import type { Geometry } from './image/geometry.ts';
import type { ClassWeights, FeatureMap, MapKind, Readout } from './maps/featureMap.ts';

/** What is known of a model once it is open; independent of any image. */
export interface ModelDescription {
  /** Absolute path. */
  path: string;
  /** Changes whenever anything in this description does: the file, its weights, labels, preprocessing. */
  version: string;
  /** Files that the description was made from, absolute: model, weights, sidecar, labels. */
  files: string[];
  mapKind: MapKind;
  readout: Readout;
  /** Name of the spatial tensor in the graph that the map is made of. */
  featureTensor: string;
  /** One label per class; `class 17` where no label is known. */
  labels: Sourced<string[]>;
  preprocessing: Sourced<Preprocessing>;
  /** How probabilities follow from logits. */
  activation: 'softmax' | 'sigmoid';
  classWeights: ClassWeights;
  /** What the model's author wrote into the file; empty for most. */
  authorNote: string;
  /** Things that the person should know (unknown sidecar keys, for example). */
  notices: string[];
}

/** A picture in a format that a browser decodes, orientation not applied; what the engine analysed. */
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
  /** As the map kind says; for `maxPooled` already weighted by the winning positions. */
  featureMap: FeatureMap;
  /** The model's own logits. */
  logits: Float32Array;
  probabilities: Float32Array;
  /** Class indices by falling logit. */
  ranking: Uint32Array;
  /** Predicted minus actual logit of the top class: readout(M) − S. */
  residual: number;
  /** Largest |readout(M_c) − S_c| over all classes ÷ largest |S_c|. */
  relativeResidual: number;
  /** The one line that says what the map is, e.g. `Exact CAM · 14×14 · mean(M) + b = logit, off by 3e-7`. */
  claim: string;
  /** False where the residual is too large for the claim of exactness. */
  exact: boolean;
  picture: DisplayPicture;
  notices: string[];
}
