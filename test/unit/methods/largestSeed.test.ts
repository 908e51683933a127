import assert from 'node:assert/strict';
import { concreteInput } from '../../../src/cam/classifier/probe/pictureInput.ts';
import { analyseScores } from '../../../src/cam/classifier/scores.ts';
import { GradientSession } from '../../../src/cam/gradients/gradientSession.ts';
import { indexOfLargest } from '../../../src/cam/maps/scores.ts';
import { candidatesOf } from '../../../src/cam/methods/layer/findTarget.ts';
import { Graph } from '../../../src/cam/onnx/file/graph.ts';
import { readOnnxModel } from '../../../src/cam/onnx/readModel.ts';
import { goldenOf, modelPath, relativeDistance } from './golden.ts';
import { loadFixture } from './loaded.ts';

describe('A run of the class with the largest logit', () => {
  for (const name of [
    'gap_batch_2',
    'gap_sigmoid',
    'gap_int8',
    'vgg.torchscript',
    'vgg.dynamo',
    'vit.dynamo',
    'attention_pool.torchscript',
  ]) {
    it(`is that of this class, forward and backward: ${name}`, async () => {
      const { model, picture } = await loadFixture(name);
      try {
        const [[reading] = []] = candidatesOf(model.scores).slice(name.startsWith('vit') ? 1 : 0);
        assert.ok(reading);
        const run = await model.layerRun(picture, undefined, reading);
        const largest = indexOfLargest(run.logits);
        assert.equal(run.class, largest);
        const asked = await model.layerRun(picture, largest, reading);
        assert.deepEqual(run.logits, asked.logits);
        assert.deepEqual(run.value, asked.value);
        assert.ok(relativeDistance(run.gradient, asked.gradient) < 1e-6);
        assert.ok(run.gradient.some((value) => value !== 0));
        const other = await model.layerRun(picture, (largest + 1) % 5, reading);
        assert.ok(relativeDistance(other.gradient, asked.gradient) > 1e-3);
        const both = await model.layerRuns(picture, other.class, reading);
        assert.deepEqual(
          both.map((one) => one.class),
          [other.class, largest],
        );
        for (const [one, alone] of [
          [both[0], other],
          [both[1] ?? other, asked],
        ] as const) {
          assert.deepEqual(one.logits, alone.logits);
          assert.deepEqual(one.value, alone.value);
          assert.ok(relativeDistance(one.gradient, alone.gradient) < 1e-6);
        }
        assert.equal((await model.layerRuns(picture, largest, reading)).length, 1);
        assert.deepEqual((await model.layerRun(picture, undefined, reading)).class, largest);
      } finally {
        await model.release();
      }
    });
  }

  it('takes one run: the graph itself sets the seed', async () => {
    const { graph, logits, input } = await analyseScores(
      new Graph(await readOnnxModel(modelPath('vgg.dynamo'))),
      undefined,
    );
    const layer = goldenOf('vgg').layers['vgg.dynamo'] ?? '';
    for (const seeds of ['given', 'givenOrLargest', 'givenAndLargest'] as const) {
      const session = await GradientSession.create(
        ...([graph, logits.name, [layer], concreteInput(input), seeds] as const),
      );
      assert.equal(session.canSeedLargest, seeds !== 'given');
      await session.release();
    }
  });
});
