import type { PatchSize } from '../state/viewState.ts';

/** How a unit and its patches share the width of the page, in CSS pixels. */
export interface RowLayout {
  /** Whether the name and the numbers above the patches share a line. */
  isOneLine: boolean;
  /** Patches of a row: as many as fit. */
  columns: number;
  /** Of a patch: together they fill the width. */
  sidePx: number;
  /** Of the row. */
  heightPx: number;
}

const LEAST_SIDE_PX: Record<PatchSize, number> = { small: 68, medium: 96, large: 144 };

/** From this width on the head is one line. */
const ONE_LINE_FROM_PX = 660;

/** `rows.css` and `patches.css` have the same. */
const HEAD_HEIGHT_PX = { oneLine: 26, twoLines: 44 };
const GAP_PX = 6;
const CAPTION_PX = 17;
const PADDING_PX = 15;

/** @param widthPx of the units, without the scroll bar */
export function rowLayout(widthPx: number, size: PatchSize): RowLayout {
  const isOneLine = widthPx >= ONE_LINE_FROM_PX;
  const columns = Math.max(1, Math.floor((widthPx + GAP_PX) / (LEAST_SIDE_PX[size] + GAP_PX)));
  const sidePx = Math.max(1, Math.floor((widthPx + GAP_PX) / columns) - GAP_PX);
  const headPx = isOneLine ? HEAD_HEIGHT_PX.oneLine : HEAD_HEIGHT_PX.twoLines;
  return { isOneLine, columns, sidePx, heightPx: headPx + sidePx + CAPTION_PX + PADDING_PX };
}
