/** The filters of Pillow by its names, in the order of its numbers. */
export const FILTERS = ['nearest', 'lanczos', 'bilinear', 'bicubic', 'box', 'hamming'] as const;
