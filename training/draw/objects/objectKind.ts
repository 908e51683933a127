import type { Canvas } from '../canvas.ts';
import type { Random } from '../random.ts';

/** Where an object stands or hangs. Without water in the scene, `water` means `floor`. */
export type Anchor = 'floor' | 'rug' | 'wall' | 'ceiling' | 'sky' | 'water';

/** A type of object: its name in the annotations, its drawing, and how scenes place it. */
export interface ObjectKind {
  name: string;
  /** The drawing's own coordinate system; its bottom edge stands on the anchor. */
  size: readonly [width: number, height: number];
  /** Smallest and largest width in the picture, before the scene's and the distance's scale. */
  widthPx: readonly [smallest: number, largest: number];
  anchor: Anchor;
  draw: (canvas: Canvas, random: Random) => void;
  /** Carries text, so it is never mirrored. */
  hasText?: boolean;
  /** Hangs in the upper third of a wall. */
  hangsHigh?: boolean;
  /** Hangs too loosely or too high for a shadow on the wall. */
  withoutWallShadow?: boolean;
}
