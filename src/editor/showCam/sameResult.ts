import { classWeightsOf } from '../../cam/maps/classWeightsOf.ts';
import { largestMagnitude } from '../../cam/maps/identity.ts';
import type { MethodMap } from '../../protocol/mapMethods.ts';
import type { Explained } from '../../protocol/showCam.ts';
import { isDescription } from './mapMethods.ts';

/**
 * Relative to the largest logit; two runs of the same model on the same picture differ by less than this, if at all.
 */
const SAME_RUN = 1e-4;

/** A result with what was drawn of the picture by methods. */
export interface ExplainedWithMaps extends Explained {
  methodMaps: MethodMap[];
}

/** The memory of the numbers and pictures of some results; those that share an array count it once. */
export function bytesOf(all: readonly ExplainedWithMaps[]): number {
  const arrays = all.flatMap(({ methodMaps, ...explained }) => {
    const { picture, featureMap, logits, probabilities, ranking } = explained.explanation;
    const maps = methodMaps.map(({ map }) => map.values);
    const weights = weightsOf(explained);
    return [picture.bytes, featureMap.values, logits, probabilities, ranking, weights, ...maps];
  });
  return [...new Set(arrays)].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

export function isSamePicture(
  { explanation: a }: Explained,
  { explanation: b }: Explained,
): boolean {
  return a.imagePath === b.imagePath && areEqual(a.picture.bytes, b.picture.bytes);
}

export function isSameQuestion(a: Explained, b: Explained): boolean {
  return differenceOfQuestion(a, b) === undefined;
}

/** In what two explanations differ besides the model. */
export function differenceOfQuestion(
  { explanation: a, variant: ofA }: Explained,
  { explanation: b, variant: ofB }: Explained,
): 'otherImage' | 'otherPicture' | 'otherVariant' | undefined {
  if (a.imagePath !== b.imagePath) return 'otherImage';
  if (!areEqual(a.picture.bytes, b.picture.bytes)) return 'otherPicture';
  return describe(ofA) === describe(ofB) ? undefined : 'otherVariant';
}

function describe({ output, featureTensor, inputScale = 1 }: Explained['variant']): string {
  return JSON.stringify([output, featureTensor, inputScale]);
}

/** Whether two results are for the same picture and equal to the last bit. */
export function isUnchanged(a: ExplainedWithMaps, b: ExplainedWithMaps): boolean {
  return haveSameNumbers(a, b) && haveSameLabels(a, b);
}

/** Whether every logit and every value of every map is the same; without a CAM, of the maps that are known. */
function haveSameNumbers(a: ExplainedWithMaps, b: ExplainedWithMaps): boolean {
  const { featureMap: ofA, logits } = a.explanation;
  const { featureMap: ofB } = b.explanation;
  return (
    ofA.width === ofB.width &&
    areEqual(logits, b.explanation.logits) &&
    areEqual(ofA.values, ofB.values) &&
    areEqual(weightsOf(a), weightsOf(b)) &&
    (isDescription(a.model) || haveSameMaps(a, b))
  );
}

/** Whether two runs of the same model can have given these logits. */
export function haveLikeLogits(
  { explanation: a }: Explained,
  { explanation: b }: Explained,
): boolean {
  const largest = largestMagnitude(a.logits);
  return (
    a.logits.length === b.logits.length &&
    a.logits.every((logit, i) => Math.abs(logit - (b.logits[i] ?? 0)) <= SAME_RUN * largest)
  );
}

/** Whether the maps that both have are the same, and there is one. */
function haveSameMaps(
  { methodMaps: ofA }: ExplainedWithMaps,
  { methodMaps: ofB }: ExplainedWithMaps,
): boolean {
  const pairs = ofA.flatMap((a) => ofB.filter((b) => isSameMap(a, b)).map((b) => [a, b] as const));
  return pairs.length > 0 && pairs.every(([a, b]) => areEqual(a.map.values, b.map.values));
}

/** A model without a CAM has none. */
function weightsOf({ model, explanation }: Explained): Float32Array {
  return isDescription(model) ? classWeightsOf(model, explanation).weights : new Float32Array();
}

export function haveSameLabels({ model: a }: Explained, { model: b }: Explained): boolean {
  const [ofA, ofB] = [a.labels.value, b.labels.value];
  return ofA.length === ofB.length && ofA.every((label, i) => label === ofB[i]);
}

/** Whether two arrays are the same to the last bit. */
function areEqual(a: ArrayBufferView, b: ArrayBufferView): boolean {
  return a === b || Buffer.compare(bytesOfArray(a), bytesOfArray(b)) === 0;
}

function bytesOfArray({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Whether two maps are of the same class by the same method. */
export function isSameMap(a: MethodMap, b: MethodMap): boolean {
  return a.method === b.method && a.class === b.class && a.against === b.against;
}
