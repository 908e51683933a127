import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { labelsByFolder } from '../../../../src/cam/config/labels/folderLabels.ts';
import { labelOrders, labelsOfFiles } from '../../../../src/cam/evaluate/doctor/labelOrders.ts';

describe('Orders of labels', () => {
  const found = (labels: string[], files?: { name: string; labels: string[] }[]) =>
    labelOrders(labels, files).map((order) => [
      order.text,
      order.labels.join(),
      [...order.classOf].join(),
    ]);

  it('are those in use, sorted, and moved by one class both ways', () => {
    assert.deepEqual(found(['cat', 'ant', 'bee']), [
      [undefined, 'cat,ant,bee', '0,1,2'],
      ['labels in alphabetical order', 'ant,bee,cat', '2,0,1'],
      ['labels one class later', 'background,cat,ant', '1,2,-1'],
      ['labels one class earlier', 'ant,bee,class 2', '-1,0,1'],
    ]);
  });

  it('name the last class after an earlier one only once', () => {
    const [, , , earlier] = found(['b', 'class 2', 'a']);
    assert.equal(earlier?.[1], 'class 2,a,class 3');
  });

  it('keep a label for the background that was last', () => {
    const later = found(['ant', 'bee', 'cat', 'none']).find(([text]) =>
      String(text).endsWith('later'),
    );
    assert.deepEqual(later?.slice(1), ['none,ant,bee,cat', '1,2,3,0']);
  });

  it('sort as Python does, by code points: capitals first, numbers as text', () => {
    const [, sorted] = found(['ant', 'Zebra', '😀', '￼', '10', '9']);
    assert.equal(sorted?.[1], '10,9,Zebra,ant,￼,😀');
  });

  it('write the names of folders of numbers, if there are no labels', () => {
    const classes = Array.from({ length: 11 }, (_, i) => `class ${i}`);
    const [inUse, sorted, , earlier] = found(classes);
    assert.equal(inUse?.[1], '0,1,2,3,4,5,6,7,8,9,10');
    assert.equal(sorted?.[1], '0,1,10,2,3,4,5,6,7,8,9');
    assert.equal(earlier?.[1], '1,2,3,4,5,6,7,8,9,10,11');
  });

  it('… which then name those folders in the order of ImageFolder, counted from 0 or from 1', () => {
    const classes = Array.from({ length: 11 }, (_, i) => `class ${i}`);
    for (const first of [0, 1] as const) {
      const [, sorted] = labelOrders(classes, [], first);
      const names = classes.map((_, i) => String(first + i));
      const folders = names.map((name) => ({ path: `${name}/picture.png` }));
      const imageFolder = names.map((name) => names.toSorted().indexOf(name));
      assert.deepEqual(labelsByFolder(folders, classes), [...classes.keys()]);
      assert.deepEqual(labelsByFolder(folders, sorted?.labels ?? []), imageFolder);
      assert.deepEqual([...(sorted?.classOf ?? [])], imageFolder);
    }
  });

  it('are those of a file with the same labels, also if one is there twice', () => {
    const labels = ['ant', 'bee', 'crane', 'crane'];
    const files = [
      { name: 'labels.txt', labels: ['crane', 'ant', 'crane', 'bee'] },
      { name: 'other.txt', labels: ['ant', 'bee', 'crane', 'dog'] },
      { name: 'few.txt', labels: ['ant'] },
    ];
    const texts = found(labels, files).map(([text]) => text);
    const expected = [undefined, 'labels in the order of labels.txt'];
    assert.deepEqual(texts.slice(0, 2), expected);
    assert.equal(texts.length, 4);
    assert.deepEqual(found(labels, files)[1]?.slice(1), ['crane,ant,crane,bee', '1,3,0,2']);
  });

  it('of two classes are both', () => {
    const texts = found(['cat', 'dog']).map(([text]) => text);
    assert.deepEqual(texts.slice(0, 2), [undefined, 'the two labels swapped']);
  });

  it('are read from the files beside a model that can be read', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-orders-'));
    try {
      writeFileSync(path.join(folder, 'labels.txt'), 'b\na\n');
      writeFileSync(path.join(folder, 'labels.json'), '');
      const files = await labelsOfFiles(path.join(folder, 'net.onnx'), 2);
      assert.deepEqual(files, [{ name: 'labels.txt', labels: ['b', 'a'] }]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
