import sharp from 'sharp';
import type { ScalarMap } from '../../../src/cam/maps/featureMap.ts';
import type {
  ClassificationReport,
  ClassRow,
  ConfusedPair,
  EvaluatedPicture,
  EvaluationOverview,
  PicturesPage,
  PicturesQuery,
} from '../../../src/cam/results/evaluation/overview.ts';
import type { Rate } from '../../../src/cam/results/evaluation/scores.ts';
import type { EvaluatedModel } from '../../../src/protocol/evaluate.ts';

/** An evaluated folder that was made up: plausible, and the same each time. */
export interface SampleEvaluation {
  model: EvaluatedModel;
  overview: EvaluationOverview;
  pictures(query: PicturesQuery): PicturesPage;
  thumbnail(path: string): Promise<Uint8Array>;
}

interface SampleSize {
  classes: number;
  pictures: number;
  /** Largest share of wrong images of a class. */
  wrong?: number;
}

const ANIMALS = ['otter', 'red fox', 'grey wolf', 'brown bear', 'lynx', 'hare', 'badger', 'heron'];
const THINGS = ['bench', 'street sign', 'tea kettle', 'desk lamp', 'rain barrel', 'canoe'];

function labelsOf(classes: number): string[] {
  return Array.from({ length: classes }, (_, i) => {
    const name = [...ANIMALS, ...THINGS][i % (ANIMALS.length + THINGS.length)] ?? '';
    const round = Math.floor(i / (ANIMALS.length + THINGS.length));
    return round === 0 ? name : `${name} ${round + 1}`;
  });
}

/** A folder of labelled images, each class confused with its neighbours. */
export function sampleEvaluation({ classes, pictures, wrong = 0.4 }: SampleSize): SampleEvaluation {
  const labels = labelsOf(classes);
  const random = seeded(7);
  const all = Array.from({ length: pictures }, (_, image): EvaluatedPicture => {
    const truth = image % classes;
    const isWrong = random() < wrong * ((truth % 5) / 4);
    const step = random() < 0.7 ? 1 : 2 + Math.floor(random() * 3);
    const predicted = isWrong ? (truth + step) % classes : truth;
    const confidence = 0.35 + 0.64 * random();
    const truthProbability = predicted === truth ? confidence : (1 - confidence) * random();
    return {
      image,
      path: `${labels[truth]}/image-${String(image).padStart(5, '0')}.jpg`,
      ...{ truth, predicted, confidence, truthProbability },
      loss: -Math.log(Math.max(truthProbability, 1e-7)),
      margin: Math.log(truthProbability / (predicted === truth ? 1 - confidence : confidence)),
      map: undefined,
      limit: 6,
      geometry: GEOMETRY,
      interpolation: 'bilinear',
    };
  });
  return {
    model: {
      labels,
      methods: [
        { method: 'grad-cam', name: 'Grad-CAM' },
        { method: 'layer-cam', name: 'LayerCAM' },
      ],
    },
    overview: overviewOf(labels, all),
    pictures: (query) => pageOf(all, query),
    thumbnail,
  };
}

const GEOMETRY = {
  photo: { width: 320, height: 240 },
  resized: { width: 299, height: 224 },
  crop: { x: 37.5, y: 0, width: 224, height: 224 },
  seen: { x: 40, y: 0, width: 240, height: 240 },
};

/** As the reports have them; the interval is only roughly Wilson's. */
export function rate(hits: number, of: number): Rate {
  const value = of === 0 ? 0 : hits / of;
  const [z2, n] = [3.84, Math.max(of, 1)];
  const centre = (value + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Math.sqrt((value * (1 - value)) / n + z2 / (4 * n * n)) * 1.96) / (1 + z2 / n);
  return { value, low: Math.max(0, centre - half), high: Math.min(1, centre + half), of };
}

function overviewOf(labels: string[], all: readonly EvaluatedPicture[]): EvaluationOverview {
  return {
    folder: '/photos/park',
    indexFolder: '/cache/park',
    version: 'sample',
    complete: true,
    pictures: all.length + 3,
    unreadable: [{ path: 'lynx/broken.jpg', reason: 'The file ends too early.' }],
    labels: {
      kind: 'folders',
      from: '/photos/park',
      labelled: all.length,
      text: 'Labels from sub-folders named as classes',
    },
    annotations: {
      kind: 'coco',
      from: '/photos/park/boxes.json',
      pictures: Math.floor(all.length / 2),
      hasMasks: true,
      text: `Boxes and masks of ${Math.floor(all.length / 2)} images from boxes.json`,
    },
    findings: [
      {
        kind: 'unreadable',
        count: 1,
        text: '1 image cannot be read.',
        examples: ['lynx/broken.jpg'],
      },
      {
        kind: 'unlabelled',
        count: 2,
        text: '2 images are in no sub-folder, so they have no label.',
        examples: ['cover.png', 'map.png'],
      },
      {
        kind: 'boxOutside',
        count: 14,
        text: '14 boxes reach beyond their image and were cut to it.',
        examples: ['otter/image-00000.jpg', 'red fox/image-00001.jpg'],
      },
    ],
    classification: classificationOf(labels, all),
  };
}

