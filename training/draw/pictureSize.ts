/** Width and height of every picture. */
export const pictureSizePx = 224;
