import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { IMAGENET_NAMES } from '../../../../src/cam/config/labels/imagenetNames.ts';
import { readFolderAnnotations } from '../../../../src/cam/folder/annotations/folderAnnotations.ts';
import { readPictureLabels } from '../../../../src/cam/folder/labels/pictureLabels.ts';
import { whatWasFound } from '../../../../src/cam/folder/labels/whatWasFound.ts';

const CLASSES = ['cat', 'dog, hound', 'hen'];

describe('labels of the pictures of a folder', () => {
  let folder = '';

  beforeEach(async () => {
    folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'cam-labels-')), 'pictures');
    await mkdir(folder);
  });

  afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }));

  /** Labels of pictures as `a.jpg: 0,1`, then findings as `kind count: examples`. */
  async function read(
    paths: string[],
    labels: readonly string[] = CLASSES,
    asked?: string,
  ): Promise<{
    labels: string[];
    findings: string[];
    kind: string | undefined;
    text: string;
    files: readonly string[];
  }> {
    const images = paths.map((name) => ({ path: name }));
    const found = await readPictureLabels(folder, images, labels, asked, undefined);
    return {
      labels: paths
        .map((name, i) => `${name}: ${found.classes[i]?.join()}`)
        .filter((line) => !line.endsWith(': '))
        .sort(),
      findings: found.findings.map(
        ({ kind, count, examples }) => `${kind} ${count}: ${examples.join(', ')}`,
      ),
      kind: found.source?.kind,
      files: found.files,
      text: found.source?.text ?? found.findings.map(({ text }) => text).join(' '),
    };
  }

  const write = (name: string, text: string) => writeFile(path.join(folder, name), text);

  it('come from sub-folders; others are named', async () => {
    const found = await read(['cat/1.jpg', 'hound/2.jpg', 'hen/3.jpg', 'misc/4.jpg', '5.jpg']);
    assert.deepEqual(found.labels, ['cat/1.jpg: 0', 'hen/3.jpg: 2', 'hound/2.jpg: 1']);
    assert.deepEqual(found.findings, ['unknownClass 1: misc', 'unlabelled 2: misc/4.jpg, 5.jpg']);
    assert.equal(found.text, 'Labels: sub-folders name 3 of 3 classes (3 of 5 pictures).');
  });

  it('come from a column for each class; columns that name none and rows without a class are named', async () => {
    await write(
      'truth.csv',
      'image,cat,Dog,hen,age\na,1.0,0.0,0.0,3\nb,0,1,1,4\nc,0,0,0,5\nd,1,0,0,6\n',
    );
    const found = await read(['a.jpg', 'b.jpg', 'c.jpg']);
    assert.deepEqual(found.labels, ['a.jpg: 0', 'b.jpg: 1,2']);
    assert.deepEqual(found.findings, ['missingPicture 1: d', 'unlabelled 1: c.jpg']);
    await write('truth.csv', 'image,cat,dog,fox\na,1,0,0\nb,0,0,1\n');
    const more = await read(['a.jpg', 'b.jpg']);
    assert.deepEqual(more.labels, ['a.jpg: 0']);
    assert.deepEqual(more.findings, ['unknownClass 1: fox', 'unlabelled 1: b.jpg']);
  });

  it('are refused with the reason where columns of 0 and 1 name no classes', async () => {
    await write('truth.csv', 'image,MEL,NV,hen\na,1,0,0\nb,0,1,0\n');
    const found = await read(['a.jpg', 'b.jpg']);
    assert.deepEqual(found.labels, []);
    assert.match(found.text, /truth\.csv is not used .* name no two classes .*: MEL, NV, hen/);
  });

  const TABLES: [what: string, name: string, text: string][] = [
    ['CSV with headings', 'labels.csv', 'image,label\na.jpg,cat\nb.jpg,Dog\n'],
    ['CSV without headings', 'val.csv', 'a.jpg,cat\nb.jpg,dog\n'],
    ['CSV with the class first', 'labels.csv', 'class,split,file\ncat,x,a.jpg\nhound,x,b.jpg\n'],
    ['CSV with quotes', 'labels.csv', '"a.jpg","cat"\n"b.jpg","dog, hound"\n'],
    ['CSV with semicolons, as of Windows', 'labels.csv', '\ufeffa.jpg;cat\r\nb.jpg;dog, hound\r\n'],
    ['names without file extension', 'labels.csv', 'id,breed\na,cat\nb,dog\n'],
    [
      'TSV with paths of another machine',
      'x.tsv',
      '/home/x/pictures/a.jpg\tcat\nC:\\pictures\\b.jpg\tdog',
    ],
    ['class numbers from 0', 'labels.csv', 'a.jpg,0\nb.jpg,1\n'],
    ['class numbers from 1', 'labels.csv', 'a.jpg,1\nb.jpg,2\nother.jpg,3\n'],
    ['lines of a name and a number', 'val.txt', 'a.jpg 0\nb.jpg 1\n'],
    ['JSON by picture', 'labels.json', '{"a.jpg": "cat", "b.jpg": "dog"}'],
    ['JSON by picture, numbers', 'labels.json', '{"a.jpg": 0, "b.jpg": 1}'],
    ['JSON pairs', 'labels.json', '[["a.jpg", "cat"], ["b.jpg", "dog"]]'],
    [
      'JSON objects',
      'x.json',
      '[{"file": "a.jpg", "class": "cat"}, {"file": "b", "class": "dog"}]',
    ],
    [
      'JSON with one list',
      'x.json',
      '{"set": [1], "items": [{"file": "a", "label": "cat"}, {"file": "b", "label": "dog"}]}',
    ],
    ['JSON objects by picture', 'x.json', '{"a.jpg": {"label": "cat"}, "b": {"label": "dog"}}'],
    [
      'names beside contradicting numbers',
      'x.csv',
      'file,label,name,split\na.jpg,7,cat,train\nb.jpg,9,hound,train\n',
    ],
  ];
  for (const [what, name, text] of TABLES) {
    it(`come from a table: ${what}`, async () => {
      await write(name, text);
      const found = await read(['a.jpg', 'b.jpg']);
      assert.deepEqual(found.labels, ['a.jpg: 0', 'b.jpg: 1']);
      assert.equal(found.kind, 'table');
    });
  }

  const DOUBTS: [what: string, text: string, labels: readonly string[], why: RegExp][] = [
    [
      '0 or 1',
      'a.jpg,1\nb.jpg,2\n',
      CLASSES,
      /run from 1 to 2: they can be counted from 0 or from 1/,
    ],
    [
      'the background',
      'a.jpg,0\nb.jpg,1\n',
      ['background', ...CLASSES],
      /with or without the class "background"/,
    ],
    ["ILSVRC's own", 'a.jpg,1\nb.jpg,1000\n', IMAGENET_NAMES, /WordNet ids, or be ILSVRC's own/],
    [
      'other classes',
      'a.jpg,0\nb.jpg,3\n',
      CLASSES,
      /run from 0 to 3, but the model has 3 classes/,
    ],
    [
      'no class',
      'file,label\na.jpg,cow\nb.jpg,ox\n',
      CLASSES,
      /column "label" names no class .* it has "cow"/,
    ],
    [
      'two classes',
      'a.jpg,cat,dog\nb.jpg,dog,hen\n',
      CLASSES,
      /columns 2 and 3 name different classes/,
    ],
  ];
  for (const [what, text, labels, why] of DOUBTS) {
    it(`are refused in doubt: ${what}`, async () => {
      await write('labels.csv', text);
      const found = await read(['a.jpg', 'b.jpg'], labels);
      assert.deepEqual(found.labels, []);
      assert.deepEqual(found.findings, [
        'refusedLabels 1: labels.csv',
        'unlabelled 2: a.jpg, b.jpg',
      ]);
      assert.match(found.text, why);
    });
  }

  const ILSVRC = ['ILSVRC2012_val_00000002.JPEG', 'ILSVRC2012_val_00000003.JPEG'];

  it("come from ILSVRC's ground truth if a file says what its numbers mean", async () => {
    const name = 'ILSVRC2012_validation_ground_truth.txt';
    await write(name, '1\n490\n361\n');
    const refused = await read(ILSVRC, IMAGENET_NAMES);
    assert.deepEqual(refused.labels, []);
    assert.match(refused.text, /ILSVRC's own/);
    const lines = ['n02119789 1 kit_fox', 'n01751748 490 sea_snake', 'n02077923 361 sea_lion'];
    await write('map_clsloc.txt', lines.join('\n'));
    const found = await read(ILSVRC, IMAGENET_NAMES);
    assert.equal(found.kind, 'groundTruth');
    const asked = await read(ILSVRC, IMAGENET_NAMES, path.join(folder, name));
    assert.ok(asked.files.includes(path.join(folder, 'map_clsloc.txt')), 'an edit is noticed');
    const [snake, lion] = [IMAGENET_NAMES.indexOf('sea snake'), IMAGENET_NAMES.indexOf('sea lion')];
    assert.deepEqual(found.labels, [`${ILSVRC[0]}: ${snake}`, `${ILSVRC[1]}: ${lion}`]);
  });

  it('come from lines of WordNet ids, in the order of names or by the number in them', async () => {
    await write('synset_labels.txt', 'n01440764\nn01443537\n');
    assert.deepEqual((await read(['b.jpg', 'a.jpg'], IMAGENET_NAMES)).labels, [
      'a.jpg: 0',
      'b.jpg: 1',
    ]);
    const [second = ''] = ILSVRC;
    assert.deepEqual((await read([second], IMAGENET_NAMES)).labels, [`${second}: 1`]);
    const some = await read(['a.jpg'], IMAGENET_NAMES);
    assert.deepEqual(some.labels, []);
    assert.match(some.text, /has 2 lines for 1 pictures, so which line belongs to which/);
    const several = await read(['x/a.jpg', 'y/a.jpg'], IMAGENET_NAMES);
    assert.match(several.text, /in several folders, in no sure order/);
  });

  it('come from the solution of ILSVRC on Kaggle: WordNet ids among boxes', async () => {
    const text =
      'ImageId,PredictionString\na,n01443537 1 2 3 4 \nb,n01440764 1 2 3 4 n01443537 5 6 7 8 \n';
    await write('LOC_val_solution.csv', text);
    const found = await read(['a.jpg', 'b.jpg'], ['background', ...IMAGENET_NAMES]);
    assert.deepEqual(found.labels, ['a.jpg: 2', 'b.jpg: 1,2']);
  });

  it('may be several: in rows, in a cell, in a list', async () => {
    const expected = ['a.jpg: 0,2', 'b.jpg: 1'];
    await write('labels.csv', 'a.jpg,cat\nb.jpg,dog\na.jpg,hen\n');
    assert.deepEqual((await read(['a.jpg', 'b.jpg'])).labels, expected);
    await write('labels.csv', 'file,labels\na.jpg,cat|hen\nb.jpg,dog\n');
    assert.deepEqual((await read(['a.jpg', 'b.jpg'])).labels, expected);
    await rm(path.join(folder, 'labels.csv'));
    await write('labels.json', '{"a.jpg": ["cat", "hen"], "b.jpg": "dog"}');
    assert.deepEqual((await read(['a.jpg', 'b.jpg'])).labels, expected);
  });

  it('of a table: names that are no class, and pictures that are not there, are named', async () => {
    await write('labels.csv', 'image,label\na.jpg,cat\nb.jpg,cow\nc.jpg,cow\nx/gone.jpg,dog\n');
    const found = await read(['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg']);
    assert.deepEqual(found.labels, ['a.jpg: 0']);
    assert.deepEqual(found.findings, [
      'unknownClass 2: cow (2)',
      'missingPicture 1: x/gone.jpg',
      'unlabelled 3: b.jpg, c.jpg, d.jpg',
    ]);
  });

  it('of a table: a name without folders is that of a picture in any, if only one has it', async () => {
    await write('labels.csv', 'a.jpg,cat\nB.JPG,dog\nc,hen\n');
    const found = await read(['x/a.jpg', 'y/a.jpg', 'x/b.jpg', 'y/c.jpg']);
    assert.deepEqual(found.labels, ['x/b.jpg: 1', 'y/c.jpg: 2']);
    assert.deepEqual(found.findings.slice(0, 1), ['missingPicture 1: a.jpg']);
  });

  it('of a table beside the folder: only of pictures in a folder of that name', async () => {
    const beside = path.join(path.dirname(folder), 'val.csv');
    await writeFile(beside, 'pictures/a.jpg,cat\nothers/b.jpg,dog\npictures/c.jpg,hen\n');
    assert.deepEqual((await read(['a.jpg', 'b.jpg'])).labels, ['a.jpg: 0']);
    const asked = await read(['a.jpg', 'b.jpg'], CLASSES, beside);
    assert.deepEqual(asked.labels, ['a.jpg: 0']);
    // What is asked for may name the folders of another machine.
    await writeFile(beside, 'others/a.jpg,cat\nothers/b.jpg,dog\n');
    assert.deepEqual((await read(['a.jpg', 'b.jpg'], CLASSES, beside)).labels, [
      'a.jpg: 0',
      'b.jpg: 1',
    ]);
  });

  it('of a table of several sets with equal names: those of this folder, or none', async () => {
    const lines = 'train/a.jpg,dog\nval/a.jpg,cat\ntrain/b.jpg,hen\n';
    await write('all.csv', lines.replaceAll('val', 'pictures'));
    const own = await read(['a.jpg', 'b.jpg']);
    assert.deepEqual(own.labels, ['a.jpg: 0']);
    assert.deepEqual(own.findings, [
      'missingPicture 2: train/a.jpg, train/b.jpg',
      'unlabelled 1: b.jpg',
    ]);
    await write('all.csv', lines);
    const unclear = await read(['a.jpg', 'b.jpg']);
    assert.deepEqual(unclear.labels, ['b.jpg: 2']);
    assert.deepEqual(unclear.findings, [
      'missingPicture 2: train/a.jpg, val/a.jpg',
      'unlabelled 1: a.jpg',
    ]);
    await write('all.csv', 'a.jpg,cat\ntrain/a.jpg,dog\nb.jpg,hen\n');
    assert.deepEqual((await read(['a.jpg', 'b.jpg'])).labels, ['a.jpg: 0', 'b.jpg: 2']);
  });

  it('are not those of a list of classes, even if pictures are named by numbers', async () => {
    await write('labels.txt', '0 cat\n1 dog\n2 hen\n');
    await write('id2label.json', '{"0": "cat", "1": "dog", "2": "hen"}');
    assert.deepEqual((await read(['0.jpg', '1.jpg', '2.jpg'])).labels, []);
    await write('train.csv', 'id,label\n0,hen\n1,cat\n');
    assert.deepEqual((await read(['0.jpg', '1.jpg'])).labels, ['0.jpg: 2', '1.jpg: 0']);
  });

  it('come only from what is asked for', async () => {
    await write('other.csv', 'cat/a.jpg,dog\nhen/b.jpg,cat\n');
    const paths = ['cat/a.jpg', 'hen/b.jpg'];
    assert.deepEqual((await read(paths)).kind, 'folders');
    const asked = await read(paths, CLASSES, path.join(folder, 'other.csv'));
    assert.deepEqual(asked.labels, ['cat/a.jpg: 1', 'hen/b.jpg: 0']);
    await write('nothing.csv', 'x,y\n');
    const nothing = await read(paths, CLASSES, path.join(folder, 'nothing.csv'));
    assert.deepEqual(nothing.findings.slice(0, 1), ['refusedLabels 1: nothing.csv']);
    assert.deepEqual(nothing.labels, []);
    assert.deepEqual((await read(['a.jpg'], CLASSES, 'folders')).labels, []);
  });

  it('come from the annotated objects last; a picture may show several classes', async () => {
    const coco = {
      images: ['a.jpg', 'b.jpg', 'c.jpg'].map((file_name, id) => ({ id, file_name })),
      categories: ['cat', 'hound', 'cow'].map((name, id) => ({ id, name })),
      annotations: [
        [0, 0],
        [0, 1],
        [1, 1],
        [1, 1],
        [2, 2],
      ].map(([image_id, category_id], id) => ({ id, image_id, category_id, bbox: [0, 0, 1, 1] })),
    };
    await write('coco.json', JSON.stringify(coco));
    const images = ['a.jpg', 'b.jpg', 'c.jpg'].map((name) => ({ path: name }));
    const annotations = await readFolderAnnotations(folder, undefined, images);
    const found = await readPictureLabels(folder, images, CLASSES, undefined, annotations);
    assert.deepEqual(found.classes, [[0, 1], [1], []]);
    assert.deepEqual(whatWasFound(found.source, annotations?.source, found.findings), [
      'Labels: the objects in coco.json name 2 of 3 classes (2 of 3 pictures).',
      'Boxes: coco.json (COCO) has annotations of 3 pictures.',
      'Names in coco.json that are no class of the model: 1, of 1 labels. For example: cow',
      'Pictures without a class: 1 of 3; they are in no score. For example: c.jpg',
    ]);
  });

  it("come from wsolevaluation's metadata, counted from 0", async () => {
    await mkdir(path.join(folder, 'metadata'));
    await write('metadata/localization.txt', 'a.jpg,0,0,1,1\nb.jpg,0,0,1,1\n');
    await write('metadata/class_labels.txt', 'a.jpg,1\nb.jpg,2\n');
    const images = ['a.jpg', 'b.jpg'].map((name) => ({ path: name }));
    const annotations = await readFolderAnnotations(folder, undefined, images);
    const found = await readPictureLabels(folder, images, CLASSES, undefined, annotations);
    assert.deepEqual(found.classes, [[1], [2]]);
    assert.match(found.source?.text ?? '', /class numbers in class_labels\.txt, counted from 0/);
  });

  it('of 50,000 pictures and 1,000 classes are read in a moment', async () => {
    const images = Array.from({ length: 50_000 }, (_, i) => ({ path: `${i}.jpg` }));
    await write('val.txt', images.map((image, i) => `${image.path} ${i % 1000}`).join('\n'));
    const begun = process.cpuUsage();
    const found = await readPictureLabels(folder, images, IMAGENET_NAMES, undefined, undefined);
    const { user, system } = process.cpuUsage(begun);
    assert.equal(found.source?.labelled, 50_000);
    // 0.15 s on a machine with nothing else to do; a search for each name takes minutes.
    assert.ok(user + system < 2e6, `${(user + system) / 1e6} s`);
  });
});
