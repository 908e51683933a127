import assert from 'node:assert/strict';
import path from 'node:path';
import type { CamErrorCode } from '../../../src/cam/base/errors.ts';
import { Engine } from '../../../src/cam/engine.ts';
import {
  assertRefused,
  checkHead,
  configPath,
  goldenHeads,
  headsFolder,
  picture,
} from './checkHead.ts';
import { ExplainedModels } from './explained.ts';

describe('a gradient of 0', () => {
  const engine = new Engine();
  after(() => engine.dispose());
  const fidelityOf = async (name: string) => {
    const model = path.join(headsFolder, `${name}.dynamo.onnx`);
    return (await engine.explain(model, picture, { configPath })).claim;
  };

  it('of every class, behind dead units, is said', async () => {
    const { standing, text } = await fidelityOf('gap_mlp_dead_units');
    assert.equal(standing, 'approximate');
    assert.match(text, / the gradient of every class is 0 for this image: all maps are empty /);
  });

  it('of the top class and another one is said', async () => {
    const { text } = await fidelityOf('gap_mlp_dead_class');
    assert.match(text, / gradient of 2 of 5 classes is 0 .* including the top class’s /);
  });

  it('or nearly so, of saturated units, is said', async () => {
    const { text } = await fidelityOf('gap_mlp_saturated');
    assert.match(text, / the top class’s gradient is nearly 0 for this image /);
  });
});

describe('the same head in other files', () => {
  const models = new ExplainedModels(picture, configPath);
  const expected = goldenHeads.gap_linear;
  assert.ok(expected);
  after(() => models.dispose());

  it('channels last, from the input to the feature map', () =>
    checkHead(models, path.join(headsFolder, 'gap_channels_last.onnx'), expected, 1e-5));

  it('half precision', () =>
    checkHead(models, path.join(headsFolder, 'gap_half.onnx'), expected, 5e-3));

  it('weights in an external file', () =>
    checkHead(models, path.join(headsFolder, 'external', 'gap_external.onnx'), expected, 1e-5));
});

describe('models that cannot be used', () => {
  const refusals: [string, CamErrorCode][] = [
    ['unknown_operator', 'unsupportedOperator'],
    ['no_image', 'notAnImageModel'],
    ['two_inputs', 'severalInputs'],
    ['nan_weights', 'outputNotFinite'],
  ];
  for (const [name, code] of refusals) {
    it(`${name}: ${code}`, () => assertRefused(path.join(headsFolder, `${name}.onnx`), code));
  }
});
