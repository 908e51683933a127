import type { ModelTabRequests, ToModelTab } from '../../src/protocol/modelTab.ts';
import type { Requests } from '../shared/page/requests.ts';
import type { ChannelRequests } from './channels/channelRequests.ts';
import type { Host } from './state/host.ts';
import type { PageState, Store } from './state/store.ts';

/** Handles everything that the editor sends. */
export class Messages {
  readonly #store: Store;
  readonly #host: Host;
  readonly #requests: Requests<ModelTabRequests>;
  readonly #channels: ChannelRequests;

  constructor(
    store: Store,
    host: Host,
    requests: Requests<ModelTabRequests>,
    channels: ChannelRequests,
  ) {
    this.#store = store;
    this.#host = host;
    this.#requests = requests;
    this.#channels = channels;
  }

  receive(message: ToModelTab): void {
    const store = this.#store;
    switch (message.type) {
      case 'start': {
        const { fileName, path, isTrusted } = message;
        store.update({ fileName, path, isTrusted });
        break;
      }
      case 'reading':
        store.update({ isReading: true, waitsFor: undefined });
        break;
      case 'waiting':
        store.update({ waitsFor: message.fileName, failure: undefined });
        break;
      case 'facts':
        // A new state of the file: everything about the old one is out of date.
        this.#replace(message.type, { facts: message.facts, isReading: store.state.isTrusted });
        break;
      case 'inspection': {
        const { inspection, variant, actions } = message;
        this.#replace(message.type, { inspection, variant, actions, isReading: false });
        this.#channels.refresh();
        break;
      }
      case 'hash':
        store.update({ hash: message.sha256 });
        break;
      case 'failed':
        store.update({ isReading: false, waitsFor: undefined, failure: message });
        break;
      case 'image':
        store.update({ imageName: message.name });
        this.#channels.changeImage();
        break;
      case 'result':
      case 'refusal':
      case 'working':
        this.#requests.receive(message);
        break;
      case 'code': {
        const { tensor, texts } = message;
        store.update({ code: { tensor, texts } });
        break;
      }
      case 'select': {
        const { tensor } = message;
        store.update({ selected: { tensor }, view: { ...store.state.view, tensor, filter: '' } });
        break;
      }
      default:
        message satisfies never;
    }
  }

  #replace(part: 'facts' | 'inspection', change: Partial<PageState>): void {
    const receivedAtMs = performance.now();
    this.#store.update({
      inspection: undefined,
      methods: undefined,
      hash: undefined,
      failure: undefined,
      waitsFor: undefined,
      refused: undefined,
      deadChannels: undefined,
      code: undefined,
      ...change,
    });
    // The second frame begins when the first is drawn.
    requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        this.#host.post({ type: 'drawn', part, durationMs: performance.now() - receivedAtMs }),
      ),
    );
  }
}
