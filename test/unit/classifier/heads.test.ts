import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Engine } from '../../../src/cam/engine.ts';
import type { CamErrorCode } from '../../../src/cam/errors.ts';
import { CamError } from '../../../src/cam/errors.ts';
import type { Explanation, ModelDescription } from '../../../src/cam/explanation.ts';
import { classMap, readLogit } from '../../../src/cam/maps/cam.ts';
import { classWeightsOf } from '../../../src/cam/maps/classWeightsOf.ts';
import type { MapKind } from '../../../src/cam/maps/featureMap.ts';
import { assertClose } from '../assertClose.ts';

const folder = path.resolve('test/fixtures/models');
const picture = path.join(folder, 'picture.png');
const configPath = path.join(folder, 'tiny.cam.json');

/** Computed by PyTorch, see `make.py` beside the models. */
interface Golden {
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

const golden: Record<string, Golden> = JSON.parse(
  readFileSync(path.join(folder, 'golden.json'), 'utf8'),
);

describe('every kind of head, from both PyTorch exporters', function () {
  this.timeout(10_000);
  for (const [name, expected] of Object.entries(golden)) {
    for (const exporter of expected.exporters) {
      it(`${name} (${exporter}): ${expected.kind}`, () =>
        check(path.join(folder, `${name}.${exporter}.onnx`), expected, 1e-5));
    }
  }
});

describe('a gradient of 0', () => {
  const engine = new Engine();
  after(() => engine.dispose());
  const claimOf = async (name: string) => {
    const model = path.join(folder, `${name}.dynamo.onnx`);
    return (await engine.explain(model, picture, { configPath })).claim;
  };

  it('of every class, behind dead units, is said', async () => {
    const { standing, text } = await claimOf('gap_mlp_dead_units');
    assert.equal(standing, 'approximate');
    assert.match(text, / the gradient of every class is 0 at this picture: all maps are empty /);
  });

  it('of the top class and another one is said', async () => {
    const { text } = await claimOf('gap_mlp_dead_class');
    assert.match(text, / gradient of 2 of 5 classes is 0 .* that of the top class is one of them /);
  });

  it('or nearly so, of saturated units, is said', async () => {
    const { text } = await claimOf('gap_mlp_saturated');
    assert.match(text, / the gradient of the top class is nearly 0 at this picture /);
  });
});

describe('the same head in other files', () => {
  const expected = golden.gap_linear;
  assert.ok(expected);

  it('channels last, from the input to the feature map', () =>
    check(path.join(folder, 'gap_channels_last.onnx'), expected, 1e-5));

  it('half precision', () => check(path.join(folder, 'gap_half.onnx'), expected, 5e-3));

  it('weights in an external file', () =>
    check(path.join(folder, 'external', 'gap_external.onnx'), expected, 1e-5));
});

describe('models that cannot be used', () => {
  const refusals: [string, CamErrorCode][] = [
    ['unknown_operator', 'unsupportedOperator'],
    ['no_image', 'notAnImageModel'],
    ['two_inputs', 'severalInputs'],
    ['nan_weights', 'outputNotFinite'],
  ];
  for (const [name, code] of refusals) {
    it(`${name}: ${code}`, () => assertRefused(path.join(folder, `${name}.onnx`), code));
  }
});

async function check(model: string, expected: Golden, tolerance: number): Promise<void> {
  if (expected.map === undefined) return assertRefused(model, expected.kind as CamErrorCode);
  const engine = new Engine();
  try {
    const description = await engine.openModel(model, { configPath });
    const { readout } = description;
    assert.equal(description.mapKind, expected.kind);
    const found = await engine.explain(model, picture, { configPath });
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
      assert.match(found.claim.text, /^Exact .*\d×\d.* = logit, off by /);
      assert.match(description.summary, /^Exact .* channels? × \d×\d, .* \(checked on a probe: /);
    }
  } finally {
    await engine.dispose();
  }
}

/** Grad-CAM claims only how far its first-order prediction is off. */
function checkGradient(description: ModelDescription, found: Explanation): void {
  assert.equal(description.classWeights, undefined);
  assert.equal(found.claim.standing, 'approximate');
  assert.match(found.claim.text, /^Grad-CAM .* gradient of the head.* misses the logits by up to /);
  assert.match(description.summary, /^Grad-CAM: .* then a non-linear head .* not exact$/);
  const classWeights = classWeightsOf(description, found);
  const largest = Math.max(...found.logits.map(Math.abs));
  const misses = Array.from(found.logits, (logit, c) => {
    const map = classMap(found.featureMap, classWeights, c);
    return Math.abs(readLogit(map, classWeights.bias[c] ?? 0, description.readout) - logit);
  });
  assertClose([found.relativeResidual], [Math.max(...misses) / largest], 1e-3, 'linearisation');
}

async function assertRefused(model: string, code: CamErrorCode): Promise<void> {
  const engine = new Engine();
  await assert.rejects(engine.openModel(model, { configPath }), (error) => {
    assert.ok(CamError.is(error), `not a CamError: ${error}`);
    assert.equal(error.code, code);
    assert.ok(error.message.includes(model), error.message);
    assert.ok(error.nextAction.length > 0);
    return true;
  });
  await engine.openModel(path.join(folder, 'gap_linear.dynamo.onnx'), { configPath });
  await engine.dispose();
}