function classificationOf(
  labels: string[],
  all: readonly EvaluatedPicture[],
): ClassificationReport {
  const [of, said, right] = [0, 1, 2].map(() => new Uint32Array(labels.length)) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  const pairs = new Map<string, ConfusedPair>();
  for (const { truth, predicted } of all) {
    of[truth] = (of[truth] ?? 0) + 1;
    said[predicted] = (said[predicted] ?? 0) + 1;
    if (truth === predicted) {
      right[truth] = (right[truth] ?? 0) + 1;
      continue;
    }
    const key = `${truth} ${predicted}`;
    const pair = pairs.get(key) ?? { truth, predicted, count: 0 };
    pairs.set(key, { ...pair, count: pair.count + 1 });
  }
  const hits = right.reduce((sum, count) => sum + count, 0);
  const rows = labels.map((label, classIndex): ClassRow => {
    const [pictures = 0, predicted = 0, hit = 0] = [
      of[classIndex],
      said[classIndex],
      right[classIndex],
    ];
    return {
      ...{ classIndex, label, pictures, predicted, right: hit },
      precision: predicted === 0 ? undefined : rate(hit, predicted),
      recall: pictures === 0 ? undefined : rate(hit, pictures),
      accuracy: rate(all.length - (pictures - hit) - (predicted - hit), all.length),
    };
  });
  return {
    labelled: all.length,
    top1: rate(hits, all.length),
    top5: rate(Math.round((hits + all.length) / 2), all.length),
    meanLoss: 0.82,
    calibration: calibrationOf(all),
    classes: rows,
    confusions: [...pairs.values()].sort((a, b) => b.count - a.count),
  };
}

function calibrationOf(all: readonly EvaluatedPicture[]): ClassificationReport['calibration'] {
  const bins = Array.from({ length: 15 }, (_, i) => {
    const [from, to] = [i / 15, (i + 1) / 15];
    const own = all.filter(({ confidence }) => confidence > from && confidence <= to);
    const hits = own.filter(({ truth, predicted }) => truth === predicted).length;
    const sum = own.reduce((total, { confidence }) => total + confidence, 0);
    const of = own.length;
    return { from, to, count: of, confidence: sum / of, accuracy: hits / of };
  });
  return { error: 0.124, bins };
}

function pageOf(all: readonly EvaluatedPicture[], query: PicturesQuery): PicturesPage {
  const { truth, predicted, isWrong, order, first, count } = query;
  const found = all.filter(
    (row) =>
      (truth === undefined || row.truth === truth) &&
      (predicted === undefined || row.predicted === predicted) &&
      (!(isWrong || order === 'confidence') || row.truth !== row.predicted),
  );
  const sorted = found.toSorted((a, b) => {
    if (order === 'loss') return b.loss - a.loss;
    return order === 'margin' ? a.margin - b.margin : b.confidence - a.confidence;
  });
  const rows = sorted.slice(first, first + count);
  return { total: found.length, rows: rows.map((row) => ({ ...row, map: mapOf(row.image) })) };
}

/** A warm and a cool blob, at places that follow from a number. */
export function mapOf(seed: number, side = 7): ScalarMap {
  const random = seeded(seed + 1);
  const [warmX, warmY, coolX, coolY] = Array.from({ length: 4 }, () => random() * side);
  const values = Float32Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [(i % side) + 0.5, Math.floor(i / side) + 0.5];
    const bump = (cx = 0, cy = 0) => Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / 3);
    return 6 * bump(warmX, warmY) - 4 * bump(coolX, coolY);
  });
  return { width: side, height: side, values };
}

const thumbnails = new Map<number, Promise<Uint8Array>>();

/** One of twelve simple photos: a ground, a sky and a shape. */
function thumbnail(path: string): Promise<Uint8Array> {
  const number = Number(path.match(/(\d+)\.jpg$/)?.[1] ?? 0) % 12;
  const made = thumbnails.get(number) ?? draw(number);
  thumbnails.set(number, made);
  return made;
}

/** From pixels: the library allows sharp no SVG, in this process as well. */
async function draw(number: number): Promise<Uint8Array> {
  const [width, height] = [320, 240];
  const hue = number * 30;
  const centre = 80 + ((number * 53) % 160);
  const pixels = new Uint8Array(3 * width * height);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const isHead = (x - centre - 44) ** 2 + (y - 112) ** 2 < 24 ** 2;
    const isBody = ((x - centre) / 52) ** 2 + ((y - 150) / 44) ** 2 < 1;
    const [h, saturation, lightness] = isHead
      ? [hue, 0.5, 0.52]
      : isBody
        ? [hue, 0.45, 0.4]
        : y < 150
          ? [hue + 200, 0.3, 0.72]
          : [hue + 90, 0.25, 0.42];
    pixels.set(colourOf(h, saturation, lightness), 3 * i);
  }
  const raw = { width, height, channels: 3 } as const;
  return new Uint8Array(await sharp(pixels, { raw }).jpeg().toBuffer());
}

/** Hue in degrees, saturation and lightness 0…1, as red, green and blue. */
function colourOf(hue: number, saturation: number, lightness: number): number[] {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  return [0, 8, 4].map((shift) => {
    const k = (shift + hue / 30) % 12;
    return 255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  });
}

/** Numbers from 0 to 1 that look random (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed * 2_654_435_769;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
