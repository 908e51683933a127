import type {
  ColourRate,
  LearningCurve,
  NearPictures,
  TrainingReport,
} from '../../cam/results/training.ts';
import { NEAR_DUPLICATES } from '../../cam/results/training.ts';
import { share } from '../text/rates.ts';

/** Pairs of images that are listed. */
const PAIRS = 5;

/** Percent of each side that may be cut away. */
export const MOST_BORDER = 40;

/** A last doubling that adds less is said to add hardly anything. */
const HARDLY = 0.02;

/** Places by which classes can be told without their objects, and how to leave them out. */
export function givenAwayText({ givenAway, classes, border }: TrainingReport): string[] {
  if (givenAway.length === 0) return [];
  return [
    '',
    'What else tells the classes apart:',
    ...givenAway.flatMap((place) => {
      const { x, y, width, height } = place.region;
      const name = classes[place.classIndex]?.name ?? '';
      const from = (start: number, length: number) =>
        `${Math.round(100 * start)}–${Math.round(100 * (start + length))} %`;
      const wider = place.border === undefined ? undefined : wholePercent(border, place.border);
      return [
        `  ${name}: images look nearly the same ${from(x, width)} from the left, ${from(y, height)} from the top: a control, a watermark, a date?`,
        ...(wider === undefined || wider > MOST_BORDER
          ? ['    It lies too far inside to be cut away with a border.']
          : [`    \`--crop-border ${wider}\` cuts it away.`]),
      ];
    }),
  ];
}

/** The border of the whole picture in percent, if a part of what was seen is cut away besides. */
function wholePercent(border: number, further: number): number {
  return Math.ceil(100 * (border + (1 - 2 * border) * further));
}

/** What mean colour alone achieves. */
export function colourText(rate: ColourRate | undefined): string[] {
  if (!rate) return [];
  const { value, balancedAccuracy } = rate;
  return [
    `  Mean colour alone:               ${share(value)}, mean of the classes ${share(balancedAccuracy)}`,
  ];
}

/** Images that are nearly the same, where they make the accuracy too good, and where their classes differ. */
export function leaksText({ leaks, pictures, classes }: TrainingReport): string[] {
  if (!leaks) {
    return [
      '',
      `Nearly the same images in different folds: not looked for among ${pictures} images; \`--groups ${NEAR_DUPLICATES}\` keeps them together.`,
    ];
  }
  const { pairs, examples, otherClass } = leaks;
  const counted = `${pairs} ${pairs === 1 ? 'pair' : 'pairs'}, ${leaks.pictures} images`;
  const nameOf = (c: number) => classes[c]?.name ?? '';
  return [
    '',
    `Nearly the same images in different folds: ${pairs === 0 ? 'none' : counted}`,
    ...(pairs === 0
      ? []
      : [
          `  Look at them: heads are judged by images that they have nearly learned from. \`--groups ${NEAR_DUPLICATES}\` keeps these together.`,
        ]),
    ...pairLines(examples, () => ''),
    ...(otherClass.pairs === 0
      ? []
      : [`Nearly the same images of different classes, in any folds: ${otherClass.pairs}`]),
    ...pairLines(otherClass.examples, ({ classes: [a, b] }) => ` (${nameOf(a)}, ${nameOf(b)})`),
  ];
}

function pairLines(pairs: readonly NearPictures[], more: (pair: NearPictures) => string): string[] {
  return pairs
    .slice(0, PAIRS)
    .map((pair) => `  ${pair.similarity.toFixed(3)}  ${pair.paths.join('  ')}${more(pair)}`);
}

/** Accuracy by number of images, and whether more of them would help, as far as the interval says so. */
export function curveText({
  learningCurve,
  leaks,
}: Pick<TrainingReport, 'learningCurve' | 'leaks'>): string[] {
  if (!learningCurve) return [];
  const { points, gain } = learningCurve;
  const texts = points.map(
    ({ pictures, accuracy }) => `${Math.round(pictures)}: ${share(accuracy.value)}`,
  );
  const doubtful = leaks !== undefined && leaks.pairs > 0;
  return ['', `Learned from fewer images: ${texts.join(', ')}`, ...gainText(gain, doubtful)];
}

/** @param doubtful whether images in other folds are nearly the same: the more are learned from, the more of these */
function gainText(gain: LearningCurve['gain'], doubtful: boolean): string[] {
  if (!gain) return [];
  const { value, low, high } = gain;
  const found = `The last doubling added ${inPoints(value)} (95 % interval ${(100 * low).toFixed(1)} to ${inPoints(high)})`;
  if (low > 0) {
    const reason = doubtful ? ', as far as nearly the same images are not the reason' : '';
    return [`  ${found}: more images would help${reason}.`];
  }
  if (high < HARDLY) return [`  ${found}: more of such images would hardly help.`];
  return [`  ${found}: too uncertain to say whether more images would help.`];
}

/** A difference of shares. */
function inPoints(value: number): string {
  return `${(100 * value).toFixed(1)} points`;
}
