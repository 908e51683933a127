import { encodeNpy } from '../../src/cam/maps/npy.ts';
import { reportExplanation } from '../../src/cam/maps/report.ts';
import type { SaveFilter } from '../../src/protocol/showCam.ts';
import { element, setText } from '../dom.ts';
import { icon } from '../icons.ts';
import { strings } from '../strings.ts';
import { button } from '../toolkit.ts';
import { composePicture, toPng } from './composePicture.ts';
import { fileNameOf } from './fileName.ts';
import type { Host } from './host.ts';
import type { Stage } from './stage.ts';
import type { Loaded, Store } from './store.ts';
import { titleOf } from './titles.ts';

const STATUS_MS = 6000;

/** Everything that leaves the page: picture, clipboard, `.npy`, JSON. */
export class Output {
  readonly buttons: HTMLElement;
  readonly status = element('div', {
    class: 'output-status',
    role: 'status',
    'data-testid': 'output-status',
  });
  readonly #store: Store;
  readonly #host: Host;
  readonly #stage: Stage;
  #timer = 0;

  constructor(store: Store, host: Host, stage: Stage) {
    this.#store = store;
    this.#host = host;
    this.#stage = stage;
    this.buttons = element(
      'div',
      { class: 'output' },
      button({
        label: strings.savePng,
        icon: icon('savePicture'),
        testId: 'save-png',
        onClick: () => void this.savePng(),
      }),
      button({
        label: strings.copyPng,
        icon: icon('copy'),
        testId: 'copy-png',
        onClick: () => void this.copyPng(),
      }),
      button({
        label: strings.saveNpy,
        icon: icon('saveNumbers'),
        testId: 'save-npy',
        onClick: () => void this.saveNpy(),
      }),
      button({
        label: strings.saveJson,
        icon: icon('saveJson'),
        testId: 'save-json',
        onClick: () => void this.saveJson(),
      }),
    );
  }

  async savePng(): Promise<void> {
    const { loaded, view } = this.#store.state;
    if (!loaded) return;
    const name = this.#name(loaded, 'png');
    const blob = await toPng(composePicture(loaded, view, this.#stage));
    if (!blob) this.#say(strings.pngFailed);
    else await this.#save(name, new Uint8Array(await blob.arrayBuffer()), 'png');
  }

  async copyPng(): Promise<void> {
    const { loaded, view } = this.#store.state;
    if (!loaded) return;
    const picture = toPng(composePicture(loaded, view, this.#stage)).then((blob) => {
      if (!blob) throw new Error(strings.pngFailed);
      return blob;
    });
    try {
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
      this.#say(strings.copied);
    } catch (error) {
      this.#say(strings.copyFailed(error instanceof Error ? error.message : String(error)));
    }
  }

  async saveNpy(): Promise<void> {
    const { loaded, view } = this.#store.state;
    if (!loaded) return;
    const { map } = loaded.maps.shown(view);
    await this.#save(
      this.#name(loaded, 'npy'),
      encodeNpy([map.height, map.width], map.values),
      'npy',
    );
  }

  async saveJson(): Promise<void> {
    const { loaded, view } = this.#store.state;
    if (!loaded) return;
    const { explanation, model, maps } = loaded;
    const top = Array.from(explanation.ranking.subarray(0, 5));
    const classes = [...new Set([...top, maps.classOf(view)])];
    const report = reportExplanation(model.model, explanation, classes);
    const bytes = new TextEncoder().encode(`${JSON.stringify(report, undefined, 2)}\n`);
    await this.#save(`${stemOf(explanation.imagePath)}-cam.json`, bytes, 'json');
  }

  async #save(name: string, bytes: Uint8Array, filter: SaveFilter): Promise<void> {
    const { savedAs, error } = await this.#host.save(name, bytes, filter);
    if (error) this.#say(`${error.message} ${error.nextAction}`);
    else if (savedAs !== undefined) this.#say(strings.savedAs(savedAs));
  }

  #name(loaded: Loaded, extension: string): string {
    const shown = loaded.maps.shown(this.#store.state.view);
    const title = titleOf(shown, loaded.model.model.labels.value)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '');
    return `${stemOf(loaded.explanation.imagePath)}-${title}.${extension}`;
  }

  #say(text: string): void {
    setText(this.status, text);
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => setText(this.status, ''), STATUS_MS);
  }
}

function stemOf(path: string): string {
  return fileNameOf(path).replace(/\.[^.]+$/, '');
}
