import { inRepository } from '../../../../scripts/repository.ts';
import type { Geometry } from '../../../../src/cam/base/geometry.ts';
import type { ScalarMap } from '../../../../src/cam/maps/featureMap.ts';
import type { EvidenceReport } from '../../../../src/cam/results/evaluation/evidence.ts';
import type { LocalizedPage } from '../../../../src/cam/results/evaluation/localization.ts';
import type { EvaluatedPicture } from '../../../../src/cam/results/evaluation/overview.ts';
import type {
  EvaluationReport,
  PictureLine,
} from '../../../../src/cam/results/evaluation/report.ts';
import { inClassFolder } from '../../../support/samples.ts';
import {
  HOSTILE,
  rate,
  sampleClassification,
  sampleRows,
  sampleTrustRows,
  score,
} from '../../plots/sampleReports.ts';

export const CLASSES = ['tabby cat', 'golden retriever', HOSTILE, 'sports car', 'teapot'];

const FILES = ['beach', 'park', 'street', 'office'].flatMap((scene) =>
  ['01', '02', '03'].map((number) => `${scene}-${number}.png`),
);

const whole = { x: 0, y: 0, width: 224, height: 224 };

const GEOMETRY: Geometry = {
  ...{ photo: { width: 224, height: 224 }, resized: { width: 224, height: 224 } },
  ...{ crop: whole, seen: whole },
};

/** A hill, and if asked for a valley beside it. */
function hill(x: number, y: number, depth = 0): ScalarMap {
  const values = Float32Array.from({ length: 49 }, (_, i) => {
    const [column, row] = [i % 7, Math.floor(i / 7)];
    const height = Math.exp(-((column - x) ** 2 + (row - y) ** 2) / 3);
    return height - depth * Math.exp(-((column - 6 + x) ** 2 + (row - 6 + y) ** 2) / 3);
  });
  return { width: 7, height: 7, values };
}

function picture(path: string, image: number): EvaluatedPicture {
  return {
    ...{ image, path, truth: image % 5, predicted: (image + 1) % 5, confidence: 0.98 - image / 50 },
    ...{ truthProbability: 0.01 + image / 100, loss: 4.6 - image / 10, margin: image / 5 - 6.25 },
    ...{ map: hill(1 + (image % 5), 2 + (image % 3), 1), limit: 1, geometry: GEOMETRY },
    interpolation: 'bilinear',
  };
}

/** Ten pictures of the sample and one that is not there. */
function samplePictures(): EvaluatedPicture[] {
  return ['gone.png', ...FILES.map((file) => inClassFolder(file))].map(picture);
}

function sampleEvidence(): EvidenceReport {
  const shares = (share: number): EvidenceReport['classes'][number]['shares'] => [
    { region: 'box', share: 0.61 - share / 2, ofMeanActivation: 0.55, chance: 0.42 },
    { region: 'centre', share: 0.4 - share / 2, ofMeanActivation: 0.33, chance: 0.25 },
    { region: 'corners', share: 0.08 + share, ofMeanActivation: 0.11, chance: 0.16 },
  ];
  const cluster = (images: number, text: string, map: ScalarMap) => ({
    ...{ images: Array.from({ length: images }, (_, i) => i), meanMap: map, deviation: 2.4 },
    paths: FILES.slice(0, 5).map((file) => inClassFolder(file)),
    ...{ shares: shares(0.3), text, suspicious: images === 6 },
  });
  return {
    classes: [2, 0].map((classIndex) => ({
      ...{ classIndex, label: CLASSES[classIndex] ?? '', pictures: 40 },
      ...{ meanMap: hill(3, 3), meanActivation: hill(3, 4), shares: shares(0) },
      ...(classIndex === 2 ? { text: 'All 40 images of this class together: a mark.' } : {}),
      clusters: [
        cluster(
          6,
          'In 6 of 40 images 64 % of the evidence lies in the lower right corner; in the others 9 %.',
          hill(6, 6),
        ),
        cluster(34, 'In 34 of 40 images the evidence lies in the centre.', hill(3, 3)),
      ],
    })),
    conclusion: '2 of 2 classes stand out.',
    findings: [],
  };
}

