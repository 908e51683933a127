import type { Rect } from '../base/geometry.ts';
import type { ClassScore, MapDrawing } from './brief.ts';
import type { MapWay } from './mapWay.ts';

/** An export of a model: a file with its weights, and everything else that affects its result for a picture. */
export interface ModelExport {
  /** The same for the same content, regardless of the time of writing. */
  key: string;
  /** `version` of the model's description; it also changes if a file is written again with the same content. */
  modelVersion: string;
  /** One for each class. */
  labels: string[];
  /** When its file was written, in milliseconds since 1970. */
  writtenMs: number;
  /** Files that it was read from, absolute. */
  files: string[];
}

/** The stored result of a picture under an export, for comparison with the next export. */
export interface PinResult {
  /** SHA-256 of the picture's file, hexadecimal. */
  imageHash: string;
  /** Size and time of change of that file. */
  imageVersion: string;
  /** The five largest by descending logit, then other requested ones. */
  scores: ClassScore[];
  /** How its map was made: boxes of the same way can be compared. */
  way: MapWay;
  /** Box of the first class in photo pixels; undefined if no value of its map is positive. */
  box: Rect | undefined;
  /** Which channels of the map fire, see `activeChannels`; empty by a method. */
  firing: string;
}

/** A picture under an export. */
export interface PinExplanation {
  /** `version` of the description that this belongs to. */
  modelVersion: string;
  result: PinResult;
  drawing: MapDrawing;
}
