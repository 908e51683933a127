import path from 'node:path';
import sharp from 'sharp';
import { drawFigure } from '../../../src/cam/figure/drawFigure.ts';
import type { Explanation, ModelDescription } from '../../../src/cam/results/explanation.ts';
import type { Figure, FigureFormat } from '../../../src/cam/results/figure.ts';
import type { MethodMap } from '../../../src/protocol/mapMethods.ts';
import type { RequestMessage } from '../../../src/protocol/requests.ts';
import type {
  ChosenVariant,
  Explained,
  FromShowCam,
  ImageList,
  KeptExport,
  ModelChange,
  SaveFilter,
  ShowCamRequests,
  ShowCamState,
  Side,
  ToShowCam,
} from '../../../src/protocol/showCam.ts';
import { EditorlessPage } from './editorlessPage.ts';
import {
  coarseExplanation,
  coarseModel,
  counting,
  countingExplanation,
  countingModel,
} from './explanation.ts';

/** 14:03:12 by the clock of this machine. */
export const CHANGED_AT_MS = new Date(2026, 0, 31, 14, 3, 12).getTime();

/** The Show CAM page without VS Code. */
export class Panel extends EditorlessPage<ToShowCam, FromShowCam> {
  constructor({ width = 1000, height = 800 } = {}) {
    super({ name: 'showCam', width, height, theme: {} });
  }

  /**
   * The data that the page asks to save in this format; the answer says that they are saved under the suggested name.
   */
  async saved(filter: SaveFilter): Promise<ShowCamRequests['save']['request']> {
    await this.page.waitForFunction(
      (wanted) =>
        (window as unknown as { sent: FromShowCam[] }).sent.some(
          (message) =>
            message.type === 'request' &&
            message.kind === 'save' &&
            message.request.filter === wanted,
        ),
      filter,
    );
    for (const asked of (await this.sentOf('request')).toReversed()) {
      if (asked.kind !== 'save' || asked.request.filter !== filter) continue;
      const { id, kind, request } = asked;
      await this.send({ type: 'result', id, kind, result: request.suggestedName });
      return request;
    }
    throw new Error(`nothing is saved as ${filter}`);
  }

  /** Opens the choices for saving the picture. */
  async openSaving(): Promise<void> {
    await this.byTestId('figure-button').click();
    await this.byTestId('figure').waitFor();
  }

  /**
   * Saves the picture: draws the figure that the page asks for as the engine does, and answers that it is saved under
   * the suggested name.
   */
  async savedPicture(): Promise<{ suggestedName: string; figure: Figure; bytes: Uint8Array }> {
    await this.openSaving();
    await this.byTestId('save-picture').click();
    const { id, request } = await this.#asked('saveFigure');
    const { suggestedName } = request;
    const figure = withArrays(request.figure);
    const format = path.extname(suggestedName).slice(1) as FigureFormat;
    const bytes = await drawFigure(figure, format);
    await this.send({ type: 'result', id, kind: 'saveFigure', result: suggestedName });
    await this.byTestId('output-status').getByText(suggestedName).waitFor();
    return { suggestedName, figure, bytes };
  }

  /** Copies the picture, and answers with what the engine draws. */
  async copyPicture(): Promise<void> {
    await this.byTestId('copy-picture').click();
    const { id, request } = await this.#asked('drawFigure');
    const result = await drawFigure(withArrays(request.figure), 'png');
    await this.send({ type: 'result', id, kind: 'drawFigure', result });
  }

