import { t } from '@vscode/l10n';
import { CamError } from '../../base/errors.ts';
import type { InputFacts } from '../../config/inputFacts.ts';
import type { DecodeOptions } from '../../image/decode.ts';
import type { OpenModel } from '../../model/openModel.ts';
import type { DoctorProgress, DoctorQuery, DoctorReport } from '../../results/evaluation/doctor.ts';
import type { Finding } from '../../results/evaluation/scores.ts';
import { DecodedPhotos } from './decodedPhotos.ts';
import { labelOrders, labelsOfFiles } from './labelOrders.ts';
import { reportOf } from './report.ts';
import type { LabelledPicture } from './sample.ts';
import { sampleEvenly } from './sample.ts';
import type { Setting } from './settings.ts';
import { pixelSettings, withOtherGeometry } from './settings.ts';
import type { Trial } from './trials.ts';
import { bestAccuracy, concernsPicture, Trials } from './trials.ts';

const MAX_PICTURES = 200;

/** With so many ways to make values of pixels, the one in use among them, the geometries are tried. */
const WAYS_FOR_GEOMETRY = 3;

/** Unreadable pictures that are named. */
const EXAMPLES = 5;

/**
 * Runs labelled pictures with every plausible way to read them, and counts how often the right class is first: first the
 * ways to make values of pixels with the geometry in use, then with the three best of them the other geometries and
 * interpolations; each by every plausible order of the labels, which needs no runs. `docs/evaluate.md` lists them.
 *
 * @param pictures with classes of the model, by the labels in use; of many a seeded sample, even over the classes
 * @throws CamError if the model has no map or fails, or if the settings in use do not fit it.
 */
export async function examine(
  model: OpenModel,
  pictures: readonly LabelledPicture[],
  query: DoctorQuery,
  onProgress: (progress: DoctorProgress) => void = () => undefined,
  decoding: DecodeOptions = {},
): Promise<DoctorReport> {
  const { labels, preprocessing, path, classes } = await model.description();
  const { input } = await model.analysis();
  const classifier = await model.load();
  const orders = labelOrders(labels.value, await labelsOfFiles(path, classes));
  const count = Math.min(query.pictures ?? MAX_PICTURES, MAX_PICTURES);
  const examination = new Examination(
    sampleEvenly(pictures, count, query.seed),
    new Trials(classifier, orders),
    new DecodedPhotos(decoding),
    onProgress,
  );
  const trials = await examination.run(pixelSettings(preprocessing.value, input), input);
  const { readable, findings } = examination;
  return {
    ...reportOf(trials, orders, readable, query.labelsBy ?? 'names'),
    ...{ pictures: readable.length, seed: query.seed, findings },
  };
}

class Examination {
  readable: readonly LabelledPicture[];
  readonly #unreadable: string[] = [];
  readonly #trials: Trials;
  readonly #photos: DecodedPhotos;
  readonly #onProgress: (progress: DoctorProgress) => void;
  #progress: DoctorProgress = { done: 0, total: 0 };

  constructor(
    sample: readonly LabelledPicture[],
    trials: Trials,
    photos: DecodedPhotos,
    onProgress: (progress: DoctorProgress) => void,
  ) {
    this.readable = sample;
    this.#trials = trials;
    this.#photos = photos;
    this.#onProgress = onProgress;
  }

  /** @param ways the one in use first */
  async run(ways: readonly Setting[], input: InputFacts): Promise<Trial[]> {
    const others = (way: Setting) => withOtherGeometry(way, input);
    const geometries = ways.slice(0, WAYS_FOR_GEOMETRY).flatMap(others).length;
    this.#progress.total = this.readable.length * (ways.length + geometries);
    const byWay = await this.#runAll(ways);
    const best = byWay
      .slice(1)
      .toSorted((a, b) => bestAccuracy(b) - bestAccuracy(a))
      .slice(0, WAYS_FOR_GEOMETRY - 1);
    const inUse = byWay.slice(0, 1);
    const settings = [...inUse, ...best].flatMap(({ setting }) => others(setting));
    return [...byWay, ...(await this.#runAll(settings))];
  }

  get findings(): Finding[] {
    const count = this.#unreadable.length;
    if (count === 0) return [];
    return [
      {
        kind: 'unreadable',
        count,
        text: t('Pictures that cannot be read are not examined: {0}', count),
        examples: this.#unreadable.slice(0, EXAMPLES),
      },
    ];
  }

  async #runAll(settings: readonly Setting[]): Promise<Trial[]> {
    const trials = settings.map((setting) => this.#trials.begin(setting));
    const sample = this.readable;
    const read: LabelledPicture[] = [];
    let next = 0;
    for await (const photo of this.#photos.of(sample.map(({ path }) => path))) {
      const picture = sample[next++];
      if (!picture) break;
      const error = CamError.is(photo)
        ? photo
        : await this.#trials.add(trials, photo, picture.classIndex).catch(orThrow);
      if (error) this.#unreadable.push(picture.path);
      else read.push(picture);
      this.#tell(trials.length);
    }
    this.readable = read;
    return trials;
  }

  #tell(runs: number): void {
    const { done, total } = this.#progress;
    this.#progress = { done: done + runs, total };
    this.#onProgress(this.#progress);
  }
}

function orThrow(error: unknown): CamError {
  if (concernsPicture(error)) return error;
  throw error;
}
