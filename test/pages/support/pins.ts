import type { Rect } from '../../../src/cam/base/geometry.ts';
import type { PinComparison } from '../../../src/cam/pins/compare.ts';
import { summarise } from '../../../src/cam/pins/compare.ts';
import type { ClassScore, MapDrawing } from '../../../src/cam/results/brief.ts';
import type { FromPins, PinBaseline, PinMaps, PinRow, ToPins } from '../../../src/protocol/pins.ts';
import { EditorlessPage } from './editorlessPage.ts';
import { counting, countingExplanation, countingModel } from './explanation.ts';
import { greyPng } from './panel.ts';
import { DARK } from './themes.ts';

/** The page of pinned images without VS Code. */
export class PinsPage extends EditorlessPage<ToPins, FromPins> {
  constructor() {
    const rootStyle = 'background: var(--vscode-editor-background)';
    super({ name: 'pins', width: 320, height: 760, theme: DARK, rootStyle });
  }

  async start(change: Partial<Extract<ToPins, { type: 'start' }>> = {}): Promise<void> {
    const model = { path: '/models/counting.onnx', fileName: 'counting.onnx' };
    await this.send({ type: 'start', isTrusted: true, hasFolder: true, model, ...change });
  }

  /** Starts the page with these rows, in this order, and answers what they need to be drawn. */
  async showRows(
    rows: PinRow[],
    baseline: PinBaseline = { kind: 'none' },
    maps: PinMaps = { now: 'CAM', before: undefined },
  ): Promise<void> {
    await this.start();
    const summary = summarise(rows.map(({ comparison }) => comparison));
    await this.send({ type: 'pins', pins: { rows, summary, baseline, maps } });
    if (rows.length > 0) await this.byTestId('pin').first().waitFor();
    await this.nextFrame();
  }

  /** Answers the requests for pictures and maps that were made so far. */
  async answer(rows: readonly PinRow[], change: Partial<MapDrawing> = {}): Promise<void> {
    const bytes = await greyPng();
    for (const { paths } of await this.sentOf('draw')) {
      for (const path of paths) {
        const key = rows.find((row) => row.path === path)?.drawingKey ?? '';
        await this.send({ type: 'drawing', path, key, drawing: countingDrawing(change) });
      }
    }
    for (const { id, kind, request } of await this.sentOf('request')) {
      const thumbnails = request.paths.map((path) => ({ path, bytes }));
      await this.send({ type: 'result', id, kind, result: { thumbnails, failed: [] } });
    }
    await this.nextFrame();
  }

  /** Names of the images from the first to the last. */
  names(): Promise<string[]> {
    return this.byTestId('pin-name').allInnerTexts();
  }

  row(name: string) {
    return this.byTestId('pin').filter({ hasText: name });
  }

  /** Colour of an image's drawing at a place of its canvas, 0…1 from the left and the top. */
  colourOf(name: string, x: number, y: number): Promise<number[]> {
    return this.row(name)
      .locator('canvas')
      .evaluate(
        (element, at) => {
          const canvas = element as HTMLCanvasElement;
          const left = Math.floor(at.x * canvas.width);
          const top = Math.floor(at.y * canvas.height);
          return Array.from(canvas.getContext('2d')?.getImageData(left, top, 1, 1).data ?? []);
        },
        { x, y },
      );
  }
}

/** The map of the first class of the counting model: 0…11 over 4×3 cells of the part that it saw. */
export function countingDrawing(change: Partial<MapDrawing> = {}): MapDrawing {
  const explanation = countingExplanation(countingModel(), new Uint8Array());
  const { geometry, claim: fidelity, place } = explanation;
  const values = Float32Array.from(counting.features.slice(0, 12));
  return {
    ...{ way: 'cam', name: 'CAM' },
    map: { ...counting.map, values },
    limit: 11,
    geometry,
    interpolation: 'bilinear',
    fidelity,
    place,
    ...change,
  };
}

