import { t } from '@vscode/l10n';
import { CamError } from '../../base/errors.ts';
import { labelsByFolder } from '../../config/labels/folderLabels.ts';
import type { FolderIndex, IndexedModel } from '../../folder/folderIndex.ts';
import type { ClassWeights } from '../../maps/featureMap.ts';
import type { Ablation } from '../../results/units.ts';
import { pooledValues } from './pooledValues.ts';
import { largestOf } from './selection.ts';
import { SurestFlips } from './surestFlips.ts';
import { unitIdentity } from './unitIdentity.ts';

/** Classes with the largest gain, and with the largest loss. */
const TOP = 10;

/**
 * The predictions of a folder with channels switched off: S'_c = S_c − Σ w_k^c F_k over the ablated k. Exact if the
 * logits are linear in the pooled values; S are the model's own logits. A prediction is the class with the largest
 * logit, the first of equals. Flips are listed by the certainty of the earlier prediction: by the gap between the two
 * largest logits before, ties by path. Reads the folder block by block.
 * @param labels one for each class; sub-folders may name classes by them
 * @param modelPath absolute, for messages
 * @throws CamError `headNotLinear` if it would not be exact, RangeError if a channel does not exist.
 */
export async function ablate(
  index: FolderIndex,
  pooledChannels: readonly number[],
  labels: readonly string[],
  modelPath: string,
): Promise<Ablation> {
  const head = requireLinear(index.model, modelPath);
  const ablated = [...new Set(pooledChannels)];
  for (const k of ablated) unitIdentity(index.model, k, {});
  const weights = weightsOfAblated(head, ablated);
  const valuesOf = await pooledValues(index, ablated);
  const imageLabels = labelsByFolder(index.images, labels);
  const sums = new Float64Array(ablated.length);
  const flips = new SurestFlips(index);
  const right = { before: 0, after: 0, images: 0 };
  for await (const { first, count, logits } of index.logitBlocks()) {
    const values = await valuesOf(first, count);
    for (let i = 0; i < count; i++) {
      const own = logits.subarray(i * head.classes, (i + 1) * head.classes);
      const pooled = values.subarray(i * ablated.length, (i + 1) * ablated.length);
      for (let j = 0; j < pooled.length; j++) sums[j] = (sums[j] ?? 0) + (pooled[j] ?? 0);
      const before = largest(own);
      const after = largestWithout(own, pooled, weights);
      const label = imageLabels[first + i];
      if (before !== after) {
        flips.add({ image: first + i, before, after, label, sure: gap(own, before) });
      }
      if (label === undefined) continue;
      right.images++;
      if (before === label) right.before++;
      if (after === label) right.after++;
    }
  }
  const images = index.images.length;
  const changes = meanChanges(weights, sums, images, head.classes);
  const changesOf = (classes: number[]) =>
    classes.map((classIndex) => ({ classIndex, change: changes[classIndex] ?? 0 }));
  return {
    pooledChannels: ablated,
    images,
    flips: flips.list(),
    countOfFlips: flips.count,
    gains: changesOf(largestOf(changes, 1, TOP)),
    losses: changesOf(largestOf(changes, -1, TOP)),
    accuracy:
      right.images === 0
        ? undefined
        : {
            before: right.before / right.images,
            after: right.after / right.images,
            images: right.images,
          },
  };
}

/** The head, if the logits are linear in the pooled values. */
function requireLinear(
  { classWeights, readout, mapKind }: IndexedModel,
  modelPath: string,
): ClassWeights {
  if (classWeights?.positions === 1 && readout.kind === 'mean') return classWeights;
  const why = !classWeights
    ? t('its head is not linear: the part of a channel depends on all the others')
    : classWeights.positions > 1
      ? t(
          'its head weighs every position of the map by itself, and of a folder only pooled values are kept',
        )
      : t('a ReLU lies between the channels and the mean that makes the logit');
  throw new CamError({
    code: 'headNotLinear',
    message: t('Channels of {0} cannot be switched off exactly: {1}.', modelPath, why),
    nextAction:
      mapKind === undefined
        ? t('Look at how the channels of a class are ranked by gradient × activation.')
        : t('Open one of the pictures with Show CAM to see what a channel adds to its map.'),
    file: modelPath,
  });
}

/** index = c·ablated + j, for the ablated channels alone. */
function weightsOfAblated(
  { classes, channels, weights }: ClassWeights,
  ablated: readonly number[],
): Float32Array {
  const found = new Float32Array(classes * ablated.length);
  let at = 0;
  for (let c = 0; c < classes; c++) {
    for (const k of ablated) found[at++] = weights[c * channels + k] ?? 0;
  }
  return found;
}

/** The class with the largest S', the first of equals. */
function largestWithout(logits: Float32Array, pooled: Float32Array, weights: Float32Array): number {
  const count = pooled.length;
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  let at = 0;
  for (let c = 0; c < logits.length; c++) {
    let part = 0;
    for (let j = 0; j < count; j++, at++) part += (weights[at] as number) * (pooled[j] as number);
    const logit = (logits[c] as number) - part;
    if (logit <= most) continue;
    most = logit;
    best = c;
  }
  return best;
}

/** The class with the largest logit, the first of equals. */
function largest(logits: Float32Array): number {
  let best = 0;
  for (let c = 1; c < logits.length; c++) {
    if ((logits[c] as number) > (logits[best] as number)) best = c;
  }
  return best;
}

/** Gap between the logit of the largest class and the next one. */
function gap(logits: Float32Array, largest: number): number {
  let next = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < logits.length; c++) {
    const logit = logits[c] as number;
    if (logit > next && c !== largest) next = logit;
  }
  return (logits[largest] as number) - next;
}

/** Mean of S'_c − S_c = −Σ w_k^c mean(F_k), for each class. */
function meanChanges(
  weights: Float32Array,
  sums: Float64Array,
  images: number,
  classes: number,
): Float64Array {
  const changes = new Float64Array(classes);
  if (images === 0) return changes;
  for (let c = 0; c < classes; c++) {
    for (const [j, sum] of sums.entries()) {
      changes[c] = (changes[c] ?? 0) - ((weights[c * sums.length + j] ?? 0) * sum) / images;
    }
  }
  return changes;
}
