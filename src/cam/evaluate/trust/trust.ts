import path from 'node:path';
import { t } from '@vscode/l10n';
import { CamError } from '../../base/errors.ts';
import { Slices } from '../../base/slices.ts';
import type { DecodeOptions } from '../../image/decode.ts';
import { decodePixels } from '../../image/decode.ts';
import type { CroppedPhoto } from '../../image/prepareInput.ts';
import { cropPhoto, cropValues } from '../../image/prepareInput.ts';
import { indexOfLargest } from '../../maps/scores.ts';
import type { OpenModel, SizedOptions } from '../../model/openModel.ts';
import type { Finding } from '../../results/evaluation/scores.ts';
import type { TrustQuery, TrustReport } from '../../results/evaluation/trust.ts';
import type { Evaluation } from '../evaluation.ts';
import { LeftOut } from '../localization/leftOut.ts';
import type { MapSource } from '../mapSource.ts';
import { drawWeights, RESAMPLES } from '../statistics/bootstrap.ts';
import { shuffled } from '../statistics/shuffled.ts';
import { conclusionsOf } from './conclusions.ts';
import { conventionsOf } from './conventions.ts';
import { faithfulness } from './faithfulness.ts';
import type { PictureModel } from './modelPredict.ts';
import { pictureModel } from './modelPredict.ts';
import { blurred } from './pictures/blur.ts';
import { mapOnInput } from './pictures/mapOnInput.ts';
import type { NamedColour } from './pictures/neutralColour.ts';
import { meanColour } from './pictures/neutralColour.ts';
import type { RealPicture } from './pictures/realPicture.ts';
import { ofColour } from './pictures/removal.ts';
import { Randomisation, SEEDS } from './randomisation.ts';
import { RowScores } from './rowScores.ts';

/** Maps that were scored and pictures that were run through random models, and all that will be. */
export interface TrustProgress {
  done: number;
  all: number;
}

/**
 * How far maps say what the model goes by, on a seeded sample of a folder's labelled pictures; of all if none is
 * labelled (`docs/evaluate.md`, Trust). Each map is that of the picture's first class. What does not count is among the
 * findings.
 * @param rows in the order of the table; with `TRUST_BASELINES` among them
 * @param onProgress is called between runs of the model; what it throws ends the work
 * @throws CamError if the runtime refuses the model, or it fails.
 */
export async function trust(
  model: OpenModel,
  evaluation: Evaluation,
  rows: readonly MapSource[],
  query: TrustQuery,
  onProgress: (progress: TrustProgress) => void,
  options: SizedOptions & DecodeOptions = {},
): Promise<TrustReport> {
  const work = await TrustWork.begin(model, evaluation, rows, query, options);
  const images = sampleOf(evaluation, query);
  const perPicture = work.lines.length + (work.randomisation ? 1 + SEEDS : 0);
  const progress = { done: 0, all: images.length * perPicture };
  const step = () => onProgress({ ...progress, done: ++progress.done });
  for (const image of images) {
    const isRun = await work.addPicture(image, options, step);
    if (!isRun) progress.all -= perPicture;
  }
  await work.randomisation?.runAll(step);
  onProgress({ done: progress.all, all: progress.all });
  return work.report();
}

/** Rows of the index, in a seeded order. */
function sampleOf({ index, predictions }: Evaluation, { seed, sample }: TrustQuery): number[] {
  const all = index.images.map((_, image) => image);
  const labelled = all.filter((image) => (predictions.truth[image] ?? -1) >= 0);
  return shuffled(labelled.length > 0 ? labelled : all, seed).slice(0, sample);
}

class TrustWork {
  readonly lines: { scores: RowScores; withoutMap: LeftOut }[];
  readonly randomisation: Randomisation | undefined;
  readonly #model: PictureModel;
  readonly #evaluation: Evaluation;
  readonly #query: TrustQuery;
  readonly #colour: NamedColour;
  readonly #unreadable: LeftOut;
  readonly #hasWhole: boolean;
  readonly #slices = new Slices();
  #pictures = 0;
  #pixels = 0;

  private constructor(
    model: PictureModel,
    evaluation: Evaluation,
    rows: readonly MapSource[],
    query: TrustQuery,
    randomisation: Randomisation | undefined,
  ) {
    const { images } = evaluation.index;
    const ordered = rows.filter(hasOrder);
    this.#hasWhole = ordered.length < rows.length;
    this.lines = ordered.map((row) => ({
      scores: new RowScores(row),
      withoutMap: new LeftOut(images),
    }));
    this.randomisation = randomisation;
    this.#model = model;
    this.#evaluation = evaluation;
    this.#query = query;
    this.#colour = meanColour(model.preprocessing, model.input);
    this.#unreadable = new LeftOut(images);
  }

