import type { TrainingReport } from '../../../src/cam/results/training.ts';
import type { FromTrain, ToTrain } from '../../../src/protocol/train.ts';
import { EditorlessPage } from './editorlessPage.ts';
import { rate, sampleEvaluation } from './sampleEvaluation.ts';
import { DARK } from './themes.ts';

const NAMES = ['otter', 'red fox', 'grey wolf', 'brown bear'];
const PICTURES = [40, 30, 20, 10];

const { thumbnail } = sampleEvaluation({ classes: 2, pictures: 2 });

/** Four classes of a hundred images, of which some were not recognised. */
export function sampleTraining(change: Partial<TrainingReport> = {}): TrainingReport {
  const confusion = NAMES.map((_, truth) =>
    NAMES.map((__, predicted) => {
      const wrong = predicted === (truth + 1) % NAMES.length ? truth + 1 : 0;
      return predicted === truth ? (PICTURES[truth] ?? 0) - (truth + 1) : wrong;
    }),
  );
  const count = (c: number, by: 'row' | 'column') =>
    NAMES.reduce(
      (sum, _, k) => sum + ((by === 'row' ? confusion[c]?.[k] : confusion[k]?.[c]) ?? 0),
      0,
    );
  const right = (c: number) => confusion[c]?.[c] ?? 0;
  return {
    file: '/models/park.onnx',
    sidecar: '/models/park.cam.json',
    learner: 'ridge',
    strength: 1,
    temperature: 0.4,
    seed: 1,
    groups: undefined,
    feature: { tensor: 'features', channels: 512, width: 7, height: 7 },
    classes: NAMES.map((name, c) => ({
      name,
      pictures: count(c, 'row'),
      recall: rate(right(c), count(c, 'row')),
      precision: rate(right(c), count(c, 'column')),
    })),
    pictures: 100,
    unlabelled: 3,
    unreadable: [{ path: 'otter/broken.jpg', reason: 'is damaged' }],
    accuracy: rate(90, 100),
    balancedAccuracy: 0.85,
    folds: [18, 18, 18, 18, 18].map((hits) => rate(hits, 20)),
    confusion,
    baselines: {
      majority: rate(40, 100),
      ownClasses: rate(55, 100),
      meanColour: { ...rate(61, 100), balancedAccuracy: 0.5 },
    },
    leaks: {
      ...{ threshold: 0.9, pairs: 0, sameClass: 0, pictures: 0, examples: [] },
      otherClass: { pairs: 0, examples: [] },
    },
    learningCurve: undefined,
    givenAway: [],
    border: 0,
    wrong: NAMES.flatMap((name, truth) =>
      Array.from({ length: truth + 1 }, (_, i) => ({
        path: `${name}/${truth}${i}.jpg`,
        ...{ truth, predicted: (truth + 1) % NAMES.length, margin: 2 - truth / 4, fold: i },
      })),
    ),
    difference: 1e-6,
    ...change,
  };
}

/** Two red foxes with the same corner. */
export const CORNER = {
  ...{ classIndex: 1, region: { x: 0.02, y: 0.02, width: 0.05, height: 0.1 }, ratio: 0.2 },
  ...{ pictures: 30, border: 0.078 },
  examples: ['red fox/10.jpg', 'red fox/11.jpg'].map((path) => ({
    path,
    photo: { width: 320, height: 240 },
    box: { x: 6, y: 5, width: 16, height: 24 },
  })),
};

/** The page of classes that are learned, without VS Code. */
export class TrainPage extends EditorlessPage<ToTrain, FromTrain> {
  constructor() {
    super({ name: 'train', width: 1400, height: 900, theme: DARK });
  }

  /** Starts the page with a folder whose classes are known. */
  async showFolder(report?: TrainingReport): Promise<void> {
    await this.send({
      type: 'start',
      fileName: 'backbone.onnx',
      modelPath: '/models/backbone.onnx',
      isTrusted: true,
      folder: { path: '/photos/park', name: 'park' },
      view: {},
    });
    await this.send({
      type: 'settings',
      settings: { out: '/models/park.onnx', tables: {}, border: 0 },
    });
    await this.send({ type: 'report', report });
    await this.showClasses(NAMES.map((name, c) => ({ name, pictures: PICTURES[c] ?? 0 })));
    if (report) await this.answerThumbnails();
  }

  async showClasses(classes: { name: string; pictures: number }[]): Promise<void> {
    const pictures = 3 + classes.reduce((sum, one) => sum + one.pictures, 0);
    await this.send({ type: 'state', state: { indexFolder: '/cache/1', classes, pictures } });
    await this.nextFrame();
  }

  async answerThumbnails(): Promise<void> {
    await this.hasSent('request');
    for (const { id, kind, request } of await this.sentOf('request')) {
      const thumbnails = await Promise.all(
        request.paths.map(async (path) => ({ path, bytes: await thumbnail(path) })),
      );
      await this.send({ type: 'result', id, kind, result: { thumbnails, failed: [] } });
    }
    await this.nextFrame();
  }
}
