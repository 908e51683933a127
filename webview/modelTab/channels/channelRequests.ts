import { CamError } from '../../../src/cam/base/errors.ts';
import type { TensorMaps } from '../../../src/cam/results/inspection.ts';
import type { ModelTabRequests } from '../../../src/protocol/modelTab.ts';
import { fileNameOf } from '../../shared/format/fileName.ts';
import { decodePicture } from '../../shared/map/decodePicture.ts';
import type { Requests } from '../../shared/page/requests.ts';
import type { Host } from '../state/host.ts';
import type { Store } from '../state/store.ts';
import { countDeadChannels } from './channelStatistics.ts';

/**
 * Requests the channels of the current tensor, and of the map's own tensor, where dead channels are counted. For each
 * purpose, only the answer to the newest request is used.
 */
export class ChannelRequests {
  readonly #store: Store;
  readonly #host: Host;
  readonly #requests: Requests<ModelTabRequests>;
  /** Counts requests for the current tensor. */
  #shown = 0;
  /** Counts requests for the map's own tensor. */
  #own = 0;

  constructor(store: Store, host: Host, requests: Requests<ModelTabRequests>) {
    this.#store = store;
    this.#host = host;
    this.#requests = requests;
    store.listen((state, previous) => {
      if (state.view.channelsOf !== previous.view.channelsOf) void this.#askForShown();
    });
  }

  /** Asks for another image; the current content does not belong to it. */
  changeImage(): void {
    this.#drop();
    this.refresh();
  }

  /** Asks again, for another state of the model. The current content stays until the answer arrives. */
  refresh(): void {
    this.#store.update({ deadChannels: undefined });
    const { inspection, imageName, view } = this.#store.state;
    const own = inspection?.model?.featureTensor;
    const shown = this.#askForShown();
    const number = ++this.#own;
    if (own === undefined || imageName === undefined) return;
    void this.#countDead(own === view.channelsOf ? shown : this.#ask(own), number);
  }

  /** A refusal is shown with the current tensor. */
  async #countDead(asked: Promise<TensorMaps | undefined>, number: number): Promise<void> {
    const maps = await asked.catch(() => undefined);
    if (!maps || number !== this.#own) return;
    const count = countDeadChannels(maps.featureMap);
    const imageName = fileNameOf(maps.imagePath);
    this.#store.update({ deadChannels: { count, of: maps.featureMap.channels, imageName } });
  }

  /** Shows the channels of the current tensor. @returns them; undefined if there are none */
  async #askForShown(): Promise<TensorMaps | undefined> {
    const number = ++this.#shown;
    const { view, imageName, inspection, channels } = this.#store.state;
    const tensor = view.channelsOf;
    if (tensor !== channels?.tensor) this.#drop();
    if (tensor === undefined || imageName === undefined || !inspection) return undefined;
    const kept = this.#store.state.channels;
    if (kept) this.#store.update({ channels: { ...kept, isPending: true } });
    try {
      const maps = await this.#ask(tensor);
      void this.#show(maps, number);
      return maps;
    } catch (error) {
      if (number !== this.#shown) return undefined;
      this.#drop();
      const failure = CamError.toData(error);
      const nothing = { maps: undefined, isPending: false, picture: undefined };
      this.#store.update({ channels: { tensor, ...nothing, failure } });
      return undefined;
    }
  }

  async #show(maps: TensorMaps, number: number): Promise<void> {
    if (number !== this.#shown) return;
    const receivedAtMs = performance.now();
    const decoded = await decodePicture(maps);
    const picture = 'picture' in decoded ? decoded.picture : undefined;
    if (number !== this.#shown) {
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

  #drop(): void {
    this.#store.state.channels?.picture?.close();
    this.#store.update({ channels: undefined });
  }

  #ask(tensor: string): Promise<TensorMaps> {
    return this.#requests.send('channels', { tensor });
  }
}
