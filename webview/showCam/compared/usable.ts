import type { Loaded, PageState } from '../state/store.ts';
import { isFailed } from '../state/store.ts';

/** The available explanations of both models. */
export interface Explained {
  main: Loaded | undefined;
  other: Loaded | undefined;
}

/** The explanations without failed ones: the file of a failed one has changed. */
export function explained(state: PageState): Explained {
  return {
    main: isFailed(state, 'main') ? undefined : state.loaded,
    other: isFailed(state, 'other') ? undefined : state.other?.loaded,
  };
}

/** The explanations whose numbers may be compared: one for another image is still out of date. */
export function usable(state: PageState): Explained {
  const { main, other } = explained(state);
  return main && other && !haveSameImage(main, other)
    ? { main, other: undefined }
    : { main, other };
}

/** Both explanations, if they may be compared. */
export function bothUsable(state: PageState): { main: Loaded; other: Loaded } | undefined {
  const { main, other } = usable(state);
  return main && other && { main, other };
}

function haveSameImage({ explanation: a }: Loaded, { explanation: b }: Loaded): boolean {
  return (
    a.imagePath === b.imagePath &&
    a.geometry.photo.width === b.geometry.photo.width &&
    a.geometry.photo.height === b.geometry.photo.height
  );
}
