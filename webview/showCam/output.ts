import { CamError } from '../../src/cam/base/errors.ts';
import type { MethodReport } from '../../src/cam/maps/files/methodReport.ts';
import { encodeNpy } from '../../src/cam/maps/files/npy.ts';
import type { ExplanationReport } from '../../src/cam/maps/files/report.ts';
import { reportExplanation } from '../../src/cam/maps/files/report.ts';
import type { SaveFilter, ShowCamRequests, Side } from '../../src/protocol/showCam.ts';
import { fileNameOf } from '../shared/format/fileName.ts';
import type { Requests } from '../shared/page/requests.ts';
import { element, setText } from '../shared/widgets/dom.ts';
import { icon } from '../shared/widgets/icons.ts';
import { button } from '../shared/widgets/toolkit.ts';
import { isDifferenceWanted } from './compared/mode.ts';
import { modelName } from './compared/names.ts';
import { shownOn } from './compared/shown.ts';
import { textMaps } from './compared/textMaps.ts';
import { bothUsable } from './compared/usable.ts';
import { figureOf } from './figure/figure.ts';
import { savePopover } from './figure/savePopover.ts';
import { reportMethodMap } from './methods/methodReport.ts';
import { ablatedOf } from './state/ablation.ts';
import { besideWays } from './state/beside.ts';
import { methodStrings } from './state/methodStrings.ts';
import { hasCam, wayName, wayOnShow } from './state/methods.ts';
import type { PageState, Store } from './state/store.ts';
import { isBeforeAfter, isSheetShown, paneOf } from './state/store.ts';
import { strings } from './state/strings.ts';
import { titleOf } from './state/titles.ts';

const STATUS_MS = 6000;
const FOCUS_MS = 1000;

/** Everything that leaves the page: picture, clipboard, `.npy`, JSON. */
export class Output {
  readonly buttons: HTMLElement;
  /** The choices for saving the picture. */
  readonly panel: HTMLElement;
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
    const picture = savePopover(store, {
      save: () => void this.savePicture(),
      copy: () => void this.copyPicture(),
    });
    this.panel = picture.panel;
    const npy = button({
      label: strings.saveNpy,
      icon: icon('saveNumbers'),
      testId: 'save-npy',
      onClick: () => void this.saveNpy(),
    });
    const json = button({
      label: strings.saveJson,
      icon: icon('saveJson'),
      testId: 'save-json',
      onClick: () => void this.saveJson(),
    });
    this.buttons = element(
      'div',
      { class: 'output' },
      picture.button,
      button({
        label: strings.copyPicture,
        icon: icon('copy'),
        testId: 'copy-picture',
        onClick: () => void this.copyPicture(),
      }),
      ...[npy, json],
    );
    store.listen((state) => {
      rename(npy, npyName(state));
      rename(json, jsonName(state));
    });
  }

  async savePicture(): Promise<void> {
    const { state } = this.#store;
    const figure = this.#onShow(figureOf);
    if (!figure) return;
    const suggestedName = fileName(state, state.view.figure.format);
    const savedAs = await this.#ask('saveFigure', { suggestedName, figure });
    if (savedAs === undefined) return;
    const { view } = this.#store.state;
    const format = /\.svg$/i.test(savedAs) ? 'svg' : 'png';
    this.#store.updateView({ figure: { ...view.figure, format } });
  }

  async copyPicture(): Promise<void> {
    const figure = this.#onShow(figureOf);
    if (!figure) return;
    this.#say(strings.copying);
    const png = this.#requests
      .send('drawFigure', { figure })
      .then((bytes) => new Blob([new Uint8Array(bytes)], { type: 'image/png' }));
    try {
      // The promise is passed on: after an answer of the engine the click would no longer count.
      await writePng(png);
      this.#say(strings.copied);
    } catch (error) {
      // What the engine says is clearer than what the clipboard makes of it.
      const reason = await png.then(
        () => error,
        (own: unknown) => own,
      );
      this.#say(strings.copyFailed(messageOf(reason)));
    }
  }

  /** Copies a picture that was saved, as soon as the page has the focus. Returns whether the browser let it. */
  async copySaved(png: Uint8Array): Promise<boolean> {
    await focused();
    try {
      await writePng(new Blob([new Uint8Array(png)], { type: 'image/png' }));
      this.#say(strings.copied);
      return true;
    } catch {
      return false;
    }
  }

  /** The map of the main model, or the difference of two. */
  async saveNpy(): Promise<void> {
    const shown = this.#onShow((state) => textMaps(state)[0]);
    if (!shown) return;
    const { width, height, values } = shown.map;
    await this.#save(fileName(this.#store.state, 'npy'), encodeNpy([height, width], values), 'npy');
  }

  async saveJson(): Promise<void> {
    const { state } = this.#store;
    const main = this.#onShow(() => reportOf(state, 'main'));
    if (!main) return;
    const other = bothUsable(state) && reportOf(state, 'other');
    const key = isBeforeAfter(state) ? 'before' : 'comparedWith';
    const report = other ? { ...main, [key]: other } : main;
    const way = state.loaded?.by?.method ?? 'cam';
    await this.#save(`${stemOf(main.image)}-${way}.json`, jsonBytes(report), 'json');
  }

  /** What is taken of the picture on show; if there is none, the reason is said. */
  #onShow<T>(take: (state: PageState) => T | undefined): T | undefined {
    const { state } = this.#store;
    const isSheet = isSheetShown(state);
    const taken = isSheet ? undefined : take(state);
    if (taken === undefined) this.#say(isSheet ? strings.openAnImage : strings.nothingOnShow);
    return taken;
  }

  async #save(suggestedName: string, bytes: Uint8Array, filter: SaveFilter): Promise<void> {
    await this.#ask('save', { suggestedName, bytes, filter });
  }

  /** The path of the saved file; undefined if there is none. */
  async #ask<Kind extends 'save' | 'saveFigure'>(
    kind: Kind,
    request: ShowCamRequests[Kind]['request'],
  ): Promise<string | undefined> {
    try {
      const savedAs = await this.#requests.send(kind, request);
      if (savedAs !== undefined) this.#say(strings.savedAs(savedAs));
      return savedAs;
    } catch (error) {
      const { message, nextAction } = CamError.toData(error);
      this.#say(`${message} ${nextAction}`);
      return undefined;
    }
  }

  #say(text: string): void {
    setText(this.status, text);
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => setText(this.status, ''), STATUS_MS);
  }
}

