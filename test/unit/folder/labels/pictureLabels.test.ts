import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { IMAGENET_NAMES } from '../../../../src/cam/config/labels/imagenetNames.ts';
import { readPictureLabels } from '../../../../src/cam/folder/labels/pictureLabels.ts';

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
  ): Promise<{ labels: string[]; findings: string[]; kind: string | undefined; text: string }> {
    const images = paths.map((name) => ({ path: name }));
    const found = await readPictureLabels(folder, images, labels, asked, undefined);
    return {
      labels: [...found.classesOf].map(([name, classes]) => `${name}: ${classes.join()}`).sort(),
      findings: found.findings.map(
        ({ kind, count, examples }) => `${kind} ${count}: ${examples.join(', ')}`,
      ),
      kind: found.source?.kind,
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

  const TABLES: [what: string, name: string, text: string][] = [
    ['CSV with headings', 'labels.csv', 'image,label\na.jpg,cat\nb.jpg,Dog\n'],
    ['CSV without headings', 'val.csv', 'a.jpg,cat\nb.jpg,dog\n'],
    ['CSV with the class first', 'labels.csv', 'class,split,file\ncat,x,a.jpg\nhound,x,b.jpg\n'],
    ['CSV with quotes', 'labels.csv', '"a.jpg","cat"\n"b.jpg","dog, hound"\n'],
    ['CSV with semicolons, as of Windows', 'labels.csv', '\ufeffa.jpg;cat\r\nb.jpg;dog, hound\r\n'],
    ['names without file extension', 'labels.csv', 'id,breed\na,cat\nb,dog\n'],
    ['TSV with paths of another machine', 'x.tsv', '/home/x/pictures/a.jpg\tcat\nC:\\b.jpg\tdog'],
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
    const [snake, lion] = [IMAGENET_NAMES.indexOf('sea snake'), IMAGENET_NAMES.indexOf('sea lion')];
    assert.deepEqual(found.labels, [`${ILSVRC[0]}: ${snake}`, `${ILSVRC[1]}: ${lion}`]);
  });
});
