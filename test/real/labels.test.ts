import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { IMAGENET_NAMES } from '../../src/cam/config/labels/imagenetNames.ts';
import { readFolderAnnotations } from '../../src/cam/folder/annotations/folderAnnotations.ts';
import { categoryClasses } from '../../src/cam/folder/labels/annotationLabels.ts';
import { readPictureLabels } from '../../src/cam/folder/labels/pictureLabels.ts';
import { realFolder, requireRealData } from './realData.ts';

interface Photo {
  file: string;
  label: number;
  boxes_227: [number, number, number, number][];
}

describe('60 ILSVRC photos with a list of labels and boxes', () => {
  before(function () {
    requireRealData(this);
  });

  for (const labels of [IMAGENET_NAMES, ['background', ...IMAGENET_NAMES]]) {
    it(`${labels.length} classes: each photo has its class, and the boxes of its own size`, async () => {
      const folder = path.join(realFolder, 'photos', 'ilsvrc_val_60');
      const photos: Photo[] = JSON.parse(await readFile(path.join(folder, 'boxes.json'), 'utf8'));
      const names = (await readdir(folder)).filter((name) => /\.jpeg$/i.test(name));
      const images = names.map((name) => ({ path: name }));
      const annotations = await readFolderAnnotations(folder, undefined, images);
      assert.ok(annotations);
      const found = await readPictureLabels(folder, images, labels, undefined, annotations);
      assert.deepEqual(found.findings, []);
      const { classOf } = categoryClasses(annotations, labels);
      const first = labels.length - IMAGENET_NAMES.length;
      for (const { file, label, boxes_227: boxes } of photos) {
        assert.deepEqual(found.classes[names.indexOf(file)], [label + first]);
        const as = { width: 227, height: 227, orientation: 1 };
        const isClass = (name: string) => classOf(name) === label + first;
        const objects = await annotations.objectsOf(file, as, isClass);
        assert.deepEqual(
          objects?.boxes.map(({ x, y, width, height }) =>
            [x, y, x + width, y + height].map(hundredths),
          ),
          boxes,
        );
      }
      assert.deepEqual(annotations.findings(classOf), []);
    });
  }
});

/** Corners are stated to 0.01; sums are not exact. */
function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
