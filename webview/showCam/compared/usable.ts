import type { Loaded, PageState } from '../state/store.ts';
import { isFailed } from '../state/store.ts';

/** The explanations of both models as far as there are any. */
export interface Explained {
  main: Loaded | undefined;
  other: Loaded | undefined;
}

/** The explanations without one that failed since: its file is no longer what it was. */
export function explained(state: PageState): Explained {
  return {
    main: isFailed(state, 'main') ? undefined : state.loaded,
    other: isFailed(state, 'other') ? undefined : state.other?.loaded,
  };
}

/** The explanations whose numbers may stand beside each other: one of another image is still on its way. */
export function usable(state: PageState): Explained {
  const { main, other } = explained(state);
  return main && other && !haveSameImage(main, other)
    ? { main, other: undefined }
    : { main, other };
}

/** Both explanations, where they may stand beside each other. */
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
