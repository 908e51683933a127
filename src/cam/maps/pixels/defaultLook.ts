import type { ColormapName } from './colormap.ts';

/** How a map is drawn over its picture if nothing else is chosen; the opacity is that of the strongest values. */
export const DEFAULT_LOOK: Readonly<{ colormap: ColormapName; opacity: number }> = {
  colormap: 'warmCool',
  opacity: 0.75,
};
