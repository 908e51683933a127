import type {
  LocalizationRow,
  RowSource,
} from '../../../src/cam/results/evaluation/localization.ts';
import type {
  ClassificationReport,
  ClassRow,
} from '../../../src/cam/results/evaluation/overview.ts';
import type { Rate, Score } from '../../../src/cam/results/evaluation/scores.ts';
import type { TrustRow } from '../../../src/cam/results/evaluation/trust.ts';

/** A name that would be a command in a page that does not escape it. */
export const HOSTILE = '<img src=x onerror="document.title=\'run\'">';

export function rate(value: number, of: number): Rate {
  return { value, low: Math.max(value - 0.04, 0), high: Math.min(value + 0.04, 1), of };
}

export function score(value: number): Score {
  return { value, low: value - 0.03, high: value + 0.03 };
}

const NAMES = ['tabby cat', 'golden retriever', HOSTILE, 'sports car', 'teapot'];

/** Made up: 200 pictures of five classes. */
export function sampleClassification(): ClassificationReport {
  const right = [36, 31, 22, 38, 27];
  const confusions = [
    { truth: 2, predicted: 0, count: 15 },
    { truth: 4, predicted: 3, count: 13 },
    { truth: 1, predicted: 0, count: 9 },
    { truth: 0, predicted: 1, count: 4 },
    { truth: 2, predicted: 4, count: 3 },
    { truth: 3, predicted: 4, count: 2 },
  ];
  const classes = NAMES.map((label, classIndex): ClassRow => {
    const own = right[classIndex] ?? 0;
    const wrong = confusions.filter(({ predicted }) => predicted === classIndex);
    const predicted = own + wrong.reduce((sum, { count }) => sum + count, 0);
    return {
      ...{ classIndex, label, pictures: 40, predicted, right: own },
      ...{ precision: rate(own / predicted, predicted), recall: rate(own / 40, 40) },
      accuracy: rate((200 - (40 - own) - (predicted - own)) / 200, 200),
    };
  });
  return {
    ...{
      labelled: 200,
      top1: rate(0.77, 200),
      top5: rate(1, 200),
      meanLoss: 0.71,
      classes,
      confusions,
    },
    calibration: {
      error: 0.087,
      bins: Array.from({ length: 10 }, (_, i) => ({
        ...{ from: i / 10, to: (i + 1) / 10, count: [0, 0, 1, 4, 9, 14, 18, 25, 41, 88][i] ?? 0 },
        confidence: i < 2 ? Number.NaN : (i + 0.55) / 10,
        accuracy: i < 2 ? Number.NaN : Math.min((i - 0.6 + (i % 2) * 0.5) / 10, 1),
      })),
    },
  };
}

const SOURCES: [name: string, source: RowSource, height: number, peak: number][] = [
  ['CAM', { kind: 'method', method: 'cam', crops: 1 }, 0.675, 0.22],
  ['Grad-CAM', { kind: 'method', method: 'gradCam', crops: 1 }, 0.662, 0.26],
  ['centre Gaussian', { kind: 'baseline', baseline: 'centreGaussian' }, 0.625, 0.4],
  ['whole picture', { kind: 'baseline', baseline: 'wholePicture' }, 0.41, Number.NaN],
  ['centre box', { kind: 'baseline', baseline: 'centreBox' }, 0.58, Number.NaN],
  ['random map', { kind: 'baseline', baseline: 'random' }, 0.487, 0.05],
  ['mean activation', { kind: 'baseline', baseline: 'meanActivation' }, 0.663, 0.33],
  ["another class's map", { kind: 'baseline', baseline: 'otherClass' }, 0.52, 0.15],
];

/** Made up: two methods and the baselines. */
export function sampleRows(): LocalizationRow[] {
  return SOURCES.map(([name, source, height, peak]) => ({
    ...{ source, name, boxArea: 0.42, gtKnown: rate(height - 0.02, 190) },
    top1ClassificationError: source.kind === 'method' ? rate(0.23, 190) : undefined,
    top5ClassificationError: source.kind === 'method' ? rate(0.02, 190) : undefined,
    top1LocalizationError: source.kind === 'method' ? rate(0.48, 190) : undefined,
    top5LocalizationError: source.kind === 'method' ? rate(0.4, 190) : undefined,
    ...{ maxBoxAcc: score(height), maxBoxAccV2: score(height - 0.03), pxAP: undefined },
    ...{ pointing: score(height + 0.2), energy: score(height - 0.1) },
    threshold: Number.isNaN(peak) ? undefined : peak,
    curve: Float32Array.from({ length: 1000 }, (_, i) =>
      Number.isNaN(peak) ? height : height * Math.exp(-(((i / 1000 - peak) / 0.25) ** 2)),
    ),
  }));
}

/** Made up: a method and two baselines. */
export function sampleTrustRows(): TrustRow[] {
  const removed = [10, 20, 30, 40, 50, 60, 70, 80, 90];
  return SOURCES.filter((_, i) => [0, 2, 5].includes(i)).map(([name, source], i) => ({
    ...{ source, name, deletion: score(0.13 + i * 0.05), insertion: score(0.65 - i * 0.08) },
    ...{
      averageDrop: score(16 + i * 8),
      increase: score(28 - i),
      gain: score(4),
      road: score(0.25 - i * 0.1),
    },
    roadCurves: {
      removed,
      least: removed.map((percent) => 0.8 - (percent / 100) ** 2 * (0.3 + i * 0.1)),
      most: removed.map((percent) => 0.7 - (percent / 100) * (0.65 - i * 0.1)),
    },
  }));
}