  static async begin(
    model: OpenModel,
    evaluation: Evaluation,
    rows: readonly MapSource[],
    query: TrustQuery,
    options: SizedOptions,
  ): Promise<TrustWork> {
    const pictures = await pictureModel(model, options);
    const analysis = await model.analysisOrRefusal();
    const weights = CamError.is(analysis) ? undefined : analysis.classWeights;
    const randomisation = weights && new Randomisation(await model.load(), weights, query.seed);
    return new TrustWork(pictures, evaluation, rows, query, randomisation);
  }

  /** @returns false if the picture cannot be read */
  async addPicture(image: number, decoding: DecodeOptions, onStep: () => void): Promise<boolean> {
    const cropped = await this.#read(image, decoding);
    if (!cropped) return false;
    const { preprocessing, input, predict } = this.#model;
    const { width, height } = cropped.geometry.crop;
    const { channels } = cropped;
    const picture = { width, height, channels, pixels: Float64Array.from(cropped.pixels) };
    const [probabilities = new Float32Array()] = await predict([picture]);
    const classIndex = indexOfLargest(probabilities);
    const substitutes = {
      colour: ofColour(picture, this.#colour.colour),
      blurred: blurred(picture),
    };
    for (const line of this.lines) {
      await this.#addMap(line, image, cropped, { picture, probabilities, classIndex, substitutes });
      onStep();
      await this.#slices.next();
    }
    if (this.randomisation) {
      await this.randomisation.add(image, () => ({
        ...{ width, height },
        values: cropValues(cropped, preprocessing, input),
      }));
      onStep();
    }
    this.#pictures++;
    this.#pixels = width * height;
    return true;
  }

  async #addMap(
    { scores, withoutMap }: TrustWork['lines'][number],
    image: number,
    { geometry }: CroppedPhoto,
    of: {
      picture: RealPicture;
      probabilities: Float32Array;
      classIndex: number;
      substitutes: { colour: RealPicture; blurred: RealPicture };
    },
  ): Promise<void> {
    const maps = await scores.row.read(image);
    const map = maps?.mapOf(of.classIndex);
    if (!maps || !map?.values.every(Number.isFinite)) {
      withoutMap.add(image);
      return;
    }
    const found = await faithfulness(
      of.picture,
      mapOnInput(map, maps, geometry),
      of.substitutes,
      of.classIndex,
      this.#query.seed + image,
      this.#model.predict,
    );
    const weights = new Uint8Array(RESAMPLES);
    drawWeights(this.#query.seed, image, weights);
    scores.add(found, of.probabilities[of.classIndex] as number, weights);
  }

  /** Undefined if it cannot be read. */
  async #read(image: number, decoding: DecodeOptions): Promise<CroppedPhoto | undefined> {
    const { folder, images } = this.#evaluation.index;
    const { preprocessing, input } = this.#model;
    try {
      const file = path.join(folder, images[image]?.path ?? '');
      const photo = await decodePixels(file, decoding, async () => undefined);
      return cropPhoto(photo, preprocessing, input);
    } catch (error) {
      if (!CamError.is(error)) throw error;
      this.#unreadable.add(image);
      return undefined;
    }
  }

  report(): TrustReport {
    const { seed } = this.#query;
    const counted = this.lines.filter(({ scores }) => scores.pictures > 0);
    const rows = counted.map(({ scores }) => scores.report());
    const randomisation = this.randomisation?.rows() ?? [];
    return {
      pictures: this.#pictures,
      seed,
      rows,
      randomisation,
      conclusions: conclusionsOf(this.#pictures, rows, randomisation),
      conventions: conventionsOf(this.#pixels, this.#colour.name, seed),
      findings: this.#findings(),
    };
  }

  #findings(): Finding[] {
    const found = this.#unreadable.findings('unreadable', (count) =>
      t('{0} pictures cannot be read any more: they do not count.', count),
    );
    for (const { withoutMap, scores } of this.lines) {
      const { name } = scores.row;
      found.push(
        ...withoutMap.findings('noMap', (count) =>
          t(
            '{0}: {1} pictures have no map of their first class: they do not count in it.',
            name,
            count,
          ),
        ),
        ...(scores.row.findings?.() ?? []),
      );
    }
    const add = (text: string) => found.push({ kind: 'noMap', count: 1, text, examples: [] });
    if (this.#hasWhole)
      add(
        t('A map that is the same everywhere gives pixels no order: the whole picture has no row.'),
      );
    if (!this.randomisation)
      add(
        t('Random weights are tried with exact class activation maps alone: this model has none.'),
      );
    return [...found, ...(this.randomisation?.findings() ?? [])];
  }
}

function hasOrder({ source }: MapSource): boolean {
  return !(source.kind === 'baseline' && source.baseline === 'wholePicture');
}
