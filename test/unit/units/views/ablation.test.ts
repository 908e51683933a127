import assert from 'node:assert/strict';
import path from 'node:path';
import { CamError } from '../../../../src/cam/base/errors.ts';
import type { IndexedModel } from '../../../../src/cam/folder/folderIndex.ts';
import { ablate } from '../../../../src/cam/units/views/ablation.ts';
import { assertClose } from '../../assertClose.ts';
import type { GoldenFolder } from './goldenIndex.ts';
import { goldenFolders, indexOf, labels, meansFolder } from './goldenIndex.ts';

const MODEL = '/models/model.onnx';

describe('Channels switched off', () => {
  for (const folder of goldenFolders) {
    it(`change predictions as in NumPy, for ${folder.poolings.join(' and ')}`, async () => {
      const index = indexOf(folder);
      for (const golden of folder.ablation) {
        const found = await ablate(index, golden.pooledChannels, labels, MODEL);
        const what = `without ${golden.pooledChannels}`;
        assert.deepEqual(found.pooledChannels, golden.pooledChannels);
        assert.equal(found.images, 60);
        assert.equal(found.countOfFlips, golden.flips.length);
        assert.deepEqual(
          found.flips.map(({ path, before, after }) => [path, before, after]),
          golden.flips.map(([file, ...classes]) => [
            path.join('/pictures', String(file)),
            ...classes,
          ]),
          what,
        );
        const gained = golden.change.flatMap((change, c) => (change > 0 ? [c] : []));
        const byGain = gained.sort((a, b) => (golden.change[b] ?? 0) - (golden.change[a] ?? 0));
        assert.deepEqual(
          found.gains.map(({ classIndex }) => classIndex),
          byGain,
          what,
        );
        assert.equal(found.gains.length + found.losses.length, 5);
        for (const { classIndex, change } of [...found.gains, ...found.losses]) {
          assertClose([change], [golden.change[classIndex] ?? Number.NaN], 2e-6, what);
        }
        const { before = 0, after = 0, images = 0 } = found.accuracy ?? {};
        assertClose([before, after, images], golden.accuracy, 1e-12, `${what}: accuracy`);
        for (const flip of found.flips) {
          const row = folder.paths.findIndex((file) => flip.path.endsWith(path.normalize(file)));
          assert.equal(flip.label, folder.labels[row] ?? undefined);
        }
      }
    });
  }

  it('change nothing if there are none', async () => {
    const found = await ablate(indexOf(meansFolder), [], labels, MODEL);
    assert.deepEqual([found.countOfFlips, found.flips, found.gains, found.losses], [0, [], [], []]);
    assert.equal(found.accuracy?.before, found.accuracy?.after);
  });

  it('count once', async () => {
    const index = indexOf(meansFolder);
    assert.deepEqual(
      await ablate(index, [4, 4], labels, MODEL),
      await ablate(index, [4], labels, MODEL),
    );
  });

  it('have no accuracy if folders name no classes', async () => {
    const found = await ablate(indexOf(meansFolder), [4], ['a', 'b', 'c', 'd', 'e'], MODEL);
    assert.equal(found.accuracy, undefined);
    assert.equal(found.countOfFlips, meansFolder.ablation[0]?.flips.length);
  });

  it('list at most 200 flips, the most certain first', async () => {
    const gaps = Array.from({ length: 3000 }, (_, i) => (i * 7919) % 3000);
    const index = indexOf({
      ...oneChannel(gaps.length),
      logits: gaps.map((gap) => [gap + 1, 0]),
      means: gaps.map(() => [1]),
      weights: [4000, 0],
    });
    const found = await ablate(index, [0], ['a', 'b'], MODEL);
    assert.equal(found.countOfFlips, 3000);
    const surest = [...gaps.keys()].sort((a, b) => (gaps[b] ?? 0) - (gaps[a] ?? 0)).slice(0, 200);
    assert.deepEqual(
      found.flips.map((flip) => path.basename(flip.path)),
      surest.map((row) => `${row}.png`),
    );
  });

  it('are read by rows if there are too many for columns in memory', async () => {
    const channels = 100;
    const rows = Array.from({ length: 40 }, (_, i) => i);
    const value = (i: number, k: number) => Math.fround(Math.sin(i * 13 + k * 7));
    const means = rows.map((i) => Array.from({ length: channels }, (_, k) => value(i, k)));
    const weights = Array.from({ length: 2 * channels }, (_, i) => Math.fround(Math.cos(i)));
    const logits = means.map((row) =>
      [0, 1].map((c) => row.reduce((sum, v, k) => sum + v * (weights[c * channels + k] ?? 0), 0)),
    );
    const index = indexOf({ ...oneChannel(rows.length), channels, means, weights, logits });
    const all = await ablate(
      index,
      Array.from({ length: channels }, (_, k) => k),
      ['a', 'b'],
      MODEL,
    );
    const change = (c: number) => -logits.reduce((sum, row) => sum + (row[c] ?? 0), 0) / 40;
    for (const { classIndex, change: found } of [...all.gains, ...all.losses]) {
      assertClose([found], [change(classIndex)], 1e-5, `class ${classIndex}`);
    }
  });

  it('are refused if the logits are not linear in the pooled values, with the reason', async () => {
    const { classWeights } = indexOf(meansFolder).model;
    assert.ok(classWeights);
    const cases: [Partial<IndexedModel>, RegExp][] = [
      [{ mapKind: 'gradCam', classWeights: undefined }, /head is not linear/],
      [
        { mapKind: 'positionWeights', classWeights: { ...classWeights, positions: 2 } },
        /every position/,
      ],
      [{ mapKind: 'classMap', readout: { kind: 'meanOfRelu', borderPositions: 0 } }, /ReLU/],
    ];
    for (const [model, why] of cases) {
      await assert.rejects(ablate(indexOf(meansFolder, model), [0], labels, MODEL), (error) => {
        assert.ok(CamError.is(error));
        assert.equal(error.code, 'headNotLinear');
        assert.match(error.message, why);
        assert.ok(error.message.includes(MODEL));
        assert.match(error.nextAction, /Show CAM/);
        return true;
      });
    }
    await ablate(indexOf(meansFolder, { mapKind: 'classMapOnly' }), [0], labels, MODEL);
  });

  it('must be channels of the map', async () => {
    await assert.rejects(ablate(indexOf(meansFolder), [3, 12], labels, MODEL), RangeError);
  });
});

/** A folder of unlabelled images under a model with one channel and two classes. */
function oneChannel(images: number): GoldenFolder {
  const rows = Array.from({ length: images }, (_, i) => i);
  return {
    ...meansFolder,
    channels: 1,
    classes: 2,
    bias: [0, 0],
    paths: rows.map((row) => `${row}.png`),
  };
}
