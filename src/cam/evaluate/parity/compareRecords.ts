import type { ParityPicture, ParityReport, ParitySide } from '../../results/evaluation/parity.ts';
import type { EvaluationRecord } from '../../results/evaluation/record.ts';
import type { Evaluation } from '../evaluation.ts';
import { meanWithInterval } from '../statistics/bootstrap.ts';
import { mcNemar } from '../statistics/mcNemar.ts';
import { wilson } from '../statistics/wilson.ts';
import type { Compared } from './comparePicture.ts';
import { comparePicture, isBroken } from './comparePicture.ts';
import { matchClasses } from './matchClasses.ts';
import { pairPictures, parityFindings } from './pairPictures.ts';
import type { RecordProgress } from './recordOf.ts';
import { recordOf } from './recordOf.ts';

const SEED = 1;

/** Pictures that are named. */
const WORST = 200;

/** A folder under a model, and the model's name. */
export interface NamedEvaluation {
  evaluation: Evaluation;
  name: string;
}

/** {@link compareRecords} of two evaluations of a folder. */
export async function compareEvaluations(
  before: NamedEvaluation,
  after: NamedEvaluation,
  onProgress: (progress: RecordProgress) => void,
): Promise<ParityReport> {
  const pictures = before.evaluation.index.images.length;
  const all = pictures + after.evaluation.index.images.length;
  const first = await recordOf(before.evaluation, before.name, ({ done }) =>
    onProgress({ done, all }),
  );
  const second = await recordOf(
    after.evaluation,
    after.name,
    ({ done }) => onProgress({ done: pictures + done, all }),
    first,
  );
  return compareRecords(first, second);
}

/**
 * What a model says of the pictures of a folder, against what another one said before: accuracy of the pictures with a
 * label in both, McNemar's test, and, of the class that was predicted before, IoU of the boxes and correlation of the
 * maps, each with its mean and an interval by bootstrap (seeded).
 * @param after made with `before` at hand, see {@link recordOf}
 */
export async function compareRecords(
  before: EvaluationRecord,
  after: EvaluationRecord,
): Promise<ParityReport> {
  const pairs = pairPictures(before, after);
  const classOf = matchClasses(before.labels, after.labels);
  const compared = pairs.both.map((pair) => comparePicture(pair, before, after, classOf));
  const labelled = compared.filter((picture) => picture.isLabelled);
  const mended = labelled.filter((p) => !p.wasRight && p.isRight).length;
  const broken = labelled.filter(isBroken).length;
  const finite = (of: (picture: ParityPicture) => number): Float64Array =>
    Float64Array.from(compared.map(({ picture }) => of(picture)).filter(Number.isFinite));
  const side = ({ model }: EvaluationRecord, isRight: (p: Compared) => boolean): ParitySide => ({
    ...model,
    accuracy: wilson(labelled.filter(isRight).length, labelled.length),
  });
  return {
    before: side(before, ({ wasRight }) => wasRight),
    after: side(after, ({ isRight }) => isRight),
    pictures: compared.length,
    labelled: labelled.length,
    accuracyChange: (100 * (mended - broken)) / labelled.length,
    mcNemar: mcNemar(broken, mended),
    mended,
    broken,
    changed: compared.filter(({ picture }) => picture.before !== picture.after).length,
    boxIou: await meanWithInterval(
      finite(({ boxIou }) => boxIou),
      SEED,
    ),
    mapCorrelation: await meanWithInterval(
      finite(({ mapCorrelation: r }) => r),
      SEED,
    ),
    worst: worstOf(compared),
    findings: parityFindings(pairs, compared),
  };
}

function worstOf(compared: readonly Compared[]): ParityPicture[] {
  const orderOf = ({ picture }: Compared): number =>
    Number.isNaN(picture.mapCorrelation) ? 2 : picture.mapCorrelation;
  const sorted = [...compared].sort(
    (a, b) => Number(isBroken(b)) - Number(isBroken(a)) || orderOf(a) - orderOf(b),
  );
  return sorted.slice(0, WORST).map(({ picture }) => picture);
}
