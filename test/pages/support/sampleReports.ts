import type { DoctorReport } from '../../../src/cam/results/evaluation/doctor.ts';
import type { EvidenceReport } from '../../../src/cam/results/evaluation/evidence.ts';
import type {
  LocalizationReport,
  LocalizedPage,
} from '../../../src/cam/results/evaluation/localization.ts';
import type { ParityReport } from '../../../src/cam/results/evaluation/parity.ts';
import type { TrustReport } from '../../../src/cam/results/evaluation/trust.ts';
import { sampleRows, sampleTrustRows, score } from '../../unit/plots/sampleReports.ts';
import type { ReportAnswers } from './evaluate.ts';
import type { SampleEvaluation } from './sampleEvaluation.ts';
import { mapOf, rate, seeded } from './sampleEvaluation.ts';

/** Reports about a made-up folder: plausible, and the same each time. */
export function sampleReports(
  sample: SampleEvaluation,
): Required<
  Pick<ReportAnswers, 'localization' | 'evidence' | 'trust' | 'preprocessing' | 'parity'>
> &
  ReportAnswers {
  return {
    localization: () => localization(),
    localizedPictures: ({ first, count }) => localized(sample, first, count),
    evidence: () => evidence(sample),
    trust: () => trust(),
    preprocessing: () => doctor(),
    parity: () => parity(sample),
    useVariant: () => '/models/animals.cam.json',
  };
}

function localization(): LocalizationReport {
  return {
    pictures: 58,
    annotated: 60,
    rows: sampleRows(),
    findings: [
      {
        kind: 'emptyMask',
        count: 2,
        text: '2 masks without a pixel are in no score.',
        examples: ['hare/image-00005.jpg'],
      },
    ],
  };
}

function localized(sample: SampleEvaluation, first: number, count: number): LocalizedPage {
  const { rows } = sample.pictures({ order: 'loss', isWrong: false, first: 0, count: 60 });
  const all = rows.map(({ image, path, truth, predicted }, i) => {
    const random = seeded(image + 3);
    const box = { x: 40 + 80 * random(), y: 40 + 60 * random(), width: 120, height: 100 };
    return {
      ...{ image, path, truth, predicted, iou: i / rows.length },
      box: i === 0 ? undefined : box,
      boxes: [{ x: box.x + 60 - i, y: box.y + 30, width: 110, height: 90 }],
      photo: { width: 320, height: 240 },
    };
  });
  return { total: all.length, rows: all.slice(first, first + count) };
}

const WHOLE_CLASS =
  'All 10 pictures of this class together: 52 % of the evidence in the lower right corner; the other classes have 6 % there.';

function evidence({ model, pictures }: SampleEvaluation): EvidenceReport {
  const regions = ['mask', 'box', 'centre', 'border', 'corners'] as const;
  const shares = (shift: number) =>
    regions.map((region, i) => ({
      region,
      share: [0.62, 0.71, 0.55, 0.12, 0.04][i] ?? 0,
      ofMeanActivation: 0.4 - i * 0.06 + shift,
      chance: [0.21, 0.34, 0.25, 0.36, 0.08][i] ?? 0,
    }));
  return {
    classes: model.labels.map((label, classIndex) => {
      const { rows } = pictures({
        ...{ order: 'loss', isWrong: false, truth: classIndex, first: 0, count: 10 },
      });
      const paths = rows.map(({ path }) => path);
      const images = rows.map(({ image }) => image);
      const cluster = (from: number, to: number, deviation: number, text: string) => ({
        ...{ images: images.slice(from, to), paths: paths.slice(from, to), deviation, text },
        meanMap: mapOf(classIndex * 7 + from),
        ...{ shares: shares(0), suspicious: classIndex === 0 && from === 0 },
      });
      return {
        ...{ classIndex, label, pictures: rows.length, shares: shares(0.02) },
        meanMap: mapOf(classIndex),
        meanActivation: mapOf(classIndex + 100),
        ...(classIndex === 1 ? { text: WHOLE_CLASS } : {}),
        clusters: [
          cluster(
            ...([0, 3, 2.41] as const),
            '41 % of the evidence of these 3 images lies in the corners, of the others 4 %.',
          ),
          cluster(3, 10, 0.62, 'The evidence of these 7 images lies in the centre, as expected.'),
        ],
      };
    }),
    conclusion: `2 of ${model.labels.length} classes stand out.`,
    findings: [],
  };
}

function trust(): TrustReport {
  const correlations = [0, -0.01, 0.59, 0.06];
  const kinds = ['headRandomised', 'allRandomised', 'otherPicture', 'otherClass'] as const;
  return {
    pictures: 50,
    seed: 0,
    rows: sampleTrustRows(),
    randomisation: kinds.map((kind, i) => ({
      ...{ kind, name: kind },
      correlation: score(correlations[i] ?? 0),
    })),
    conclusions: [
      'The CAM beats a blob in the centre by ROAD and by insertion, but not by deletion.',
      'Deletion alone says little here: the blob in the centre is as good.',
      ...[1, 2, 3, 4].map((number) => `Said by the way: ${number}.`),
    ],
    conventions: ['Deletion and insertion: 224 steps of 224 pixels.'],
    findings: [],
  };
}

function doctor(): DoctorReport {
  const names = ['BGR in place of RGB', 'as now', 'no mean and deviation', 'labels moved by one'];
  const hits = [164, 121, 98, 3];
  const variants = names.map((name, i) => ({
    ...{ id: String(i), name, isCurrent: i === 1, accuracy: rate(hits[i] ?? 0, 200) },
    meanMargin: 2.4 - i * 1.7,
    change: i === 1 ? undefined : { interpolation: 'bicubic' as const },
  }));
  return {
    pictures: 200,
    seed: 0,
    warning: 'With BGR in place of RGB 82.0 % of 200 images are right, as now 60.5 %.',
    variants,
    better: variants[0],
    findings: [],
  };
}

function parity({ pictures, model }: SampleEvaluation): ParityReport {
  const nameOf = (classIndex: number) => model.labels[classIndex] ?? '';
  const { rows } = pictures({ order: 'loss', isWrong: true, first: 0, count: 12 });
  return {
    before: { name: 'animals-float32.onnx', hash: 'a', accuracy: rate(96, 120) },
    after: { name: 'animals.onnx', hash: 'b', accuracy: rate(94, 120) },
    ...{ pictures: 120, labelled: 120, accuracyChange: -1.67, mended: 1, broken: 3, changed: 7 },
    mcNemar: { kind: 'exact', statistic: 1, pValue: 0.625 },
    boxIou: score(0.91),
    mapCorrelation: score(0.96),
    worst: rows.map(({ path, truth, predicted }, i) => ({
      ...{ path, truth, before: truth, after: predicted },
      names: { truth: nameOf(truth), before: nameOf(truth), after: nameOf(predicted) },
      ...{ boxIou: 0.2 + i * 0.05, mapCorrelation: -0.1 + i * 0.07 },
    })),
    findings: [],
  };
}
