import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { Engine } from '../../../../src/cam/engine.ts';
import type { ScanProgress } from '../../../../src/cam/results/units.ts';
import { inClassFolder } from '../../../support/samples.ts';

describe('masks among the pictures of a folder', function () {
  this.timeout(60_000);
  const engine = new Engine();
  let root = '';

  beforeEach(async () => {
    root = mkdtempSync(path.join(os.tmpdir(), 'cam-masks-'));
    mkdirSync(path.join(root, 'pictures', 'masks'), { recursive: true });
    for (const name of ['beach-01', 'park-01']) {
      const picture = path.join(root, 'pictures', inClassFolder(`${name}.png`));
      mkdirSync(path.dirname(picture), { recursive: true });
      copyFileSync(path.resolve('samples/pictures', inClassFolder(`${name}.png`)), picture);
      const { width, height } = await sharp(picture).metadata();
      const mask = { width, height, channels: 3, background: 'white' } as const;
      await sharp({ create: mask })
        .toColourspace('b-w')
        .png()
        .toFile(path.join(root, 'pictures', 'masks', `${name}.png`));
    }
    copyFileSync(
      path.join(root, 'pictures', 'masks', 'park-01.png'),
      path.join(root, 'pictures', 'masks', 'gone.png'),
    );
  });

  afterEach(() => rmSync(root, { recursive: true }));

  after(() => engine.dispose());

  it('are not run by an evaluation, and said; also if they were run before', async () => {
    const model = path.resolve('samples/scenes-gap.onnx');
    const folder = path.join(root, 'pictures');
    const options = { cacheFolder: path.join(root, 'cache') };
    const before = await engine.scanFolder(model, folder, options, () => undefined);
    assert.equal(before.images, 5);
    let last: ScanProgress | undefined;
    const overview = await engine.evaluateFolder(model, folder, options, (step) => {
      last = step;
    });
    assert.equal(overview.pictures, 2);
    assert.equal(last?.found, 2);
    assert.equal(overview.labels?.labelled, 2);
    assert.deepEqual(
      overview.findings.map(({ kind, count }) => [kind, count]),
      [['missingPicture', 1]],
    );
    assert.equal(
      overview.annotations?.text,
      'Masks: masks (masks of class numbers) has annotations of 2 pictures; its 3 masks are not run as pictures.',
    );
  });
});
