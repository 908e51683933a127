import { CamError } from '../../../src/cam/base/errors.ts';
import type { MapWay } from '../../../src/protocol/mapMethods.ts';
import type { ShowCamRequests } from '../../../src/protocol/showCam.ts';
import type { Requests } from '../../shared/page/requests.ts';
import type { SheetEntries, SheetEntry } from '../state/sheet.ts';
import type { PageState, Store } from '../state/store.ts';
import { imageOrder, isSheetShown } from '../state/store.ts';

/**
 * Asks for the images of the sheet one at a time, those in view first, as long as the sheet is on show. So the engine is
 * free for the image that the user opens.
 */
export class SheetLoader {
  readonly #store: Store;
  readonly #requests: Requests<ShowCamRequests>;
  /** The images in view, by index. */
  #inView: () => readonly number[] = () => [];
  /** `isLong` once it has told its progress. */
  #asked: { abort: AbortController; isLong: boolean } | undefined;

  constructor(store: Store, requests: Requests<ShowCamRequests>) {
    this.#store = store;
    this.#requests = requests;
    store.listen((state, previous) => {
      if (askedWay(state) !== askedWay(previous)) this.outdate(undefined);
      // The picture that the user opens does not wait for it.
      if (this.#asked?.isLong && !isWorking(state)) this.begin();
      this.#askForNext();
    });
  }

  /** @param inView the images in view, by index */
  preferThose(inView: () => readonly number[]): void {
    this.#inView = inView;
  }

  /** Other images follow: an answer on its way is about earlier ones. */
  begin(): void {
    this.#asked?.abort.abort();
    this.#asked = undefined;
    if (this.#store.state.sheet.part > 0) this.#store.updateSheet({ part: 0 });
  }

  /** The results of these images are old, by index; if left out, those of all. */
  outdate(indices: readonly number[] | undefined): void {
    this.begin();
    const { entries } = this.#store.state.sheet;
    const isOld = (index: number) => indices === undefined || indices.includes(index);
    const marked = Array.from(entries, ([index, entry]): [number, SheetEntry] => [
      index,
      isOld(index) ? { ...entry, isOld: true } : entry,
    ]);
    this.#store.updateSheet({ entries: new Map(marked), failure: undefined });
  }

  #askForNext(): void {
    const { state } = this.#store;
    if (this.#asked || !isWorking(state)) return;
    const index = this.#next(imageOrder(state), state.sheet.entries);
    if (index === undefined) return;
    void this.#ask({ index, way: askedWay(state) });
  }

  async #ask(request: ShowCamRequests['sheetPicture']['request']): Promise<void> {
    const asked = { abort: new AbortController(), isLong: false };
    this.#asked = asked;
    const onWorking = (done: number, all: number) => {
      if (this.#asked !== asked) return;
      asked.isLong = true;
      this.#store.updateSheet({ part: done / all });
    };
    try {
      const { signal } = asked.abort;
      const picture = await this.#requests.send('sheetPicture', request, { signal, onWorking });
      const entries = new Map(this.#store.state.sheet.entries);
      entries.set(request.index, { picture, isOld: false });
      this.#store.updateSheet({ entries, part: 0 });
    } catch (error) {
      this.#store.updateSheet({ failure: CamError.toData(error), part: 0 });
    }
    this.#asked = undefined;
    // Frames pause where the window is hidden.
    this.#askForNext();
  }

  #next(order: readonly number[], entries: SheetEntries): number | undefined {
    const isMissing = (index: number) => entries.get(index)?.isOld ?? true;
    return this.#inView().find(isMissing) ?? order.find(isMissing);
  }
}

/** Whether images are asked for. */
function isWorking(state: PageState): boolean {
  const { isStopped, failure } = state.sheet;
  return isSheetShown(state) && !isStopped && !failure;
}

/** How the maps are to be made, where that was chosen; a CAM is what is shown without a choice. */
function askedWay({ view: { method } }: PageState): MapWay | undefined {
  return method === 'cam' ? undefined : method;
}
