import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { inRepository } from '../../../scripts/repository.ts';
import { Engine } from '../../../src/cam/engine.ts';
import type { TrainingReport } from '../../../src/cam/results/training.ts';
import type { TrainingOptions } from '../../../src/cam/train/trainFolder.ts';

const BACKBONE = inRepository('samples', 'scenes-gap.onnx');
const PICTURES = inRepository('samples', 'pictures');

const SIDE = 224;

/** Half of the sample's pictures with a grey control in the upper left corner, the others without; each cut in two ways. */
describe('what gives classes away', function () {
  this.timeout(60_000);
  const engine = new Engine();
  let root = '';
  let folder = '';

  before(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'cam-lens-given-away-'));
    folder = path.join(root, 'marked');
    const names = readdirSync(PICTURES, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.png'))
      .sort();
    const grey = { width: 16, height: 16, channels: 3, background: '#888' } as const;
    const control = await sharp({ create: grey }).png().toBuffer();
    for (const [i, name] of names.entries()) {
      const isMarked = i % 2 === 0;
      const to = path.join(folder, isMarked ? 'marked' : 'plain');
      await mkdir(to, { recursive: true });
      const whole = await sharp(path.join(PICTURES, name)).resize(SIDE, SIDE).png().toBuffer();
      const marks = isMarked ? [{ input: control, left: 8, top: 40 }] : [];
      await sharp(whole)
        .composite(marks)
        .toFile(path.join(to, `${i}.png`));
    }
  });
  after(async () => {
    await engine.dispose();
    rmSync(root, { recursive: true });
  });

  const train = (options: Partial<TrainingOptions>): Promise<TrainingReport> => {
    const given = { cacheFolder: path.join(root, 'cache'), replaces: true, strength: 1 };
    const all = { out: path.join(root, 'new.onnx'), ...given, ...options };
    return engine.train(BACKBONE, folder, all, () => undefined);
  };

  it('is found where it is, and is gone with the border that is proposed', async () => {
    const { givenAway, classes } = await train({});
    assert.equal(givenAway.length, 1);
    const [place] = givenAway;
    assert.ok(place);
    assert.equal(classes[place.classIndex]?.name, 'marked');
    assert.equal(place.pictures, 30);
    const { x, y, width, height } = place.region;
    // The control lies at 8…24 of 224 pixels from the left, 40…56 from the top.
    const places = [x, x + width, y, y + height].map((part) => part * SIDE);
    for (const [i, expected] of [8, 24, 40, 56].entries()) {
      assert.ok(Math.abs((places[i] ?? 0) - expected) <= 5, `${places}`);
    }
    const example = place.examples[0];
    assert.ok(example && Math.abs(example.box.x - 8) <= 5, JSON.stringify(example));
    assert.ok(place.border !== undefined && Math.abs(place.border - 24 / SIDE) < 0.04);

    const again = await train({ border: place.border });
    assert.deepEqual(again.givenAway, []);
    assert.equal(again.border, place.border);
    const picture = path.join(folder, 'marked', '0.png');
    const { geometry } = await engine.explain(again.file, picture, {});
    assert.ok(geometry.seen.x >= 24 && geometry.seen.y >= 23, JSON.stringify(geometry.seen));
    assert.ok(Math.abs(geometry.seen.width - (SIDE - 2 * geometry.seen.x)) < 3);
  });

  it('is nothing in the classes of the sample', async () => {
    const options = { out: path.join(root, 'plain.onnx'), cacheFolder: path.join(root, 'cache') };
    const report = await engine.train(BACKBONE, PICTURES, options, () => undefined);
    assert.deepEqual(report.givenAway, []);
  });
});
