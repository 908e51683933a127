import type { Geometry, Rect } from '../base/geometry.ts';
import type { ScalarMap } from '../maps/featureMap.ts';
import type { ColormapName } from '../maps/pixels/colormap.ts';
import type { DisplayPicture } from './explanation.ts';

export type FigureFormat = 'png' | 'svg';

/** A photo with its map as the page shows it, to be saved as a picture. Rectangles are in photo pixels. */
export interface Figure {
  /** Pixels of the figure per pixel of the photo. */
  factor: 1 | 2;
  /** From left to right. */
  pictures: FigurePicture[];
  /** Under the pictures; without text there is no margin. */
  caption: string[];
}

/** One place of a figure, with the texts above and below. */
export interface FigurePicture {
  heading: string[];
  /** Each covers the ones before it. */
  layers: FigureLayer[];
  legends: FigureLegend[];
}

export interface FigureLayer {
  photo: DisplayPicture;
  geometry: Geometry;
  /** False for a map alone. */
  showsPhoto: boolean;
  /** Share of the width that it covers, from the left. */
  until: number;
  map: FigureMap | undefined;
  box: Rect | undefined;
  /** Whether the part that the model did not see is dimmed. */
  marksSeen: boolean;
}

export interface FigureMap {
  map: ScalarMap;
  /** The part of the photo that it covers; may reach beyond the photo. */
  area: Rect;
  /** Value of the last colour. */
  limit: number;
  colormap: ColormapName;
  /** 0…1; by value: of the strongest values. */
  opacity: number;
  /** Whether weak values let the photo through. */
  byValue: boolean;
  interpolation: 'bilinear' | 'cells';
}

/** The colour scale of a map. */
export interface FigureLegend {
  /** Value of the first colour, at most 0. */
  low: number;
  limit: number;
  lowText: string;
  highText: string;
  colormap: ColormapName;
  byValue: boolean;
  /** What the colours mean, the title first. */
  lines: string[];
  /** What the box is; undefined without one. */
  boxText: string | undefined;
}
