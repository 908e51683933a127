import type { ShowCamState } from '../../protocol/showCam.ts';

/** State that a page saved before a reload, if it has the expected form; the page itself checks `view`. */
export function restoredState(state: unknown): ShowCamState | undefined {
  const kept = state as Partial<ShowCamState> | undefined;
  const uris = kept?.imageUris;
  if (!Array.isArray(uris) || uris.length === 0 || !uris.every((uri) => typeof uri === 'string')) {
    return undefined;
  }
  if (typeof kept?.view !== 'object' || kept.view === null) return undefined;
  return {
    imageUris: uris,
    index: Number.isInteger(kept.index) ? Math.min(kept.index ?? 0, uris.length - 1) : 0,
    modelPath: pathOrNone(kept.modelPath),
    otherModelPath: pathOrNone(kept.otherModelPath),
    view: kept.view,
  };
}

function pathOrNone(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
