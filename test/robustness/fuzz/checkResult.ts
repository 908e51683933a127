import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { CamError } from '../../../src/cam/base/errors.ts';
import type { ClassWeights, FeatureMap, Readout } from '../../../src/cam/maps/featureMap.ts';
import type { Explanation, ModelDescription } from '../../../src/cam/results/explanation.ts';

/** Half precision is the coarsest precision that is called exact (5e-3); float32 sums in another order add to it. */
const EXACT = 6e-3;

/** Errors that are not caused by a file. */
const BUGS: readonly string[] = ['internal', 'cancelled'];

/**
 * An error must be one that a user can act on: it names the file and says what to do next.
 * @param stem how the names of all files of the case begin
 */
export function checkError(error: unknown, stem: string): void {
  assert.ok(CamError.is(error), `no CamError: ${error}`);
  assert.ok(!BUGS.includes(error.code), `${error.code}: ${error.message}`);
  const names = error.file === undefined ? [stem] : [stem, path.basename(error.file)];
  assert.ok(
    names.some((name) => error.message.includes(name)),
    `names no file: ${error.code}: ${error.message}`,
  );
  assert.match(error.nextAction, /^[A-Z`].*\.$/s, `no next action: ${error.code}`);
  assert.ok(error.message.length < 2000, `too long: ${error.message.length} characters`);
}

/** Checks that hold for any description, whatever the model. */
export function checkDescription(description: ModelDescription): void {
  const { classes, classWeights, labels, mapKind, outputs, output, inputScales } = description;
  assert.ok(Number.isSafeInteger(classes) && classes > 0, `classes: ${classes}`);
  assert.equal(labels.value.length, classes, 'labels');
  assert.ok(outputs.includes(output), `output: ${output}`);
  assert.ok(
    inputScales.every((scale) => scale > 0),
    'input scales',
  );
  assert.equal(classWeights === undefined, mapKind === 'gradCam', 'class weights');
  if (classWeights) checkClassWeights(classWeights, classes);
}

function checkClassWeights(found: ClassWeights, classes: number): void {
  const { channels, positions, weights, bias } = found;
  assert.equal(found.classes, classes, 'classes of the weights');
  assert.equal(weights.length, classes * channels * positions, 'number of weights');
  assert.equal(bias.length, classes, 'number of biases');
  assertFinite(weights, 'class weights');
  assertFinite(bias, 'biases');
}

/** Checks that hold for any explanation; above all that `exact` is true. */
export function checkExplanation(
  description: ModelDescription,
  explanation: Explanation,
  model: Uint8Array,
): void {
  const { featureMap, logits, probabilities, ranking, claim } = explanation;
  const { channels, width, height, values } = featureMap;
  const { classes, activation, readout } = description;
  assert.equal(values.length, channels * width * height, 'size of the feature map');
  assert.equal(logits.length, classes, 'logits');
  assertFinite(logits, 'logits');
  assertFinite(probabilities, 'probabilities');
  assert.ok(
    probabilities.every((p) => p >= 0 && p <= 1),
    'a probability lies outside 0…1',
  );
  const sum = probabilities.reduce((total, p) => total + p, 0);
  if (activation === 'softmax') assert.ok(Math.abs(sum - 1) < 1e-4, `probabilities add to ${sum}`);
  checkRanking(ranking, logits);
  const hash = createHash('sha256').update(model).digest('hex');
  assert.equal(explanation.modelHash, hash, 'hash of the model');
  const { photo, crop, resized } = explanation.geometry;
  for (const size of [photo, crop, resized]) {
    assert.ok(size.width >= 1 && size.height >= 1, `geometry: ${JSON.stringify(size)}`);
  }
  assert.ok(explanation.picture.bytes.length > 0, 'picture');
  const weights = explanation.classWeights ?? description.classWeights;
  assert.ok(weights, 'neither the model nor the picture has class weights');
  checkClassWeights(weights, classes);
  if (claim.standing !== 'exact') return;
  assert.ok(claim.text.startsWith('Exact'), claim.text);
  assertFinite(values, 'feature map');
  const off = worstDifference(featureMap, weights, readout, logits);
  const scale = logits.reduce((most, logit) => Math.max(most, Math.abs(logit)), 0);
  assert.ok(off <= EXACT * scale, `called exact, but off by ${off} of ${scale}: ${claim.text}`);
}

function checkRanking(ranking: Uint32Array, logits: Float32Array): void {
  assert.deepEqual(
    [...ranking].sort((a, b) => a - b),
    [...logits.keys()],
    'ranking',
  );
  for (let i = 1; i < ranking.length; i++) {
    const before = logits[ranking[i - 1] ?? 0] ?? 0;
    assert.ok(before >= (logits[ranking[i] ?? 0] ?? 0), 'ranking does not fall');
  }
}

/** Largest difference over all classes between the logit and what the class's map says, in float64. */
function worstDifference(
  { width, height, channels, values }: FeatureMap,
  { classes, positions, weights, bias }: ClassWeights,
  readout: Readout,
  logits: Float32Array,
): number {
  const cells = width * height;
  let worst = 0;
  for (let c = 0; c < classes; c++) {
    const map = new Float64Array(cells);
    for (let k = 0; k < channels; k++) {
      for (let i = 0; i < cells; i++) {
        const at = (c * channels + k) * positions + (positions > 1 ? i : 0);
        map[i] = (map[i] ?? 0) + (weights[at] ?? 0) * (values[k * cells + i] ?? 0);
      }
    }
    const said = readClassMap(map, bias[c] ?? 0, readout);
    worst = Math.max(worst, Math.abs(said - (logits[c] ?? 0)));
  }
  return worst;
}

function readClassMap(map: Float64Array, bias: number, readout: Readout): number {
  if (readout.kind === 'mean') return map.reduce((sum, m) => sum + m, 0) / map.length + bias;
  const { borderPositions } = readout;
  const sum = map.reduce((total, m) => total + Math.max(0, m + bias), 0);
  return (sum + borderPositions * Math.max(0, bias)) / (map.length + borderPositions);
}

function assertFinite(values: Float32Array, what: string): void {
  assert.ok(values.every(Number.isFinite), `${what}: not finite`);
}
