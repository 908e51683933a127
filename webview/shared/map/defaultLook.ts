import type { ViewState } from '../../../src/protocol/showCam.ts';

/** How a map is drawn over its picture by default. */
export const DEFAULT_LOOK: Pick<ViewState, 'colormap' | 'opacity'> = {
  colormap: 'turbo',
  opacity: 0.5,
};
