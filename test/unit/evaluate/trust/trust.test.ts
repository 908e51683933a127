import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Evaluation } from '../../../../src/cam/evaluate/evaluation.ts';
import type { MapSource } from '../../../../src/cam/evaluate/mapSource.ts';
import { methodSource } from '../../../../src/cam/evaluate/runs/methodSource.ts';
import type { TrustProgress } from '../../../../src/cam/evaluate/trust/trust.ts';
import { trust } from '../../../../src/cam/evaluate/trust/trust.ts';
import { ModelCache } from '../../../../src/cam/model/modelCache.ts';
import { OpenModel } from '../../../../src/cam/model/openModel.ts';
import type { Baseline } from '../../../../src/cam/results/evaluation/localization.ts';
import { smallEvaluation } from '../support/smallEvaluation.ts';

const FOLDER = path.resolve('samples', 'pictures');
const CLASSES = ['beach', 'kitchen'];

describe('trust in maps of the sample', function () {
  this.timeout(120_000);
  const models = new ModelCache();
  let model: OpenModel;
  let evaluation: Evaluation;

  before(async () => {
    model = await OpenModel.read(models, path.resolve('samples', 'scenes-gap.onnx'));
    const { labels } = await model.description();
    const pictures = CLASSES.flatMap((name) =>
      readdirSync(path.join(FOLDER, name))
        .slice(0, 1)
        .map((file) => ({ path: `${name}/${file}`, truth: labels.value.indexOf(name) })),
    );
    const small = smallEvaluation([
      ...pictures.map(({ path: file, truth }) => ({
        ...{ path: file, truth, top: [truth], boxes: undefined },
        photo: { width: 160, height: 160 },
      })),
      {
        ...{ path: 'gone.png', truth: 0, top: [0], boxes: undefined },
        photo: { width: 160, height: 160 },
      },
    ]);
    evaluation = { ...small, index: { ...small.index, folder: FOLDER } };
  });

  after(() => models.dispose());

  const method = (name: string, crops: 1 | 10 = 1) =>
    methodSource(model, evaluation, { kind: 'method', method: name, crops }, {});

  it('scores each row, the picture that is gone apart, the same again with the same seed', async () => {
    const rows = [await method('grad-cam'), constant('random'), constant('wholePicture')];
    const progress: TrustProgress[] = [];
    const query = { rows: [], seed: 5, sample: 10 };
    const report = await trust(model, evaluation, rows, query, (at) => progress.push({ ...at }));
    assert.equal(report.pictures, 2);
    assert.deepEqual(
      report.rows.map(({ name }) => name),
      ['Grad-CAM', 'random'],
    );
    for (const { deletion, insertion, roadCurves } of report.rows) {
      assert.ok(deletion.low <= deletion.value && deletion.value <= deletion.high);
      assert.ok(insertion.value > 0 && insertion.value <= 1);
      assert.deepEqual(roadCurves.removed, [10, 20, 30, 40, 50, 60, 70, 80, 90]);
    }
    const kinds = report.findings.map(({ kind, examples }) => [kind, ...examples]);
    assert.deepEqual(kinds, [['unreadable', 'gone.png'], ['noMap']]);
    assert.deepEqual(
      report.randomisation.map(({ kind }) => kind),
      ['headRandomised', 'allRandomised', 'otherPicture', 'otherClass'],
    );
    assert.ok(progress.every(({ done, all }) => done <= all));
    assert.deepEqual(progress.at(-1), { done: 2 * 6, all: 2 * 6 });
    const again = await trust(model, evaluation, [constant('random')], query, () => undefined);
    assert.deepEqual(again.rows, report.rows.slice(1));
    assert.deepEqual(again.randomisation, report.randomisation);
  });

  it('ends when the progress says so', async () => {
    const stop = new Error('stopped');
    const work = trust(
      model,
      evaluation,
      [constant('random')],
      { rows: [], seed: 1, sample: 2 },
      () => {
        throw stop;
      },
    );
    await assert.rejects(work, stop);
  });

  it('a row without maps has no line and is named', async () => {
    const empty: MapSource = { ...constant('random'), read: async () => undefined };
    const query = { rows: [], seed: 1, sample: 3 };
    const report = await trust(model, evaluation, [empty], query, () => undefined);
    assert.deepEqual(report.rows, []);
    assert.deepEqual(
      report.findings.map(({ kind, count }) => [kind, count]),
      [
        ['unreadable', 1],
        ['noMap', 2],
      ],
    );
  });

  it('maps of a method are those of the right class and of the first ones', async () => {
    const source = await method('saliency');
    const maps = await source.read(0);
    const truth = evaluation.predictions.truth[0] as number;
    assert.ok(maps?.mapOf(truth)?.values.some((value) => value > 0));
    assert.deepEqual(maps?.top, [truth]);
    assert.equal(await source.read(2), undefined);
    assert.deepEqual(
      source.findings?.().map(({ kind, examples }) => [kind, ...examples]),
      [['unreadable', 'gone.png']],
    );
    await assert.rejects(method('no-such-method'), { code: 'noGradientRule' });
  });

  it('ten crops: the magnitudes are at least the signed sum, and the first class stays', async () => {
    const [magnitudes, signed] = [await method('cam', 10), await method('cam-signed', 10)];
    const truth = evaluation.predictions.truth[0] as number;
    const [large, small] = [await magnitudes.read(0), await signed.read(0)];
    assert.equal(large?.top[0], truth);
    const [a, b] = [large?.mapOf(truth)?.values, small?.mapOf(truth)?.values];
    assert.ok(a && b && a.length === b.length);
    assert.ok(a.every((value, i) => value >= Math.abs(b[i] as number) - 1e-4));
  });
});

/** A baseline of which every picture has the same map. */
function constant(baseline: Baseline): MapSource {
  const map = { width: 2, height: 2, values: Float32Array.of(4, 1, 3, 2) };
  const photo = { width: 160, height: 160 };
  const whole = { x: 0, y: 0, ...photo };
  const geometry = { photo, resized: photo, crop: whole, seen: whole };
  return {
    source: { kind: 'baseline', baseline },
    name: baseline,
    read: async () => ({ top: [], mapOf: () => map, geometry, interpolation: 'bilinear' }),
  };
}