function writePng(png: Blob | Promise<Blob>): Promise<void> {
  return navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
}

/** Resolves when the page has the focus, without which a browser copies nothing; at the latest after a second. */
function focused(): Promise<void> {
  if (document.hasFocus()) return Promise.resolve();
  return new Promise((resolve) => {
    window.addEventListener('focus', () => resolve(), { once: true });
    window.setTimeout(resolve, FOCUS_MS);
  });
}

/** The five largest classes and the one on show; by a method, what was drawn. */
function reportOf(state: PageState, side: Side): ExplanationReport | MethodReport | undefined {
  const loaded = paneOf(state, side)?.loaded;
  const shown = shownOn(state, side);
  if (loaded?.by && shown) return reportMethodMap(loaded);
  if (!loaded || !shown || !hasCam(loaded.model.model)) return undefined;
  const { explanation } = loaded;
  const model = { model: loaded.model.model };
  const top = Array.from(explanation.ranking.subarray(0, 5));
  const report = reportExplanation(model.model, explanation, [
    ...new Set([...top, shown.classIndex]),
  ]);
  const silencedChannels = ablatedOf(model.model, loaded.whole, state);
  return silencedChannels.length > 0 ? { ...report, silencedChannels } : report;
}

function jsonBytes(report: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(report, undefined, 2)}\n`);
}

function npyName(state: PageState): string {
  const first = firstOfSeveral(state);
  if (first !== undefined) return strings.saveNpyOf(first);
  if (!state.other) return strings.saveNpy;
  if (isDifferenceWanted(state)) return strings.saveNpyDifference;
  return strings.saveNpyOf(modelName(state, 'main'));
}

function jsonName(state: PageState): string {
  const first = firstOfSeveral(state);
  return first === undefined ? strings.saveJson : methodStrings.saveJsonOf(first);
}

/** The method of the main map, if others are beside it: numbers are saved of that one. */
function firstOfSeveral(state: PageState): string | undefined {
  const { loaded } = state;
  return loaded && besideWays(state).length > 0 ? wayName(wayOnShow(loaded), state) : undefined;
}

function rename(control: HTMLElement, name: string): void {
  if (control.title === name) return;
  control.title = name;
  control.setAttribute('aria-label', name);
}

/** Named after the picture and the current view. */
function fileName(state: PageState, extension: 'png' | 'svg' | 'npy'): string {
  const { other, loaded } = state;
  const imagePath = loaded?.explanation.imagePath ?? other?.loaded?.explanation.imagePath ?? '';
  const maps = textMaps(state);
  const beside = other && !isDifferenceWanted(state) && extension !== 'npy';
  const ofBoth = isBeforeAfter(state)
    ? [namedClass(state), strings.beforeAfterFile]
    : maps.map((map) => map.title);
  const title = beside ? ofBoth.join(' ') : (maps[0]?.title ?? '');
  const others = extension === 'npy' ? [] : besideWays(state);
  const methods =
    loaded && others.length > 0 ? [wayOnShow(loaded), ...others] : [loaded?.by?.method ?? ''];
  const words = [title, ...methods]
    .join(' ')
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
