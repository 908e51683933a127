import type { Geometry } from '../base/geometry.ts';
import type { ScalarMap } from '../maps/featureMap.ts';
import type { FidelityCheck } from './fidelity.ts';
import type { MapWay } from './mapWay.ts';
import type { PlaceCheck } from './placeCheck.ts';

/** One class of a picture. */
export interface ClassScore {
  classIndex: number;
  label: string;
  logit: number;
  probability: number;
}

/** The data for a small drawing of the map of a picture's first class. */
export interface MapDrawing {
  /** How the map was made; what its values are follows from it, see `VALUE_KINDS`. */
  way: MapWay;
  /** Name of the way, as papers call it. */
  name: string;
  /** A map with a value for each pixel is reduced. */
  map: ScalarMap;
  /** The colour scale runs from −limit to +limit, in the units of the map. */
  limit: number;
  geometry: Geometry;
  /** How it is drawn: a map of single positions in its true cells. */
  interpolation: 'bilinear' | 'cells';
  fidelity: FidelityCheck;
  place: PlaceCheck;
}

/** What is kept of an explanation where there are hundreds: some ten kilobytes for each picture. */
export interface BriefExplanation {
  /** Absolute path of the image. */
  imagePath: string;
  /** `version` of the description that this belongs to. */
  modelVersion: string;
  /** The analysed picture as a small JPEG, orientation not applied. */
  thumbnail: Uint8Array;
  drawing: MapDrawing;
  /** The largest logits, in descending order. */
  scores: ClassScore[];
  /** The class that the picture's folder names, if it names one. */
  expected?: { classIndex: number; label: string };
}
