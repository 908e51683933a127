import assert from 'node:assert/strict';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CamError } from '../../../../src/cam/base/errors.ts';
import { Engine } from '../../../../src/cam/engine.ts';
import { ablatedLogits } from '../../../../src/cam/maps/ablation.ts';
import { rankChannelsByContribution } from '../../../../src/cam/maps/channels.ts';
import { classWeightsOf } from '../../../../src/cam/maps/classWeightsOf.ts';

const MODEL = path.resolve('samples/scenes-gap.onnx');
const PICTURES = path.resolve('samples/pictures');

describe('Class units through the engine', function () {
  this.timeout(60_000);
  const engine = new Engine();
  const ranking = 'contribution' as const;
  let root: string;
  let options: { cacheFolder: string };

  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'cam-lens-views-'));
    options = { cacheFolder: path.join(root, 'cache') };
  });

  afterEach(() => rmSync(root, { recursive: true }));

  after(() => engine.dispose());

  it('equal those of Show CAM if the folder holds one picture', async () => {
    const folder = path.join(root, 'one');
    const name = 'beach-03.png';
    mkdirSync(folder);
    copyFileSync(path.join(PICTURES, 'beach', name), path.join(folder, name));
    await engine.scanFolder(MODEL, folder, options, () => undefined);
    const file = path.join(folder, name);
    const [model, shown] = [await engine.openModel(MODEL), await engine.explain(MODEL, file)];
    const weights = classWeightsOf(model, shown);
    const classIndex = shown.ranking[0] ?? -1;

    const query = { classIndex, ranking, count: 5, patches: 1 };
    const { speaksFor } = await engine.classUnits(MODEL, folder, query, options);
    assert.deepEqual(
      speaksFor.map(({ unit }) => unit.channel),
      rankChannelsByContribution(shown.featureMap, weights, classIndex, 5).map(
        ({ channel }) => channel,
      ),
    );
    assert.deepEqual(speaksFor[0]?.patches[0]?.geometry, shown.geometry);
    assert.equal(speaksFor[0]?.patches[0]?.path, file);

    const channels = speaksFor.map(({ unit }) => unit.pooledChannel);
    const ablated = await engine.ablateUnits(MODEL, folder, channels, options);
    const expected = ablatedLogits(shown.featureMap, weights, shown.logits, channels);
    for (const { classIndex, change } of [...ablated.gains, ...ablated.losses]) {
      const own = (expected[classIndex] ?? 0) - (shown.logits[classIndex] ?? 0);
      assert.ok(Math.abs(change - own) < 1e-4, `class ${classIndex}: ${change}, not ${own}`);
    }
    const after = expected.indexOf(Math.max(...expected));
    assert.equal(ablated.countOfFlips, after === classIndex ? 0 : 1);
  });

  it('follow the folder when it is scanned again', async () => {
    const folder = path.join(root, 'pictures');
    cpSync(PICTURES, folder, { recursive: true });
    await engine.scanFolder(MODEL, folder, options, () => undefined);
    const query = { pooledChannel: 0, images: 1 };
    const before = await engine.unitReport(MODEL, folder, query, options);
    const [strongest] = before.strongest;
    assert.ok(strongest);
    assert.deepEqual(await engine.unitReport(MODEL, folder, query, options), before);
    rmSync(strongest.path);
    await engine.scanFolder(MODEL, folder, options, () => undefined);
    const after = await engine.unitReport(MODEL, folder, query, options);
    assert.equal(after.correlatedOver, before.correlatedOver - 1);
    assert.notEqual(after.strongest[0]?.path, strongest.path);
  });

  it('say so if the folder was never scanned, or its index is gone', async () => {
    const query = { classIndex: 0, ranking, count: 1, patches: 1 };
    const isMissing = (error: unknown) => CamError.is(error) && error.code === 'fileNotFound';
    await assert.rejects(engine.classUnits(MODEL, PICTURES, query, options), isMissing);
    await engine.scanFolder(MODEL, PICTURES, options, () => undefined);
    await engine.classUnits(MODEL, PICTURES, query, options);
    rmSync(options.cacheFolder, { recursive: true });
    await assert.rejects(engine.classUnits(MODEL, PICTURES, query, options), isMissing);
  });
});
