import type { Rect } from '../../base/geometry.ts';
import { componentBoxAt } from '../../maps/pixels/box.ts';
import { middleRanges, standardDeviations } from './deviations.ts';

/** A place where the pictures of one class are nearly the same, and others are not. */
export interface FixedRegion {
  classIndex: number;
  /** In parts of the picture's sides, 0…1. */
  region: Rect;
  /** Least standard deviation within the class ÷ the usual one, relative to the median of all places: 1 is usual. */
  ratio: number;
}

/** Classes with fewer pictures are not judged. */
const LEAST_PICTURES = 10;

/** Of a class with so many of the pictures, the others are another measure of what is usual than all of them. */
const LARGE_CLASS = 0.2;

/** What the ratios of both deviations must stay below, and a quantile of the normal distribution for the first. */
interface Limit {
  ratio: number;
  quantile: number;
}

/** Somewhere they must be below this, and so unlikely that chance reaches it at less than one of a million places. */
const CORE: Limit = { ratio: 0.35, quantile: -4.753 };

/** Around that, one of a thousand. */
const EXTENT: Limit = { ratio: 0.7, quantile: -3.09 };

/** A further distance from chance: pixels are not distributed normally. */
const CAUTION = 0.7;

/** Of the largest excess below the limit: every place counts that has one. */
const ANY = 1e-6;

/** Ranges of fewer grey levels say nothing: flat grounds. */
const LEAST_LEVELS = 4;

/**
 * For each class, the place where its pictures differ from each other much less than pictures do there: a control, a
 * watermark, a frame, a date, which tells the class without its object. At each pixel, the deviation within the class is
 * divided by the larger one of all pictures and of the others, and this ratio by its median over the pixels. Both the
 * standard deviation and the range from the 10 % to the 90 % quantile count, so that neither a rare object in other
 * pictures nor a flat ground is taken for it: the ratios must be below 0.35 somewhere, the first also below 0.7 times the
 * 10⁻⁶ quantile of √(χ²ₙ₋₁/(n − 1)) (Wilson and Hilferty, PNAS 17, 1931). The place reaches as far as they stay below 0.7
 * and the 10⁻³ quantile.
 * @param pictures RGB of side² pixels each, 0…255
 * @param labels class of each picture
 * @returns the smallest ratio first
 */
export function fixedRegions(
  pictures: readonly Uint8Array[],
  labels: readonly number[],
  side: number,
): FixedRegion[] {
  const all = deviationsOf(pictures);
  const classes = [...new Set(labels)].sort((a, b) => a - b);
  const found = classes.flatMap((classIndex): FixedRegion[] => {
    const own = pictures.filter((_, i) => labels[i] === classIndex);
    const others = pictures.filter((_, i) => labels[i] !== classIndex);
    if (Math.min(own.length, others.length) < LEAST_PICTURES) return [];
    const isLarge = own.length >= LARGE_CLASS * pictures.length;
    const ratios = ratiosOf(deviationsOf(own), isLarge ? [all, deviationsOf(others)] : [all]);
    const core = excesses(ratios, CORE, own.length, CAUTION);
    const peak = core.indexOf(Math.max(...core));
    if ((core[peak] as number) <= 0) return [];
    const values = excesses(ratios, EXTENT, own.length, 1);
    const { x, y, width, height } = componentBoxAt(
      { width: side, height: side, values },
      ANY,
      peak,
    );
    const region = { x: x / side, y: y / side, width: width / side, height: height / side };
    return [{ classIndex, region, ratio: ratios.standard[peak] as number }];
  });
  return found.sort((a, b) => a.ratio - b.ratio);
}

/** Of each pixel. */
interface Deviations {
  standard: Float32Array;
  range: Float32Array;
}

function deviationsOf(pictures: readonly Uint8Array[]): Deviations {
  return { standard: standardDeviations(pictures), range: middleRanges(pictures) };
}

/** Of a class, relative to the largest of those that are usual, and to the median over the pixels. */
function ratiosOf(own: Deviations, usual: readonly Deviations[]): Deviations {
  const ratios = (kind: keyof Deviations, least: number) => {
    const found = own[kind].map((deviation, i) => {
      const most = Math.max(...usual.map((one) => one[kind][i] as number));
      return most >= least && most > 0 ? deviation / most : 1;
    });
    const median = found.toSorted()[found.length >> 1] ?? 1;
    return median > 0 ? found.map((ratio) => ratio / median) : found.fill(1);
  };
  return { standard: ratios('standard', 0), range: ratios('range', LEAST_LEVELS) };
}

/** How far each pixel is below the limits, in parts of them; 0 where it is not. */
function excesses(
  { standard, range }: Deviations,
  { ratio, quantile }: Limit,
  n: number,
  caution: number,
): Float32Array {
  const part = 2 / (9 * (n - 1));
  const chance = Math.max(0, 1 - part + quantile * Math.sqrt(part)) ** 1.5;
  const limit = Math.min(ratio, caution * chance);
  return standard.map((own, i) =>
    Math.max(0, 1 - Math.max(limit > 0 ? own / limit : 1, (range[i] as number) / ratio)),
  );
}
