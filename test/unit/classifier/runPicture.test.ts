import assert from 'node:assert/strict';
import path from 'node:path';
import { analyseModel } from '../../../src/cam/classifier/analysis.ts';
import type { Classifier } from '../../../src/cam/classifier/classifier.ts';
import { loadClassifier } from '../../../src/cam/classifier/classifier.ts';
import { createRandom, randomValues } from '../../../src/cam/classifier/probe/probes.ts';
import { runPicture, runPictures } from '../../../src/cam/classifier/runPicture.ts';
import { Graph } from '../../../src/cam/onnx/file/graph.ts';
import { readOnnxModel } from '../../../src/cam/onnx/readModel.ts';
import { assertClose } from '../assertClose.ts';

const variants = path.resolve('test/fixtures/variants');

describe('pictures that are run together', () => {
  async function load(name: string): Promise<Classifier> {
    const model = await readOnnxModel(path.join(variants, `${name}.onnx`));
    return loadClassifier(await analyseModel(new Graph(model)));
  }

  for (const name of ['batch_1', 'batch_4', 'free_size', 'tokens', 'tf2onnx']) {
    it(`give what each gives alone: ${name}`, async () => {
      const classifier = await load(name);
      const { input, layout } = classifier;
      const { width = 24, height = 24, channels, batch } = input;
      const pictures = [1, 2, 3].slice(0, batch ?? 3).map((seed) => ({
        width,
        height,
        values: randomValues(createRandom(seed), channels * width * height, 0, 1),
      }));
      const together = await runPictures(classifier, pictures);
      assert.equal(together.length, pictures.length);
      for (const [i, picture] of pictures.entries()) {
        const alone = await runPicture(classifier, picture);
        const found = together[i];
        assert.equal(alone.logits.length, classifier.classes);
        assert.equal(alone.feature.channels, layout.channels);
        assertClose(found?.logits ?? [], alone.logits, 1e-4, 'logits');
        assertClose(found?.feature.values ?? [], alone.feature.values, 1e-4, 'map');
      }
      const [first, second] = together;
      if (second) assert.notDeepEqual(first?.logits, second.logits);
      await classifier.release();
    });
  }

  it('are none without a picture', async () => {
    const classifier = await load('batch_1');
    assert.deepEqual(await runPictures(classifier, []), []);
    await classifier.release();
  });
});
