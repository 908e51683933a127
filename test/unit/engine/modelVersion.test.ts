import assert from 'node:assert/strict';
import path from 'node:path';
import { Engine } from '../../../src/cam/engine.ts';

const fixtures = path.resolve('test/fixtures/models');

describe('the version of a model', () => {
  it('is another one for another tensor: explanations of one never belong to the other', async () => {
    const model = path.join(fixtures, 'conv1x1_gap.dynamo.onnx');
    const picture = path.join(fixtures, 'picture.png');
    const engine = new Engine();
    try {
      const found = await engine.openModel(model);
      const chosen = await engine.openModel(model, { featureTensor: 'conv2d_2' });
      assert.notEqual(found.featureTensor, chosen.featureTensor);
      assert.notEqual(found.version, chosen.version);
      const explanation = await engine.explain(model, picture, { featureTensor: 'conv2d_2' });
      assert.equal(explanation.modelVersion, chosen.version);
      const again = await engine.explain(model, picture);
      assert.equal(again.modelVersion, found.version);
      assert.equal(again.featureMap.channels, found.classWeights?.channels);
    } finally {
      await engine.dispose();
    }
  });
});
