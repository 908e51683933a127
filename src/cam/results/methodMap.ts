import type { Geometry } from '../base/geometry.ts';
import type { FoundPreprocessing, Sourced } from '../config/preprocessing.ts';
import type { ScalarMap } from '../maps/featureMap.ts';
import type { Activation } from '../maps/scores.ts';
import type { DisplayPicture } from './explanation.ts';
import type { FidelityCheck } from './fidelity.ts';
import type { PlaceCheck } from './placeCheck.ts';

/**
 * Ways to make a map for a class of any classifier that can be differentiated or, for occlusion, run:
 * - of a layer: `grad-cam`, `hires-cam`, `layer-cam`;
 * - of the pixels: `saliency` (back-propagation), `gradient-input`, `integrated-gradients`, `smooth-grad`;
 * - `occlusion`: by covering parts of the picture.
 */
export type MapMethod =
  | 'grad-cam'
  | 'hires-cam'
  | 'layer-cam'
  | 'saliency'
  | 'gradient-input'
  | 'integrated-gradients'
  | 'smooth-grad'
  | 'occlusion';

export const MAP_METHODS: readonly MapMethod[] = [
  'grad-cam',
  'hires-cam',
  'layer-cam',
  'saliency',
  'gradient-input',
  'integrated-gradients',
  'smooth-grad',
  'occlusion',
];

/** Which of the methods a model allows. */
export interface MethodOffer {
  method: MapMethod;
  /** As papers call it. */
  name: string;
  /** Why it is not possible; absent if it is. */
  reason?: string;
  /** For a method of a layer: the tensor. Absent where a picture must tell which one counts. */
  layer?: string;
}

/** What is known about a model for maps by method; independent of any image. */
export interface MethodDescription {
  /** Absolute path. */
  path: string;
  /** Changes whenever anything in this description does; that of a model with a CAM is the same as its own. */
  version: string;
  /** Changes only with the file and its weights. */
  fileVersion: string;
  /** Files that the description was made from, absolute: model, weights, sidecar, labels. */
  files: string[];
  labels: Sourced<string[]>;
  preprocessing: FoundPreprocessing;
  classes: number;
  activation: Activation;
  offers: MethodOffer[];
  notices: string[];
}

/** The map of one class, or of the difference between two. */
export interface ClassMap {
  class: number;
  /** The class whose logit is taken away; absent for the map of one class. */
  against?: number;
  /**
   * Signed, except for `saliency` and `smooth-grad`. Of a layer: the mean is in logit units. Of the pixels: logit units for
   * each unit of the model's input, or, if multiplied by the input, logit units that add up. Of occlusion: by how much the
   * logit falls.
   */
  map: ScalarMap;
  claim: FidelityCheck;
}

/** One picture under one model, by one method. */
export interface MethodExplanation {
  method: MapMethod;
  /** Absolute paths. */
  imagePath: string;
  modelPath: string;
  /** As in {@link MethodDescription}. */
  fileVersion: string;
  /** The tensor that the map is made of; absent for methods of the pixels. */
  layer?: string;
  maps: ClassMap[];
  /** Where the maps lie in the photo. */
  geometry: Geometry;
  place: PlaceCheck;
  /** The model's own. */
  logits: Float32Array;
  probabilities: Float32Array;
  /** Class indices by descending logit. */
  ranking: Uint32Array;
  /** The class that the picture's folder names, if it names one. */
  expectedClass?: number;
  picture: DisplayPicture;
  notices: string[];
}