  /** The newest request of a kind. */
  async #asked<Kind extends keyof ShowCamRequests>(kind: Kind) {
    await this.page.waitForFunction(
      (wanted) =>
        (window as unknown as { sent: FromShowCam[] }).sent.some(
          (message) => message.type === 'request' && message.kind === wanted,
        ),
      kind,
    );
    const asked = (await this.sentOf('request')).findLast((message) => message.kind === kind);
    return asked as unknown as RequestMessage<Pick<ShowCamRequests, Kind>>;
  }

  /** Opens the settings of the view. */
  async openView(): Promise<void> {
    await this.byTestId('view-button').click();
    await this.byTestId('view').waitFor();
  }

  async keptState(): Promise<ShowCamState> {
    return this.page.evaluate(() => JSON.parse(sessionStorage.getItem('state') ?? '{}'));
  }

  /** Starts the page with the counting model and waits until the picture is drawn. */
  async showCounting(
    names: string[] = ['grey.png'],
    view: Partial<ShowCamState['view']> = {},
  ): Promise<void> {
    const model = countingModel();
    const images = { names, index: 0 };
    await this.send({
      type: 'start',
      images,
      state: {
        imageUris: names,
        index: 0,
        modelPath: model.path,
        view,
      },
    });
    await this.explain('main', model, countingExplanation(model, await greyPng()), images);
    await this.hasSent('drawn');
  }

  /** Compares the counting model with the coarse one, and waits until both are drawn. */
  async showComparison(view: Partial<ShowCamState['view']> = {}): Promise<void> {
    await this.showCounting(['grey.png'], view);
    const model = coarseModel();
    await this.compareWith(model);
    await this.explain('other', model, coarseExplanation(model, await greyPng()));
    // Attached: hidden where the difference is shown.
    const numbers = this.byTestId('pane-class-other').filter({ hasText: 'logit' });
    await numbers.waitFor({ state: 'attached' });
  }

  async compareWith({ path: file }: ModelDescription): Promise<void> {
    const otherModel = { path: file, fileName: path.basename(file) };
    await this.send({ type: 'comparison', otherModel });
  }

  /** Sends one model's result for the image. */
  async explain(
    side: Side,
    model: ModelDescription,
    explanation: Explanation,
    images: ImageList = { names: ['grey.png'], index: 0 },
    variant: ChosenVariant = {},
  ): Promise<void> {
    await this.send({ type: 'model', side, model, fileName: path.basename(model.path) });
    await this.send({ type: 'explanation', side, images, explanation, variant });
  }

  /** The file of the counting model changes under the page; waits until the old result is shown beside it. */
  async showChange(
    after: Explained,
    { before, ...change }: Partial<ModelChange> = {},
  ): Promise<void> {
    const images = { names: ['grey.png'], index: 0 };
    const { model, explanation, variant } = after;
    await this.send({ type: 'model', side: 'main', model, fileName: path.basename(model.path) });
    await this.send({
      ...{ type: 'explanation', side: 'main', images, explanation, variant },
      change: {
        changedAtMs: CHANGED_AT_MS,
        isPinned: false,
        before: before ?? (await this.countingBefore()),
        exports: [keptExport()],
        ...change,
      },
    });
    await this.byTestId('change-bar').waitFor();
  }

  /** The counting model as it was before its file changed. */
  async countingBefore(number = 1, methodMaps: MethodMap[] = []): Promise<ModelChange['before']> {
    const model = countingModel();
    const explanation = countingExplanation(model, await greyPng());
    const replacedAtMs = CHANGED_AT_MS;
    const state = 'changed' as const;
    return { state, number, replacedAtMs, methodMaps, model, explanation, variant: {} };
  }

  /** Colour of a stage at a photo pixel, RGB. */
  async colorAt(photoX: number, photoY: number, testId = 'stage-canvas'): Promise<number[]> {
    return this.byTestId(testId).evaluate(
      (element, { x, y, photo }) => {
        const canvas = element as HTMLCanvasElement;
        const scale = Math.min(canvas.width / photo.width, canvas.height / photo.height);
        const left = canvas.width / 2 + (x - photo.width / 2) * scale;
        const top = canvas.height / 2 + (y - photo.height / 2) * scale;
        const pixel = canvas.getContext('2d')?.getImageData(left, top, 1, 1).data ?? [];
        return Array.from(pixel).slice(0, 3);
      },
      { x: photoX, y: photoY, photo: counting.photo },
    );
  }
}

/** A figure from the page: its arrays have become lists of numbers. */
function withArrays(figure: Figure): Figure {
  return {
    ...figure,
    pictures: figure.pictures.map((picture) => ({
      ...picture,
      layers: picture.layers.map((layer) => ({
        ...layer,
        photo: { ...layer.photo, bytes: Uint8Array.from(layer.photo.bytes) },
        map: layer.map && {
          ...layer.map,
          map: { ...layer.map.map, values: Float32Array.from(layer.map.map.values) },
        },
      })),
    })),
  };
}

/** What the counting model said of the picture, as an earlier export. */
export function keptExport(change: Partial<KeptExport> = {}): KeptExport {
  return {
    number: 1,
    sinceMs: CHANGED_AT_MS - 600_000,
    exportsAgo: 1,
    top: { label: 'counter', probability: counting.probabilities[0] ?? 0 },
    probabilities: Float32Array.from(counting.probabilities),
    ...change,
  };
}

/** Resolves when the change is drawn. */
export function nextFrame(panel: Panel): Promise<void> {
  return panel.nextFrame();
}

let grey: Promise<Buffer> | undefined;

/** A photo of one grey. */
export async function greyPng(): Promise<Uint8Array> {
  const background = { r: 100, g: 100, b: 100 };
  grey ??= sharp({ create: { ...counting.photo, channels: 3, background } })
    .png()
    .toBuffer();
  return new Uint8Array(await grey);
}
