import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CamErrorCode } from '../../../src/cam/base/errors.ts';
import { CamError } from '../../../src/cam/base/errors.ts';
import { Engine } from '../../../src/cam/engine.ts';
import { classMap, readLogit } from '../../../src/cam/maps/cam.ts';
import { classWeightsOf } from '../../../src/cam/maps/classWeightsOf.ts';
import type { MapKind } from '../../../src/cam/maps/featureMap.ts';
import type { Explanation, ModelDescription } from '../../../src/cam/results/explanation.ts';
import { assertClose } from '../assertClose.ts';
import type { ExplainedModels } from './explained.ts';

export const headsFolder = path.resolve('test/fixtures/models');
export const picture = path.join(headsFolder, 'picture.png');
export const configPath = path.join(headsFolder, 'tiny.cam.json');

/** Computed by PyTorch, see `make.py` beside the models. */
export interface Golden {
  kind: MapKind | CamErrorCode;
  exporters: string[];
  logits: number[];
  output: number[];
  top: number;
  map?: number[][];
  /** Class weights of the top class; for Grad-CAM the gradient by autograd. */
  weights?: number[];
  /** For Grad-CAM: the logits of a picture whose pooled values are all zero. */
  bias?: number[];
}

export const goldenHeads: Record<string, Golden> = JSON.parse(
  readFileSync(path.join(headsFolder, 'golden.json'), 'utf8'),
);

/** Compares a model's description and explanation with PyTorch's results. */
export async function checkHead(
  models: ExplainedModels,
  model: string,
  expected: Golden,
  tolerance: number,
): Promise<void> {
  if (expected.map === undefined) return assertRefused(model, expected.kind as CamErrorCode);
  const { description, found } = await models.of(model);
  const { readout } = description;
  assert.equal(description.mapKind, expected.kind);
  assertClose(found.logits, expected.logits, tolerance, 'logits');
  const isLogits = expected.output.every((value, c) => value === expected.logits[c]);
  if (!isLogits) assertClose(found.probabilities, expected.output, tolerance, 'probabilities');
  assert.equal(found.ranking[0], expected.top);
  const classWeights = classWeightsOf(description, found);
  const isGradient = expected.kind === 'gradCam';
  const map = classMap(found.featureMap, classWeights, expected.top);
  assertClose(map.values, expected.map.flat(), 5 * tolerance, 'map');
  const start = expected.top * classWeights.channels;
  if (expected.weights) {
    const weights = classWeights.weights.subarray(start, start + classWeights.channels);
    const allowed = isGradient ? 1e-4 * Math.max(...expected.weights.map(Math.abs)) : tolerance;
    assertClose(weights, expected.weights, allowed, 'weights');
  }
  if (expected.bias) assertClose(classWeights.bias, expected.bias, tolerance, 'bias');
  if (isGradient) {
    checkGradient(description, found);
  } else {
    for (const [c, logit] of expected.logits.entries()) {
      const each = classMap(found.featureMap, classWeights, c);
      const predicted = readLogit(each, classWeights.bias[c] ?? 0, readout);
      const scale = Math.max(...expected.logits.map(Math.abs));
      assert.ok(Math.abs(predicted - logit) <= tolerance * scale, `identity of class ${c}`);
    }
    assert.equal(found.claim.standing, 'exact');
    assert.match(found.claim.text, /^Exact .*\d×\d.* the map adds up to the logit.* \(error /);
    assert.match(
      description.summary,
      /^Exact .* channels? × \d×\d, .* \(checked on a probe, error /,
    );
  }
}

/** Grad-CAM states only the error of its first-order prediction. */
function checkGradient(description: ModelDescription, found: Explanation): void {
  assert.equal(description.classWeights, undefined);
  assert.equal(found.claim.standing, 'approximate');
  assert.match(found.claim.text, /^Grad-CAM .* gradient of the head.* misses the logits by up to /);
  assert.match(description.summary, /^Grad-CAM: .* non-linear head .* not exact$/);
  const classWeights = classWeightsOf(description, found);
  const largest = Math.max(...found.logits.map(Math.abs));
  const misses = Array.from(found.logits, (logit, c) => {
    const map = classMap(found.featureMap, classWeights, c);
    return Math.abs(readLogit(map, classWeights.bias[c] ?? 0, description.readout) - logit);
  });
  assertClose([found.relativeResidual], [Math.max(...misses) / largest], 1e-3, 'linearisation');
}

export async function assertRefused(model: string, code: CamErrorCode): Promise<void> {
  const engine = new Engine();
  await assert.rejects(engine.openModel(model, { configPath }), (error) => {
    assert.ok(CamError.is(error), `not a CamError: ${error}`);
    assert.equal(error.code, code);
    assert.ok(error.message.includes(model), error.message);
    assert.ok(error.nextAction.length > 0);
    return true;
  });
  await engine.openModel(path.join(headsFolder, 'gap_linear.dynamo.onnx'), { configPath });
  await engine.dispose();
}
