import type { BeforeRequest, ModelChange } from '../../../src/protocol/showCam.ts';
import { fileNameOf } from '../../shared/format/fileName.ts';
import { decodePicture } from '../../shared/map/decodePicture.ts';
import { partOf } from '../state/ablation.ts';
import type { Host } from '../state/host.ts';
import { NO_METHODS } from '../state/methods.ts';
import type { Change, Store } from '../state/store.ts';
import { EMPTY_PANE } from '../state/store.ts';
import { DEFAULT_VIEW } from '../state/viewState.ts';

/** The old result, ready to draw if it can be compared with the new one. */
export async function decodeChange({ before, ...rest }: ModelChange): Promise<Change> {
  const change: Change = {
    ...rest,
    state: before.state,
    imageName: fileNameOf('imagePath' in before ? before.imagePath : before.explanation.imagePath),
    before: undefined,
    number: 'number' in before ? before.number : undefined,
    wanted: undefined,
  };
  if ('imagePath' in before || before.state === 'unchanged') return change;
  const { model, explanation, variant, number, replacedAtMs, methodMaps } = before;
  const decoded = await decodePicture(explanation);
  if ('error' in decoded) return change;
  const fileName = fileNameOf(model.path);
  const message = { type: 'model', side: 'other', model, fileName } as const;
  const loaded = {
    ...partOf(explanation, model, { other: undefined, view: DEFAULT_VIEW }),
    model: message,
    variant,
    picture: decoded.picture,
    receivedAtMs: performance.now(),
  };
  const pane = { ...EMPTY_PANE, path: model.path, fileName, model: message, loaded };
  const methods = { ...NO_METHODS, first: methodMaps[0]?.method };
  return { ...change, before: { ...pane, methods, number, replacedAtMs, methodMaps } };
}

/** Releases the old picture. */
export function closeChange(change: Change | undefined): void {
  change?.before?.loaded?.picture.close();
}

/** Applies the user's choice for the old result, and tells the editor, which keeps it for the next change. */
export function requestBefore(store: Store, host: Host, request: BeforeRequest): void {
  const { change } = store.state;
  if (!change) return;
  host.post({ type: 'before', request });
  if (request === 'forget') {
    store.update({ change: undefined, prefersBefore: false });
    closeChange(change);
  } else {
    store.update({ change: { ...change, isPinned: request === 'pin' } });
  }
}

/** Asks for another kept export. While one is on its way, only the last choice is remembered. */
export function chooseExport(store: Store, host: Host, number: number): void {
  const { change } = store.state;
  if (!change) return;
  if (change.wanted === undefined) host.post({ type: 'chooseExport', number });
  store.update({ change: { ...change, wanted: number } });
}

/**
 * Call it for each export that the editor sends on request.
 * @returns whether it is the one that the user chose last; otherwise that one is asked for
 */
export function isWanted(store: Store, host: Host, { before }: ModelChange): boolean {
  const wanted = store.state.change?.wanted;
  if (wanted === undefined || !('number' in before) || before.number === wanted) return true;
  host.post({ type: 'chooseExport', number: wanted });
  return false;
}
