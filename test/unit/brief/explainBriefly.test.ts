import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { CamError } from '../../../src/cam/base/errors.ts';
import { Engine } from '../../../src/cam/engine.ts';
import expected from '../../fixtures/cli/expected.json' with { type: 'json' };
import { assertClose } from '../assertClose.ts';

const fixtures = path.resolve('test/fixtures/cli');

// Expected numbers from PIL, NumPy and onnxruntime for Python; made by test/fixtures/cli/make.py.
describe('an explanation in brief', () => {
  const engine = new Engine();
  let folder = '';
  let model = '';
  let image = '';

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-brief-'));
    for (const file of ['tiny.onnx', 'tiny.cam.json']) {
      copyFileSync(path.join(fixtures, file), path.join(folder, file));
    }
    model = path.join(folder, 'tiny.onnx');
    image = inFolder('pictures');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  after(() => engine.dispose());

  /** A copy of the picture in a folder of this name. */
  function inFolder(name: string): string {
    const own = path.join(folder, name, 'picture.png');
    mkdirSync(path.dirname(own));
    copyFileSync(path.join(fixtures, 'picture.png'), own);
    return own;
  }

  it('has the map of the first class and the scores of the first three', async () => {
    const { drawing, scores, imagePath } = await engine.explainBriefly(model, image);
    assert.equal(imagePath, image);
    assert.deepEqual(
      scores.map(({ classIndex }) => classIndex),
      expected.ranking.slice(0, 3),
    );
    for (const { classIndex, label, logit, probability } of scores) {
      assert.equal(label, expected.labels[classIndex]);
      assertClose([logit], [expected.logits[classIndex] ?? 0], 1e-5, 'logit');
      assertClose([probability], [expected.probabilities[classIndex] ?? 0], 1e-6, 'probability');
    }
    const map = (expected.maps[0] ?? []).flat();
    assertClose(drawing.map.values, map, 1e-5, 'map');
    assertClose([drawing.limit], [Math.max(...map)], 1e-5, 'limit');
    assert.equal(drawing.fidelity.standing, 'exact');
    assert.equal(drawing.place.standing, 'inPlace');
  });

  it('says which class the folder of the picture names', async () => {
    assert.equal((await engine.explainBriefly(model, image)).expected, undefined);
    for (const [name, classIndex] of [
      ['red room', 0],
      ['blue_garden', 2],
    ] as const) {
      const brief = await engine.explainBriefly(model, inFolder(name));
      assert.deepEqual(brief.expected, { classIndex, label: expected.labels[classIndex] });
    }
  });

  it('has a small picture of the proportions of the analysed one, orientation not applied', async () => {
    const turned = path.join(folder, 'turned.jpg');
    const { data } = await sharp({
      create: { width: 1200, height: 600, channels: 3, background: '#3060c0' },
    })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer({ resolveWithObject: true });
    writeFileSync(turned, data);
    const { thumbnail, drawing } = await engine.explainBriefly(model, turned);
    assert.deepEqual(drawing.geometry.photo, { width: 1200, height: 600 });
    const { format, width, height, orientation } = await sharp(thumbnail).metadata();
    assert.deepEqual({ format, width, height }, { format: 'jpeg', width: 256, height: 128 });
    assert.equal(orientation, undefined);
    const [red = 0, green = 0, blue = 0] = await sharp(thumbnail).raw().toBuffer();
    assertClose([red, green, blue], [0x30, 0x60, 0xc0], 4, 'colour');
  });

  it('is small: hundreds fit into memory', async () => {
    const { thumbnail, drawing } = await engine.explainBriefly(
      path.resolve('samples/scenes-gap.onnx'),
      image,
    );
    const bytes = thumbnail.byteLength + drawing.map.values.byteLength;
    assert.ok(bytes < 20_000, `${bytes} bytes`);
  });

  it('names the picture that cannot be read, and the model before the picture', async () => {
    const isAbout = (file: string) => (error: unknown) => {
      assert.ok(CamError.is(error));
      assert.equal(error.file, file);
      return true;
    };
    const missing = path.join(folder, 'missing.png');
    await assert.rejects(engine.explainBriefly(model, missing), isAbout(missing));
    const noModel = path.join(folder, 'no.onnx');
    await assert.rejects(engine.explainBriefly(noModel, missing), isAbout(noModel));
  });
});
