/** Lengths of the drawing in its own pixels, before it is enlarged. */
export const BOX_HEIGHT_PX = 38;
export const MIN_BOX_WIDTH_PX = 92;
export const MAX_BOX_WIDTH_PX = 220;
/** Left and right of the text of a box. */
export const BOX_PADDING_PX = 12;
/** In front of the name of a group. */
export const MARK_WIDTH_PX = 16;
/** Between a row of boxes and the next one; the shape stands in it. */
export const ROW_GAP_PX = 34;
export const COLUMN_GAP_PX = 16;
export const LABEL_HEIGHT_PX = 14;
/** Inside the frame of an open group. */
export const FRAME_PADDING_PX = 12;
export const FRAME_HEAD_PX = 26;
/** Between lines that run beside the boxes. */
export const LANE_GAP_PX = 8;
