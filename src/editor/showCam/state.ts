import type { SheetPlace, ShowCamState } from '../../protocol/showCam.ts';

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
    index: indexOf(kept.index, uris.length),
    modelPath: pathOrNone(kept.modelPath),
    otherModelPath: pathOrNone(kept.otherModelPath),
    sheet: uris.length > 1 ? placeOf(kept.sheet, uris.length) : undefined,
    view: kept.view,
  };
}

function placeOf(kept: Partial<SheetPlace> | undefined, images: number): SheetPlace {
  return { isOpen: kept?.isOpen === true, chosen: indexOf(kept?.chosen, images) };
}

function indexOf(value: unknown, images: number): number {
  const isIndex = Number.isInteger(value) && (value as number) >= 0;
  return isIndex ? Math.min(value as number, images - 1) : 0;
}

function pathOrNone(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
