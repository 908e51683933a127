import { createHash } from 'node:crypto';
import { classMap, weightsOf } from '../../maps/cam.ts';
import type { FeatureMap, PowerPooling, ScalarMap } from '../../maps/featureMap.ts';
import { pooledMap } from '../../maps/pooledMap.ts';
import { weightedMaps } from '../../maps/weightedMaps.ts';
import type { IndexedModel } from '../folderIndex.ts';
import type { ScannedMaps } from './pictureRunner.ts';

/** Predicted classes whose maps are kept. */
const FIRST = 5;

/** Maps of a picture as its row of the index keeps them, see `docs/units-index.md`. */
export interface KeptClassMaps {
  classes: number[];
  /** Mean activation, then the classes' maps. */
  maps: Float32Array;
}

/** A picture that was run. */
export interface MappedPicture {
  path: string;
  /** Upright. */
  feature: FeatureMap;
  logits: Float32Array;
  labels: readonly number[];
  /** Upright maps by gradients, where the head has no class weights. */
  byGradient: ScannedMaps | undefined;
}

/**
 * The maps that are kept of a picture: of the first five classes, of its labels, and of one other class, drawn by the
 * picture's path; where each map needs a gradient, of those that were run.
 */
export function classMapsOf(
  { poolings, classWeights }: Pick<IndexedModel, 'poolings' | 'classWeights'>,
  power: PowerPooling | undefined,
  picture: MappedPicture,
): KeptClassMaps {
  const { feature, byGradient } = picture;
  const even = new Float32Array(feature.channels).fill(1 / feature.channels);
  if (!classWeights) {
    const { classes, maps } = byGradient ?? { classes: [], maps: [] };
    return { classes: [...classes], maps: joined([...weightedMaps(feature, [even]), ...maps]) };
  }
  const classes = mappedClasses(picture);
  const pooled = pooledMap(feature, poolings, power);
  const weights = classes.map((c) => weightsOf(pooled, classWeights, c));
  if (classWeights.positions === 1 && pooled === feature) {
    return { classes, maps: joined(weightedMaps(feature, [even, ...weights])) };
  }
  const maps = classes.map((c) => classMap(pooled, classWeights, c));
  return { classes, maps: joined([...weightedMaps(feature, [even]), ...maps]) };
}

function mappedClasses({ path, logits, labels }: MappedPicture): number[] {
  const classes = [...new Set([...firstClasses(logits, FIRST), ...labels])];
  const other = otherClass(path, logits.length, classes);
  return other === undefined ? classes : [...classes, other];
}

/** The classes with the largest logits, in descending order; ties by index. */
function firstClasses(logits: Float32Array, count: number): number[] {
  const first: number[] = [];
  for (let c = 0; c < logits.length; c++) {
    const logit = logits[c] as number;
    let place = first.length;
    while (place > 0 && logit > (logits[first[place - 1] as number] as number)) place--;
    if (place >= count) continue;
    first.splice(place, 0, c);
    if (first.length > count) first.pop();
  }
  return first;
}

/** A class that is none of `taken`, drawn by a picture's path; undefined if there is none. */
function otherClass(path: string, classes: number, taken: readonly number[]): number | undefined {
  const free = classes - taken.length;
  if (free <= 0) return undefined;
  const drawn = createHash('sha256').update(path).digest().readUInt32LE(0) % free;
  let other = drawn;
  for (const one of [...taken].sort((a, b) => a - b)) if (one <= other) other++;
  return other;
}

function joined(maps: readonly ScalarMap[]): Float32Array {
  const cells = maps[0]?.values.length ?? 0;
  const all = new Float32Array(maps.length * cells);
  for (const [i, { values }] of maps.entries()) all.set(values, i * cells);
  return all;
}
