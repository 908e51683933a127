import assert from 'node:assert/strict';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
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

  const model = path.resolve('samples/scenes-gap.onnx');
  const folder = () => path.join(root, 'pictures');
  const options = () => ({ cacheFolder: path.join(root, 'cache') });
  const scan = () => engine.scanFolder(model, folder(), options(), () => undefined);
  const evaluate = () => engine.evaluateFolder(model, folder(), options(), () => undefined);

  it('are not run by a scan for class units, which says how many there are', async () => {
    const before = await scan();
    assert.deepEqual([before.images, before.masks], [2, 3]);
    await evaluate();
    const after = await scan();
    assert.deepEqual([after.images, after.masks], [2, 3]);
  });

  it('are run if they have not the names of pictures: the folder may be one of a class', async () => {
    renameSync(path.join(folder(), 'beach'), path.join(root, 'beach'));
    renameSync(path.join(folder(), 'park'), path.join(root, 'park'));
    assert.equal((await scan()).images, 3);
  });

  it('of the objects and classes of Pascal VOC are not run; its boxes are used', async () => {
    const voc = folder();
    renameSync(path.join(voc, 'masks'), path.join(voc, 'SegmentationClass'));
    cpSync(path.join(voc, 'SegmentationClass'), path.join(voc, 'SegmentationObject'), {
      recursive: true,
    });
    mkdirSync(path.join(voc, 'Annotations'));
    writeFileSync(
      path.join(voc, 'Annotations', 'beach-01.xml'),
      '<annotation><size><width>224</width><height>224</height></size><object><name>beach</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>9</xmax><ymax>9</ymax></bndbox></object></annotation>',
    );
    const overview = await evaluate();
    assert.equal(overview.pictures, 2);
    assert.equal(overview.annotations?.kind, 'pascalVoc');
    assert.deepEqual(
      overview.findings.map(({ kind, count, text }) => [kind, count, text]),
      [['mask', 6, 'Masks in the folder that are not run as pictures: 6.']],
    );
    assert.equal((await scan()).images, 2);
  });

  it("of wsolevaluation's metadata are not run", async () => {
    renameSync(path.join(folder(), 'masks'), path.join(folder(), 'segments'));
    const lines = ['beach', 'park'].map(
      (scene) => `${scene}/${scene}-01.png,segments/${scene}-01.png,segments/gone.png\n`,
    );
    writeFileSync(path.join(folder(), 'localization.txt'), lines.join(''));
    assert.equal((await scan()).images, 2);
    const overview = await evaluate();
    assert.equal(overview.pictures, 2);
    assert.match(overview.annotations?.text ?? '', /its 3 masks are not run as pictures\.$/);
  });

  it('are not run by an evaluation, and said', async () => {
    let last: ScanProgress | undefined;
    const overview = await engine.evaluateFolder(model, folder(), options(), (step) => {
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
