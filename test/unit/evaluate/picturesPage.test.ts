import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Engine } from '../../../src/cam/engine.ts';
import type { EvaluateOptions } from '../../../src/cam/evaluationEngine.ts';
import { classWeightsOf } from '../../../src/cam/maps/classWeightsOf.ts';
import type { EvaluatedPicture } from '../../../src/cam/results/evaluation/overview.ts';
import { assertClose } from '../assertClose.ts';
import { encodeSmallModel } from '../classifier/smallModel.ts';
import { makeMemoryFolder } from '../memoryFolder.ts';
import { HEADS, SIDECAR, smallModel, writePicture } from './support/smallHeads.ts';

const samples = path.resolve('samples');
const GAP = path.join(samples, 'scenes-gap.onnx');
const GMP = path.join(samples, 'scenes-gmp.onnx');

const ALL = { order: 'loss', isWrong: false, first: 0, count: 100 } as const;

describe('pictures of an evaluated folder', function () {
  this.timeout(120_000);
  const engine = new Engine();
  let root: string;
  let folder: string;
  let options: EvaluateOptions;

  beforeEach(() => {
    root = makeMemoryFolder('cam-lens-pictures-');
    folder = path.join(root, 'photos');
    mkdirSync(folder);
    options = { cacheFolder: path.join(root, 'cache') };
  });

  afterEach(() => rmSync(root, { recursive: true }));

  after(() => engine.dispose());

  function put(scene: string, number: number): void {
    const name = `${scene}-0${number}.png`;
    copyFileSync(path.join(samples, 'pictures', scene, name), path.join(folder, name));
  }

  const label = (...lines: string[]) =>
    writeFileSync(path.join(folder, 'labels.csv'), ['picture,class', ...lines, ''].join('\n'));

  const run = (model: string) => engine.evaluateFolder(model, folder, options, () => undefined);

  async function rows(model: string): Promise<Map<string, EvaluatedPicture>> {
    const page = await engine.evaluatedPictures(model, folder, ALL, options);
    return new Map(page.rows.map((row) => [row.path, row]));
  }

  for (const [name, model] of [
    ['mean', GAP],
    ['max', GMP],
  ] as const) {
    it(`shows (w_predicted − w_truth)·f of a wrong picture: ${name} pooling`, async () => {
      put('kitchen', 1);
      put('beach', 1);
      label('kitchen-01.png,bathroom', 'beach-01.png,beach');
      await run(model);
      const found = await rows(model);
      const description = await engine.openModel(model);
      for (const row of found.values()) {
        const explained = await engine.explain(model, path.join(folder, row.path));
        const { featureMap } = explained;
        const weights = classWeightsOf(description, explained);
        const cells = featureMap.width * featureMap.height;
        const { channels } = weights;
        const isRight = row.truth === row.predicted;
        assert.equal(isRight, row.path === 'beach-01.png');
        const expected = Float64Array.from({ length: cells }, (_, cell) => {
          let sum = 0;
          for (let k = 0; k < channels; k++) {
            const w = (c: number) => weights.weights[c * channels + k] as number;
            const difference = w(row.predicted) - (isRight ? 0 : w(row.truth));
            sum += difference * (featureMap.values[k * cells + cell] as number);
          }
          return sum;
        });
        // These heads have no bias, so the mean of the map is the difference of the logits.
        const [said, right] = [row.predicted, row.truth].map((c) => explained.logits[c] ?? 0);
        const values = row.map?.values ?? new Float32Array();
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        assert.ok(Math.abs(mean - ((said ?? 0) - (isRight ? 0 : (right ?? 0)))) < 1e-3, `${mean}`);
        if (name === 'mean') assertClose(row.map?.values ?? [], expected, 1e-4, row.path);
        assert.equal(row.interpolation, name === 'mean' ? 'bilinear' : 'cells');
        assert.ok(Math.abs(row.confidence - (explained.probabilities[row.predicted] ?? 0)) < 1e-5);
      }
    });
  }

  it('has maps by gradient of a model without a class activation map', async () => {
    const fixtures = path.resolve('test/fixtures');
    for (const name of ['32-0.png', '32-1.png']) {
      copyFileSync(path.join(fixtures, 'units', 'gradients', name), path.join(folder, name));
    }
    const model = path.join(fixtures, 'methods', 'vgg.dynamo.onnx');
    label('32-0.png,a', '32-1.png,e');
    const overview = await run(model);
    assert.equal(overview.classification?.labelled, 2);
    for (const row of (await rows(model)).values()) {
      const picture = path.join(folder, row.path);
      const [predicted, truth] = await Promise.all(
        [row.predicted, row.truth].map((classIndex) => gradCam(model, picture, classIndex)),
      );
      const expected =
        row.predicted === row.truth
          ? predicted
          : predicted?.map((value, i) => value - (truth?.[i] as number));
      assertClose(row.map?.values ?? [], expected ?? [], 1e-4, row.path);
    }
  });

  async function gradCam(model: string, picture: string, classIndex: number) {
    const query = { method: 'grad-cam', classes: [classIndex] } as const;
    const { maps } = await engine.explainByMethod(model, picture, query);
    return maps[0]?.map.values;
  }

  describe('gives the probabilities and losses of the model', () => {
    for (const [name, head] of Object.entries(HEADS)) {
      it(name, async () => {
        const model = path.join(root, 'small.onnx');
        writeFileSync(model, encodeSmallModel(smallModel(head)));
        writeFileSync(path.join(root, 'small.cam.json'), JSON.stringify(SIDECAR));
        for (const file of ['a.png', 'b.png']) await writePicture(path.join(folder, file));
        writeFileSync(path.join(folder, 'labels.csv'), 'picture,class\na.png,0\nb.png,2\n');
        const overview = await run(model);
        assert.equal(overview.classification?.labelled, 2, JSON.stringify(overview.findings));
        for (const row of (await rows(model)).values()) {
          const { probabilities } = await engine.explain(model, path.join(folder, row.path));
          const [confidence = 0, truth = 0] = [row.predicted, row.truth].map(
            (c) => probabilities[c],
          );
          assert.equal(row.predicted, probabilities.indexOf(Math.max(...probabilities)));
          assert.ok(Math.abs(row.confidence - confidence) < 1e-5, `${row.confidence}`);
          assert.ok(Math.abs(row.truthProbability - truth) < 1e-5, `${row.truthProbability}`);
          assert.ok(Math.abs(row.loss + Math.log(truth)) < 1e-4, `${row.loss}`);
          assert.ok(row.map);
        }
      });
    }
  });
});
