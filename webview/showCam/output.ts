import { CamError } from '../../src/cam/base/errors.ts';
import { encodeNpy } from '../../src/cam/maps/files/npy.ts';
import type { ExplanationReport } from '../../src/cam/maps/files/report.ts';
import { reportExplanation } from '../../src/cam/maps/files/report.ts';
import type { SaveFilter, ShowCamRequests, Side } from '../../src/protocol/showCam.ts';
import { fileNameOf } from '../shared/format/fileName.ts';
import type { Requests } from '../shared/page/requests.ts';
import { element, setText } from '../shared/widgets/dom.ts';
import { icon } from '../shared/widgets/icons.ts';
import { button } from '../shared/widgets/toolkit.ts';
import { comparisonMode, isDifferenceWanted } from './compared/mode.ts';
import { modelName } from './compared/names.ts';
import { shownOn } from './compared/shown.ts';
import { textMaps } from './compared/textMaps.ts';
import { bothUsable } from './compared/usable.ts';
import { toPng } from './stage/composePicture.ts';
import { pictureOf } from './stage/picture.ts';
import { ablatedOf } from './state/ablation.ts';
import type { PageState, Store } from './state/store.ts';
import { isBeforeAfter, paneOf } from './state/store.ts';
import { strings } from './state/strings.ts';
import { titleOf } from './state/titles.ts';

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
  readonly #requests: Requests<ShowCamRequests>;
  #timer = 0;

  constructor(store: Store, requests: Requests<ShowCamRequests>) {
    this.#store = store;
    this.#requests = requests;
    const png = button({
      label: strings.savePng,
      icon: icon('savePicture'),
      testId: 'save-png',
      onClick: () => void this.savePng(),
    });
    const npy = button({
      label: strings.saveNpy,
      icon: icon('saveNumbers'),
      testId: 'save-npy',
      onClick: () => void this.saveNpy(),
    });
    this.buttons = element(
      'div',
      { class: 'output' },
      png,
      button({
        label: strings.copyPng,
        icon: icon('copy'),
        testId: 'copy-png',
        onClick: () => void this.copyPng(),
      }),
      npy,
      button({
        label: strings.saveJson,
        icon: icon('saveJson'),
        testId: 'save-json',
        onClick: () => void this.saveJson(),
      }),
    );
    store.listen((state) => {
      rename(png, pngName(state));
      rename(npy, npyName(state));
    });
  }

  async savePng(): Promise<void> {
    const { state } = this.#store;
    const picture = pictureOf(state);
    if (!picture) return;
    try {
      const bytes = new Uint8Array(await (await toPng(picture)).arrayBuffer());
      await this.#save(fileName(state, 'png'), bytes, 'png');
    } catch (error) {
      this.#say(messageOf(error));
    }
  }

  async copyPng(): Promise<void> {
    const picture = pictureOf(this.#store.state);
    if (!picture) return;
    try {
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': toPng(picture) })]);
      this.#say(strings.copied);
    } catch (error) {
      this.#say(strings.copyFailed(messageOf(error)));
    }
  }

  /** The map of the main model, or the difference of two. */
  async saveNpy(): Promise<void> {
    const { state } = this.#store;
    const [shown] = textMaps(state);
    if (!shown) return;
    const { width, height, values } = shown.map;
    await this.#save(fileName(state, 'npy'), encodeNpy([height, width], values), 'npy');
  }

  async saveJson(): Promise<void> {
    const { state } = this.#store;
    const main = reportOf(state, 'main');
    if (!main) return;
    const other = bothUsable(state) && reportOf(state, 'other');
    const key = isBeforeAfter(state) ? 'before' : 'comparedWith';
    const report = other ? { ...main, [key]: other } : main;
    const bytes = new TextEncoder().encode(`${JSON.stringify(report, undefined, 2)}\n`);
    await this.#save(`${stemOf(main.image)}-cam.json`, bytes, 'json');
  }

  async #save(name: string, bytes: Uint8Array, filter: SaveFilter): Promise<void> {
    try {
      const savedAs = await this.#requests.send('save', { suggestedName: name, bytes, filter });
      if (savedAs !== undefined) this.#say(strings.savedAs(savedAs));
    } catch (error) {
      const { message, nextAction } = CamError.toData(error);
      this.#say(`${message} ${nextAction}`);
    }
  }

  #say(text: string): void {
    setText(this.status, text);
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => setText(this.status, ''), STATUS_MS);
  }
}

/** The five largest classes and the one on show. */
function reportOf(state: PageState, side: Side): ExplanationReport | undefined {
  const loaded = paneOf(state, side)?.loaded;
  const shown = shownOn(state, side);
  if (!loaded || !shown) return undefined;
  const { explanation, model } = loaded;
  const top = Array.from(explanation.ranking.subarray(0, 5));
  const report = reportExplanation(model.model, explanation, [
    ...new Set([...top, shown.classIndex]),
  ]);
  const silencedChannels = ablatedOf(model.model, loaded.whole, state);
  return silencedChannels.length > 0 ? { ...report, silencedChannels } : report;
}

function pngName(state: PageState): string {
  return comparisonMode(state) === 'sideBySide' ? strings.savePngBoth : strings.savePng;
}

function npyName(state: PageState): string {
  if (!state.other) return strings.saveNpy;
  if (isDifferenceWanted(state)) return strings.saveNpyDifference;
  return strings.saveNpyOf(modelName(state, 'main'));
}

function rename(control: HTMLElement, name: string): void {
  if (control.title === name) return;
  control.title = name;
  control.setAttribute('aria-label', name);
}

/** Named after the picture and the current view. */
function fileName(state: PageState, extension: 'png' | 'npy'): string {
  const { other, loaded } = state;
  const imagePath = loaded?.explanation.imagePath ?? other?.loaded?.explanation.imagePath ?? '';
  const maps = textMaps(state);
  const beside = other && !isDifferenceWanted(state) && extension === 'png';
  const ofBoth = isBeforeAfter(state)
    ? [namedClass(state), strings.beforeAfterFile]
    : maps.map((map) => map.title);
  const title = beside ? ofBoth.join(' ') : (maps[0]?.title ?? '');
  const words = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return `${stemOf(imagePath)}-${words}.${extension}`;
}

function namedClass(state: PageState): string {
  const shown = shownOn(state, 'main');
  return shown && state.model ? titleOf(shown, state.model.model) : '';
}

function stemOf(path: string): string {
  return fileNameOf(path).replace(/\.[^.]+$/, '');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
