import { t } from '@vscode/l10n';
import { CamError } from '../../base/errors.ts';
import type { InputFacts } from '../../config/inputFacts.ts';
import type { DoctorProgress } from '../../results/evaluation/doctor.ts';
import type { Finding } from '../../results/evaluation/scores.ts';
import { compared, isFarWorse, isWorse } from './comparison.ts';
import type { DecodedPhotos } from './decodedPhotos.ts';
import type { LabelledPicture } from './sample.ts';
import type { Setting } from './settings.ts';
import { withOtherGeometry } from './settings.ts';
import type { Trial, Trials } from './trials.ts';
import { accuracyOf, bestOutcome, bestTrial, concernsPicture } from './trials.ts';

/** With at most so many ways to make values of pixels, the geometries are tried. */
const WAYS_FOR_GEOMETRY = 3;

/** After so many pictures, and again after each so many, ways that are far worse than the best one are given up. */
const TRIED_FIRST = 40;
const TRIED_AGAIN = 20;

/** Unreadable pictures that are named. */
const EXAMPLES = 5;

/** The runs of an examination. */
export class Examination {
  /** The sample; after a run, those of it that could be read. */
  pictures: readonly LabelledPicture[];
  readonly #unreadable: string[] = [];
  readonly #trials: Trials;
  readonly #photos: DecodedPhotos;
  readonly #onProgress: (progress: DoctorProgress) => void;
  readonly #progress: DoctorProgress = { done: 0, total: 0 };

  constructor(
    sample: readonly LabelledPicture[],
    trials: Trials,
    photos: DecodedPhotos,
    onProgress: (progress: DoctorProgress) => void,
  ) {
    this.pictures = sample;
    this.#trials = trials;
    this.#photos = photos;
    this.#onProgress = onProgress;
  }

  /**
   * @param ways the one in use first
   * @returns the trial of that first
   */
  async run(ways: readonly Setting[], input: InputFacts): Promise<Trial[]> {
    const others = (way: Setting) => withOtherGeometry(way, input);
    const expected = ways.slice(0, WAYS_FOR_GEOMETRY).flatMap(others).length;
    this.#progress.total = this.pictures.length * (ways.length + expected);
    const byWay = await this.#runAll(ways, []);
    const settings = promising(byWay).flatMap(({ setting }) => others(setting));
    this.#progress.total = this.#progress.done + this.pictures.length * settings.length;
    return [...byWay, ...(await this.#runAll(settings, byWay))];
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

  /**
   * @param earlier trials of the same pictures; without them, the first setting is never given up
   * @throws CamError of a picture that has become unreadable since then.
   */
  async #runAll(settings: readonly Setting[], earlier: readonly Trial[]): Promise<Trial[]> {
    const trials = settings.map((setting) => this.#trials.begin(setting));
    let running = trials;
    const sample = this.pictures;
    const read: LabelledPicture[] = [];
    let next = 0;
    for await (const photo of this.#photos.of(sample.map(({ path }) => path))) {
      const picture = sample[next++];
      if (!picture || running.length === 0) break;
      const error = CamError.is(photo)
        ? photo
        : await this.#trials.add(running, photo, picture.classIndex).catch(orThrow);
      // The first pass has read it.
      if (error && earlier.length > 0) throw error;
      if (error) this.#unreadable.push(picture.path);
      else read.push(picture);
      this.#progress.done += running.length;
      const kept = isTime(read.length) ? stillRunning(running, earlier) : running;
      this.#progress.total -= (running.length - kept.length) * (sample.length - next);
      running = kept;
      this.#onProgress({ ...this.#progress });
    }
    if (earlier.length === 0) this.pictures = read;
    return trials;
  }
}

function isTime(pictures: number): boolean {
  return pictures >= TRIED_FIRST && (pictures - TRIED_FIRST) % TRIED_AGAIN === 0;
}

/** Without those that are far worse than the best one. */
function stillRunning(trials: readonly Trial[], earlier: readonly Trial[]): Trial[] {
  const best = bestTrial([...earlier, ...trials]);
  if (!best) return [...trials];
  return trials.filter((trial, i) => {
    const isCurrent = i === 0 && earlier.length === 0;
    return isCurrent || !isFarWorse(compared(bestOutcome(trial).right, bestOutcome(best).right));
  });
}

/** The best trials that are not shown to be worse than the best one. */
function promising(trials: readonly Trial[]): Trial[] {
  const best = bestTrial(trials);
  if (!best) return [];
  const isPromising = (trial: Trial) =>
    !isWorse(compared(bestOutcome(trial).right, bestOutcome(best).right));
  const rate = (trial: Trial) => accuracyOf(bestOutcome(trial));
  return trials
    .filter(isPromising)
    .sort((a, b) => rate(b) - rate(a))
    .slice(0, WAYS_FOR_GEOMETRY);
}

function orThrow(error: unknown): CamError {
  if (concernsPicture(error)) return error;
  throw error;
}
