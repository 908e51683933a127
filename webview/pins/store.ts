import type { PinRow, PinWork, ToPins } from '../../src/protocol/pins.ts';
import { FrameStore } from '../shared/page/frameStore.ts';

export interface PageState {
  /** Undefined until the first message of the editor. */
  start: Extract<ToPins, { type: 'start' }> | undefined;
  /** Undefined until they were read. */
  pins: Extract<ToPins, { type: 'pins' }>['pins'];
  work: PinWork;
  failure: Extract<ToPins, { type: 'failure' }>['failure'];
}

/** The page's state. */
export class Store extends FrameStore<PageState> {
  constructor() {
    super({ start: undefined, pins: undefined, work: { kind: 'idle' }, failure: undefined });
  }
}

/** Whether there are pinned images to show. */
export function isReady({ start }: PageState): boolean {
  return start?.isTrusted === true && start.hasFolder && start.model !== undefined;
}

/** The images that are shown, the worst first. */
export function rowsOf(state: PageState): readonly PinRow[] {
  return isReady(state) ? (state.pins?.rows ?? []) : [];
}
