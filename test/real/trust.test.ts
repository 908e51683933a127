import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { predictAll } from '../../src/cam/evaluate/trust/faithfulness.ts';
import { pictureModel } from '../../src/cam/evaluate/trust/modelPredict.ts';
import { blurred } from '../../src/cam/evaluate/trust/pictures/blur.ts';
import { mapOnInput } from '../../src/cam/evaluate/trust/pictures/mapOnInput.ts';
import { meanColour } from '../../src/cam/evaluate/trust/pictures/neutralColour.ts';
import type { RealPicture } from '../../src/cam/evaluate/trust/pictures/realPicture.ts';
import {
  areaUnder,
  byFallingValue,
  exchanged,
  ofColour,
  stepOf,
  underMap,
} from '../../src/cam/evaluate/trust/pictures/removal.ts';
import { roadPictures } from '../../src/cam/evaluate/trust/pictures/road.ts';
import { decodePixels } from '../../src/cam/image/decode.ts';
import { cropPhoto } from '../../src/cam/image/prepareInput.ts';
import type { ScalarMap } from '../../src/cam/maps/featureMap.ts';
import { ModelCache } from '../../src/cam/model/modelCache.ts';
import { OpenModel } from '../../src/cam/model/openModel.ts';
import { imageNet, realFolder, requireRealData } from './realData.ts';

interface GoldenPhoto {
  input: string;
  classIndex: number;
  deletion: { auc: number; curve: number[] };
  insertion: { auc: number; curve: number[] };
  averageDrop: number;
  averageGain: number;
  increase: boolean;
  probability: number;
  probabilityUnderMap: number;
  road: Record<string, { most: number; least: number }>;
}

const golden = path.resolve(realFolder, '..', 'golden', 'faithfulness', 'golden.json');

describe('deletion, insertion, average drop and ROAD of six photos equal independent ones', () => {
  const models = new ModelCache();
  let folder: string | undefined;
  let photos: Record<string, GoldenPhoto>;
  let maps: Record<string, ScalarMap>;
  let model: OpenModel;

  before(async function () {
    requireRealData(this);
    if (!existsSync(golden)) {
      console.log(`      skipped: no ${golden}`);
      this.skip();
    }
    folder = await mkdtemp(path.join(os.tmpdir(), 'cam-lens-trust-'));
    const configPath = path.join(folder, 'stretch.cam.json');
    await writeFile(configPath, JSON.stringify({ preprocessing: imageNet }));
    photos = JSON.parse(await readFile(golden, 'utf8')).photos;
    const name = 'mobilenet_v2_torch_from_tflite_fp32';
    maps = await referenceMaps(path.join(realFolder, 'reference', `${name}.json`));
    const file = path.join(realFolder, 'models', `${name}.onnx`);
    model = await OpenModel.read(models, file, { configPath });
  });

  after(async () => {
    await models.dispose();
    if (folder) await rm(folder, { recursive: true });
  });

  it('curves and areas to 1e-3, ROAD to 5e-3', async function () {
    this.timeout(300_000);
    const { input, preprocessing, predict } = await pictureModel(model, {});
    let [worstCurve, worstRoad, roadMs, roadPicturesMade] = [0, 0, 0, 0];
    for (const [name, photo] of Object.entries(photos)) {
      const pixels = await decodePixels(
        path.join(realFolder, 'inputs', photo.input),
        {},
        async () => undefined,
      );
      const cropped = cropPhoto(pixels, preprocessing, input);
      const { width, height } = cropped.geometry.crop;
      const picture: RealPicture = {
        width,
        height,
        channels: cropped.channels,
        pixels: Float64Array.from(cropped.pixels),
      };
      const { geometry } = cropped;
      const map = mapOnInput(
        maps[name] as ScalarMap,
        { geometry, interpolation: 'bilinear' },
        geometry,
      );
      const order = byFallingValue(map);
      const colour = ofColour(picture, meanColour(preprocessing, input).colour);
      const ofClass = async (pictures: Iterable<RealPicture>) =>
        (await predictAll(pictures, predict)).map((row) => row[photo.classIndex] as number);
      const [probability = 0, under = 0] = await ofClass([picture, underMap(picture, map)]);
      assert.ok(Math.abs(probability - photo.probability) < 1e-3, name);
      assert.ok(
        Math.abs(under - photo.probabilityUnderMap) < 1e-3,
        `${name} ${under} ${photo.probabilityUnderMap}`,
      );
      const step = stepOf(order.length);
      for (const [from, to, expected] of [
        [picture, colour, photo.deletion],
        [blurred(picture), picture, photo.insertion],
      ] as const) {
        const curve = await ofClass(exchanged(from, to, order, step));
        assert.equal(curve.length, expected.curve.length);
        for (const [i, value] of curve.entries()) {
          worstCurve = Math.max(worstCurve, Math.abs(value - (expected.curve[i] as number)));
        }
        assert.ok(Math.abs(areaUnder(curve) - expected.auc) < 1e-3, name);
      }
      const shares = Object.keys(photo.road).map(Number);
      const start = performance.now();
      const removed = [...roadPictures(picture, order, shares, undefined)];
      roadMs += performance.now() - start;
      roadPicturesMade += removed.length;
      const answers = await ofClass(removed.map((one) => one.picture));
      for (const [i, { removed: share, first }] of removed.entries()) {
        const expected = photo.road[share]?.[first] as number;
        worstRoad = Math.max(worstRoad, Math.abs((answers[i] as number) - expected));
      }
    }
    console.log(
      `      largest difference: curves ${worstCurve}, ROAD ${worstRoad}; ${roadMs / roadPicturesMade} ms for each ROAD picture`,
    );
    assert.ok(worstCurve < 1e-3, `curves ${worstCurve}`);
    assert.ok(worstRoad < 5e-3, `ROAD ${worstRoad}`);
  });
});

/** The reference map of each photo's first class. */
async function referenceMaps(file: string): Promise<Record<string, ScalarMap>> {
  const { photos } = JSON.parse(await readFile(file, 'utf8')) as {
    photos: Record<string, { cam_top1: number[][] }>;
  };
  return Object.fromEntries(
    Object.entries(photos).map(([name, { cam_top1: rows }]) => {
      const width = rows[0]?.length ?? 0;
      return [name, { width, height: rows.length, values: Float32Array.from(rows.flat()) }];
    }),
  );
}
