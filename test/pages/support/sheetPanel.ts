import type { CamErrorData } from '../../../src/cam/base/errors.ts';
import type { BriefExplanation, MapDrawing } from '../../../src/cam/results/brief.ts';
import type { MapWay } from '../../../src/protocol/mapMethods.ts';
import type { SheetPicture, SheetPlace, ShowCamState } from '../../../src/protocol/showCam.ts';
import { counting, countingExplanation, countingModel } from './explanation.ts';
import { greyPng, Panel } from './panel.ts';

/** Frames without a request after which the page is idle. */
const QUIET_FRAMES = 3;

/** The contact sheet of the Show CAM page without VS Code. */
export class SheetPanel extends Panel {
  #answered = 0;
  #names: string[] = [];

  /** Starts the page with several images of the counting model; nothing is answered yet. */
  async startSheet(
    names: string[],
    { place = { isOpen: true, chosen: 0 }, view = {} }: SheetStart = {},
  ): Promise<void> {
    this.#answered = 0;
    this.#names = names;
    const images = { names, index: 0 };
    const modelPath = countingModel().path;
    const imageUris = names;
    const state = { imageUris, index: 0, modelPath, view, sheet: place };
    await this.send({ type: 'start', images, state });
  }

  /** Starts the page with an image for each picture, and waits until all are answered and drawn. */
  async showSheet(pictures: SheetPicture[], start: SheetStart = {}): Promise<void> {
    await this.startSheet(pictures.map(nameOf), start);
    await this.answerSheet((index) => pictures[index] as SheetPicture);
  }

  /**
   * Answers the requests of the sheet, also those that the answers lead to.
   * @returns the images that it asked for, by index
   */
  async answerSheet(
    pictureOf: (index: number) => SheetPicture,
    { atMost = Number.POSITIVE_INFINITY } = {},
  ): Promise<number[]> {
    const asked: number[] = [];
    for (let quiet = 0; quiet < QUIET_FRAMES && asked.length < atMost; ) {
      const next = (await this.sheetRequests())[this.#answered];
      quiet = next ? 0 : quiet + 1;
      if (!next) continue;
      this.#answered++;
      asked.push(next.index);
      const { id, index } = next;
      await this.send({ type: 'result', id, kind: 'sheetPicture', result: pictureOf(index) });
    }
    await this.nextFrame();
    return asked;
  }

  /** All requests for images of the sheet, oldest first. */
  async sheetRequests(): Promise<SheetRequest[]> {
    return (await this.sentOf('request')).flatMap(({ id, kind, request }) =>
      kind === 'sheetPicture' ? [{ id, ...(request as Omit<SheetRequest, 'id'>) }] : [],
    );
  }

  /** Refuses the next request: the reason concerns all images. */
  async refuse(error: CamErrorData): Promise<void> {
    const next = (await this.sheetRequests())[this.#answered++];
    if (!next) throw new Error('nothing was asked for');
    await this.send({ type: 'refusal', id: next.id, error });
    await this.nextFrame();
  }

  /** Explains the image that the page asked for last, as the editor does. */
  async explainShown(): Promise<void> {
    const index = (await this.sentOf('showImage')).at(-1)?.index ?? 0;
    const model = countingModel();
    const explanation = countingExplanation(model, await greyPng());
    const imagePath = `/photos/${this.#names[index]}`;
    const images = { names: this.#names, index };
    await this.explain('main', model, { ...explanation, imagePath }, images);
    await this.nextFrame();
  }

  tile(name: string) {
    const itsName = this.byTestId('tile-name').getByText(name, { exact: true });
    return this.byTestId('tile').filter({ has: itsName });
  }

  /** Names of the images in the order of the tiles. */
  tileNames(): Promise<string[]> {
    return this.byTestId('tile-name').allInnerTexts();
  }

  async chooseOrder(order: 'given' | 'confidence' | 'mistakes'): Promise<void> {
    await this.page.locator(`[data-testid=sheet-order] [value=${order}]`).check({ force: true });
    await this.nextFrame();
  }

  /** Name of the image whose tile has the focus; undefined if none has. */
  focusedTile(): Promise<string | undefined> {
    return this.page.evaluate(
      () => document.activeElement?.querySelector('[data-testid=tile-name]')?.textContent,
    ) as Promise<string | undefined>;
  }
}

/** A request for an image of the sheet. */
interface SheetRequest {
  id: number;
  index: number;
  way?: MapWay;
}

interface SheetStart {
  place?: SheetPlace;
  view?: Partial<ShowCamState['view']>;
}

/** An image of the counting model: its class, and the class that its folder names. */
export interface BriefChange {
  probability?: number;
  classIndex?: number;
  expected?: number | undefined;
  drawing?: Partial<MapDrawing>;
}

let thumbnail: Promise<Uint8Array> | undefined;

/** A result for an image: the map 0…11 over 4×3 cells of the part that the model saw. */
export async function explained(
  name: string,
  { probability = 0.9, classIndex = 0, expected, drawing = {} }: BriefChange = {},
): Promise<{ brief: BriefExplanation }> {
  thumbnail ??= greyPng();
  const model = countingModel();
  const { geometry, claim: fidelity, place } = countingExplanation(model, await greyPng());
  const label = (index: number) => counting.labels[index] ?? '';
  const values = Float32Array.from(counting.features.slice(0, 12));
  return {
    brief: {
      imagePath: `/photos/${name}`,
      modelVersion: model.version,
      thumbnail: await thumbnail,
      drawing: {
        ...{ way: 'cam', name: 'CAM' },
        map: { ...counting.map, values },
        limit: 11,
        geometry,
        interpolation: 'bilinear',
        fidelity,
        place,
        ...drawing,
      },
      scores: [{ classIndex, label: label(classIndex), logit: 6, probability }],
      ...(expected === undefined
        ? {}
        : { expected: { classIndex: expected, label: label(expected) } }),
    },
  };
}

/** An image that cannot be read. */
export function damaged(name: string): { error: CamErrorData } {
  return {
    error: {
      code: 'imageUnreadable',
      message: `${name} is damaged.`,
      nextAction: 'Save it again.',
      file: `/photos/${name}`,
    },
  };
}

function nameOf(picture: SheetPicture): string {
  const file = 'brief' in picture ? picture.brief.imagePath : picture.error.file;
  return file?.split('/').at(-1) ?? '';
}

/** Colour of a tile's canvas of 320×320 pixels, RGB. */
export function colourOf(panel: SheetPanel, name: string, x: number, y: number): Promise<number[]> {
  return panel
    .tile(name)
    .locator('canvas')
    .evaluate(
      (element, at) => {
        const context = (element as HTMLCanvasElement).getContext('2d');
        return Array.from(context?.getImageData(at.x, at.y, 1, 1).data ?? []).slice(0, 3);
      },
      { x, y },
    );
}