export function score(classIndex: number, probability: number): ClassScore {
  const label = ['street', 'park', 'beach', 'living room'][classIndex] ?? `class ${classIndex}`;
  return { classIndex, label, logit: Math.log(probability) + 8, probability };
}

/** The lower right half of what the counting model saw, and a part of it. */
export const BOX: Rect = { x: 60, y: 40, width: 60, height: 30 };
export const FORMER_BOX: Rect = { x: 45, y: 15, width: 40, height: 40 };

const NOTHING: PinComparison = {
  change: 'new',
  isRight: undefined,
  wasRight: undefined,
  boxOverlap: undefined,
  followed: undefined,
  fall: 0,
};

/** A row of an image with these differences from one that was just pinned. */
export function pinRow(
  fileName: string,
  {
    comparison,
    ...change
  }: Partial<Omit<PinRow, 'comparison'>> & { comparison?: Partial<PinComparison> } = {},
): PinRow {
  return {
    path: `/photos/${change.folder ?? 'pictures'}/${fileName}`,
    fileName,
    folder: 'pictures',
    expected: undefined,
    comparison: { ...NOTHING, ...comparison },
    top: score(2, 0.982),
    topBefore: undefined,
    box: BOX,
    boxBefore: undefined,
    error: undefined,
    drawingKey: 'one',
    imageKey: 'picture',
    ...change,
  };
}

/** One of each kind, the worst first. */
export function someRows(): PinRow[] {
  const boxBefore = FORMER_BOX;
  const followed = (classIndex: number, was: number, is: number) => ({
    before: score(classIndex, was),
    now: score(classIndex, is),
  });
  return [
    pinRow('street-01.png', {
      expected: { label: 'street', isKnown: true },
      top: score(2, 0.624),
      topBefore: score(0, 0.91),
      boxBefore,
      comparison: {
        ...{ change: 'away', isRight: false, wasRight: true, boxOverlap: 0.18 },
        ...{ followed: followed(0, 0.91, 0.214), fall: 0.696 },
      },
    }),
    pinRow('a very long name of a picture of a park.jpeg', {
      top: score(1, 0.5512),
      topBefore: score(3, 0.4433),
      boxBefore,
      comparison: { change: 'flipped', boxOverlap: 0.18, followed: followed(3, 0.4433, 0.401) },
    }),
    pinRow('park-03.png', {
      expected: { label: 'park', isKnown: true },
      top: score(1, 0.871),
      topBefore: score(0, 0.512),
      boxBefore: BOX,
      comparison: {
        ...{ change: 'towards', isRight: true, wasRight: false, boxOverlap: 1 },
        followed: followed(1, 0.33, 0.871),
      },
    }),
    pinRow('beach-02.png', {
      expected: { label: 'beach', isKnown: true },
      topBefore: score(2, 0.9823),
      boxBefore,
      comparison: {
        ...{ change: 'moved', isRight: true, wasRight: true, boxOverlap: 0.18 },
        followed: followed(2, 0.9823, 0.982),
      },
    }),
    pinRow('beach-07.png', {
      top: score(2, 0.61),
      topBefore: score(2, 0.97),
      boxBefore: BOX,
      comparison: {
        ...{ change: 'weaker', boxOverlap: 1, fall: 0.36 },
        followed: followed(2, 0.97, 0.61),
      },
    }),
    pinRow('just-pinned.png', { expected: { label: 'unicorn', isKnown: false } }),
    pinRow('living-room-01.png', {
      expected: { label: 'living room', isKnown: true },
      top: score(3, 0.999),
      topBefore: score(3, 0.999),
      boxBefore: BOX,
      comparison: {
        ...{ change: 'steady', isRight: true, wasRight: true, boxOverlap: 1 },
        followed: followed(3, 0.999, 0.999),
      },
    }),
    // It could be computed once.
    pinRow('gone.png', {
      comparison: { change: 'failed' },
      error: {
        code: 'fileNotFound',
        message: 'gone.png does not exist.',
        nextAction: 'Check the path of the image.',
        file: '/photos/pictures/gone.png',
      },
    }),
  ];
}
