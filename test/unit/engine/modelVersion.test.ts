import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
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

  it('of the file alone: changes with it and its weights, not with labels beside it', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-version-'));
    const engine = new Engine();
    try {
      const files = path.resolve('test/fixtures/files');
      for (const name of ['external_good.onnx', 'linear.data']) {
        copyFileSync(path.join(files, name), path.join(folder, name));
      }
      const model = path.join(folder, 'external_good.onnx');
      const before = await engine.openModel(model);
      writeFileSync(path.join(folder, 'labels.txt'), labelsOf(before.classes));
      const labelled = await engine.openModel(model);
      assert.notEqual(labelled.version, before.version);
      assert.equal(labelled.fileVersion, before.fileVersion);
      // An exporter with external weights may write exactly the same model file.
      const weights = path.join(folder, 'linear.data');
      writeFileSync(weights, readFileSync(weights));
      utimesSync(weights, 1e9, 1e9);
      assert.notEqual((await engine.openModel(model)).fileVersion, before.fileVersion);
    } finally {
      await engine.dispose();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

function labelsOf(count: number): string {
  return Array.from({ length: count }, (_, i) => `label ${i}`).join('\n');
}
