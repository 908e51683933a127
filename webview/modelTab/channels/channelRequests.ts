import type { CamErrorData } from '../../../src/cam/base/errors.ts';
import type { TensorMaps } from '../../../src/cam/results/inspection.ts';
import { fileNameOf } from '../../shared/format/fileName.ts';
import { decodePicture } from '../../shared/map/decodePicture.ts';
import type { Host } from '../state/host.ts';
import type { Store } from '../state/store.ts';
import { countDeadChannels } from './channelStatistics.ts';

/**
 * Asks for the channels of the tensor that is looked at, and of the map's own tensor, where dead channels
 * are counted. A reply to anything but the newest request for a purpose is dropped.
 */
export class ChannelRequests {
  readonly #store: Store;
  readonly #host: Host;
  #nextId = 1;
  #shownId = 0;
  #mapsId = 0;

  constructor(store: Store, host: Host) {
    this.#store = store;
    this.#host = host;
    store.listen((state, previous) => {
      if (state.view.channelsOf !== previous.view.channelsOf) this.#askForShown();
    });
  }

  /** Asks for another image: what is shown does not belong to it. */
  changeImage(): void {
    this.#drop();
    this.refresh();
  }

  /** Asks anew, for another state of the model. What is shown stays until the answer comes. */
  refresh(): void {
    this.#store.update({ deadChannels: undefined });
    const { inspection, imageName } = this.#store.state;
    const own = inspection?.model?.featureTensor;
    this.#askForShown();
    if (own === undefined || imageName === undefined) return;
    this.#mapsId = own === this.#store.state.view.channelsOf ? this.#shownId : this.#ask(own);
  }

  async receive(id: number, maps: TensorMaps): Promise<void> {
    if (id === this.#mapsId) {
      const count = countDeadChannels(maps.featureMap);
      const imageName = fileNameOf(maps.imagePath);
      this.#store.update({ deadChannels: { count, of: maps.featureMap.channels, imageName } });
    }
    if (id !== this.#shownId) return;
    const receivedAtMs = performance.now();
    const decoded = await decodePicture(maps);
    const picture = 'picture' in decoded ? decoded.picture : undefined;
    if (id !== this.#shownId) {
      picture?.close();
      return;
    }
    this.#store.state.channels?.picture?.close();
    const failure = 'error' in decoded ? decoded.error : undefined;
    this.#store.update({
      channels: { tensor: maps.tensor, maps, isPending: false, picture, failure },
    });
    requestAnimationFrame(() => {
      const durationMs = performance.now() - receivedAtMs;
      this.#host.post({ type: 'drawn', part: 'channels', durationMs });
    });
  }

  fail(id: number, error: CamErrorData): void {
    const { channelsOf } = this.#store.state.view;
    if (id !== this.#shownId || channelsOf === undefined) return;
    this.#drop();
    this.#store.update({
      channels: {
        tensor: channelsOf,
        maps: undefined,
        isPending: false,
        picture: undefined,
        failure: error,
      },
    });
  }

  #askForShown(): void {
    const { view, imageName, inspection, channels } = this.#store.state;
    this.#shownId = 0;
    if (view.channelsOf !== channels?.tensor) this.#drop();
    if (view.channelsOf === undefined || imageName === undefined || !inspection) return;
    this.#shownId = this.#ask(view.channelsOf);
    const kept = this.#store.state.channels;
    if (kept) this.#store.update({ channels: { ...kept, isPending: true } });
  }

  #drop(): void {
    this.#store.state.channels?.picture?.close();
    this.#store.update({ channels: undefined });
  }

  #ask(tensor: string): number {
    const id = this.#nextId++;
    this.#host.post({ type: 'showChannels', id, tensor });
    return id;
  }
}
