/**
 * Whether the cells of a map lie where they are drawn:
 * - `inPlace`: stretched over the model's input, each cell lies within half a cell of its place;
 * - `moved`: they do not, but it is known where they lie, and the map is drawn there;
 * - `noPlaces`: a cell belongs to no single place of the picture;
 * - `unchecked`: this cannot be measured; the map is stretched over the input;
 * - `pending`: this is not measured yet.
 */
export interface PlaceCheck {
  standing: 'inPlace' | 'moved' | 'noPlaces' | 'unchecked' | 'pending';
  /** E.g. `in place (off by 0.1 cells)`. */
  text: string;
  /** How it is known: from the layers before the map, or by changing patches of a picture. */
  by?: 'layers' | 'patches';
  /**
   * Where a cell is if the map is stretched over the input, minus where it lies, at the middle of the picture, in cells;
   * x to the right, y downwards. Absent if it is not known.
   */
  shift?: { x: number; y: number };
}
