import { CamError } from '../../../src/cam/base/errors.ts';
import type { ShowCamRequests } from '../../../src/protocol/showCam.ts';
import type { Requests } from '../../shared/page/requests.ts';
import type { SheetEntries, SheetEntry } from '../state/sheet.ts';
import type { Store } from '../state/store.ts';
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
  #asked: AbortController | undefined;

  constructor(store: Store, requests: Requests<ShowCamRequests>) {
    this.#store = store;
    this.#requests = requests;
    store.listen(() => this.#askForNext());
  }

  /** @param inView the images in view, by index */
  preferThose(inView: () => readonly number[]): void {
    this.#inView = inView;
  }

  /** Other images follow: an answer on its way is about earlier ones. */
  begin(): void {
    this.#asked?.abort();
    this.#asked = undefined;
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
    const { isStopped, failure } = state.sheet;
    if (this.#asked || !isSheetShown(state) || isStopped || failure) return;
    const index = this.#next(imageOrder(state), state.sheet.entries);
    if (index === undefined) return;
    const asked = new AbortController();
    this.#asked = asked;
    void this.#ask(index, asked.signal);
  }

  async #ask(index: number, signal: AbortSignal): Promise<void> {
    try {
      const picture = await this.#requests.send('sheetPicture', { index }, { signal });
      const entries = new Map(this.#store.state.sheet.entries);
      this.#store.updateSheet({ entries: entries.set(index, { picture, isOld: false }) });
    } catch (error) {
      this.#store.updateSheet({ failure: CamError.toData(error) });
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