function sampleLocalized(): LocalizedPage {
  return {
    total: 190,
    rows: FILES.slice(0, 6).map((file, image) => ({
      ...{ image, path: inClassFolder(file), truth: image % 5, predicted: image % 5 },
      ...{ iou: image / 12, box: { x: 10, y: 20, width: 90 + image * 10, height: 80 } },
      ...{ boxes: [{ x: 60, y: 70, width: 120, height: 100 }], photo: { width: 224, height: 224 } },
    })),
  };
}

/** Made up, with every part; names and labels are hostile. */
export function sampleReport(): EvaluationReport {
  return {
    made: {
      ...{ date: '2026-01-31T14:03:12.000Z', version: '1.2.3', model: '/models/scenes <b>.onnx' },
      modelHash: 'ab'.repeat(32),
    },
    classes: CLASSES,
    overview: {
      ...{ folder: inRepository('samples', 'pictures'), indexFolder: '/index', version: '1' },
      ...{ complete: true, pictures: 203, unreadable: [] },
      labels: {
        ...{ kind: 'folders', from: '/pictures', labelled: 200 },
        text: 'The 5 sub-folders have the names of classes: 200 images have a label.',
      },
      annotations: {
        ...{ kind: 'coco', from: '/pictures/boxes.json', pictures: 190, hasMasks: false },
        text: 'boxes.json (COCO) has boxes of 190 images.',
      },
      findings: [
        {
          ...{ kind: 'unlabelled', count: 3, examples: ['odd/one.png', HOSTILE] },
          text: '3 images lie in no folder of a class.',
        },
      ],
      classification: sampleClassification(),
    },
    pictures: { total: 46, rows: samplePictures() },
    localization: {
      query: {
        ...{ rows: [], boxRule: 'paper', threshold: 'heldOut', hasGeometry: true, seed: 7 },
      },
      ...{ pictures: 190, annotated: 190, rows: sampleRows(), findings: [] },
    },
    localized: sampleLocalized(),
    evidence: sampleEvidence(),
    trust: {
      ...{ pictures: 100, seed: 7, rows: sampleTrustRows(), findings: [] },
      randomisation: [
        { kind: 'headRandomised', name: 'head randomised', correlation: score(0.01) },
        { kind: 'otherPicture', name: 'another image', correlation: score(0.59) },
      ],
      conclusions: [
        'The centre blob wins deletion: that score says nothing about this model.',
        'Insertion and ROAD prefer CAM to each baseline.',
      ],
    },
    doctor: {
      ...{
        pictures: 200,
        seed: 7,
        better: undefined,
        warning: 'BGR in place of RGB would be right in 91 % of the images, not 77 %.',
      },
      better: undefined,
      variants: [
        {
          id: 'bgr',
          name: 'BGR',
          isCurrent: false,
          accuracy: rate(0.91, 200),
          meanMargin: 3.1,
          change: {},
        },
        {
          id: 'now',
          name: 'as now',
          isCurrent: true,
          accuracy: rate(0.77, 200),
          meanMargin: -0.4,
          change: undefined,
        },
      ],
      findings: [],
    },
    parity: {
      before: { name: 'scenes <b>.onnx', hash: 'ab'.repeat(32), accuracy: rate(0.77, 200) },
      after: { name: 'scenes int8.onnx', hash: 'cd'.repeat(32), accuracy: rate(0.75, 200) },
      ...{ pictures: 203, labelled: 200, accuracyChange: -2, mended: 3, broken: 7, changed: 18 },
      mcNemar: { kind: 'exact', statistic: 3, pValue: 0.3438 },
      ...{ boxIou: score(0.87), mapCorrelation: score(0.96), findings: [] },
      worst: [
        {
          path: 'beach/beach-01.png',
          truth: 0,
          before: 0,
          after: 3,
          names: { truth: CLASSES[0], before: CLASSES[0] ?? '', after: CLASSES[3] ?? '' },
          boxIou: 0.12,
          mapCorrelation: 0.31,
        },
        {
          path: HOSTILE,
          truth: undefined,
          before: 2,
          after: 2,
          names: { truth: undefined, before: CLASSES[2] ?? '', after: CLASSES[2] ?? '' },
          boxIou: 0.5,
          mapCorrelation: 0.62,
        },
      ],
    },
  };
}

/** The pictures of {@link sampleReport} as lines of the files. */
export function sampleLines(): PictureLine[] {
  return samplePictures().map(
    ({ image, map: _map, limit: _limit, geometry: _geometry, interpolation: _, ...line }) => ({
      ...line,
      iou: image === 1 ? 0.25 : undefined,
    }),
  );
}
