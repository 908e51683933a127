import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import type { FolderAnnotations } from '../../../../src/cam/folder/annotations/folderAnnotations.ts';
import { readFolderAnnotations } from '../../../../src/cam/folder/annotations/folderAnnotations.ts';

const SIZE = { width: 4, height: 3 };

describe('boxes and masks of the pictures of a folder', () => {
  let folder = '';

  beforeEach(async () => {
    folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'cam-objects-')), 'pictures');
    await mkdir(path.join(folder, 'sub'), { recursive: true });
    const picture = sharp({ create: { ...SIZE, channels: 3, background: 'red' } }).png();
    await picture.toFile(path.join(folder, 'a.png'));
    await picture.toFile(path.join(folder, 'sub', 'b.png'));
  });

  afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }));

  async function write(name: string, content: string | Buffer): Promise<void> {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }

  async function open(asked?: string): Promise<FolderAnnotations> {
    const found = await readFolderAnnotations(folder, asked);
    assert.ok(found);
    return found;
  }

  /** Boxes as `x y width height`. */
  async function boxes(
    found: FolderAnnotations,
    picture = 'a.png',
    name = 'cat',
    orientation = 1,
  ): Promise<string[] | undefined> {
    const as = { ...SIZE, orientation };
    const objects = await found.objectsOf(picture, as, (category) => category === name);
    return objects?.boxes.map(({ x, y, width, height }) => [x, y, width, height].join(' '));
  }

  function findings(found: FolderAnnotations, isClass = (_name: string) => true): string[] {
    return found
      .findings((name) => (isClass(name) ? 0 : undefined))
      .map(({ kind, count, examples }) => `${kind} ${count}: ${examples.join(', ')}`);
  }

  const coco = (annotations: object[], images: object[] = []): string =>
    JSON.stringify({
      images: [{ id: 1, file_name: 'a.png', ...SIZE }, ...images],
      categories: [
        { id: 7, name: 'cat' },
        { id: 8, name: 'cow' },
      ],
      annotations: annotations.map((one, id) => ({ id, image_id: 1, category_id: 7, ...one })),
    });

  it('COCO: boxes of the wanted category, cut to the picture; what does not count is named', async () => {
    await write(
      'coco.json',
      coco(
        [
          { bbox: [1, 0, 2, 2] },
          { bbox: [2.5, 1, 4, 2] },
          { bbox: [9, 9, 2, 2] },
          { bbox: [1, 1, 0, 2] },
          { bbox: [0, 0, 1, 1], category_id: 8 },
          { bbox: [0, 0, 1, 1], category_id: 9 },
        ],
        [{ id: 2, file_name: 'gone.png', ...SIZE }],
      ),
    );
    const found = await open();
    assert.deepEqual(await boxes(found), ['1 0 2 2', '2.5 1 1.5 2']);
    assert.equal(await boxes(found, 'sub/b.png'), undefined);
    assert.deepEqual(
      findings(found, (name) => name === 'cat'),
      [
        'badAnnotation 2: a.png: coco.json does not name the category of the object 5., a.png: coco.json has a box without an area.',
        'missingPicture 1: gone.png',
        'boxOutside 1: a.png',
        'boxOutside 1: a.png',
        'unknownClass 1: cow',
      ],
    );
    // Asking twice counts nothing twice.
    await boxes(found);
    assert.equal(findings(found).length, 4);
  });

  it('COCO: several entries of a picture count together, if they state the same size', async () => {
    const others = [
      { id: 2, file_name: 'a.png', ...SIZE },
      { id: 3, file_name: './a.png', width: 8, height: 6 },
    ];
    const objects = [1, 2, 3].map((id) => ({ bbox: [id, 0, 1, 1], image_id: id }));
    await write('coco.json', coco(objects, others));
    const found = await open();
    assert.deepEqual(await boxes(found), ['1 0 1 1', '2 0 1 1']);
    assert.deepEqual(findings(found), [
      'badAnnotation 1: a.png: coco.json has several entries of a.png that state different sizes; the first is used.',
    ]);
  });

  it('COCO: of several sets with equal names only this one counts', async () => {
    const images = [{ id: 2, file_name: 'train/a.png', ...SIZE }];
    const own = { bbox: [1, 0, 1, 1] };
    await write('coco.json', coco([own, { bbox: [2, 0, 1, 1], image_id: 2 }], images));
    const found = await open();
    assert.deepEqual(await boxes(found), ['1 0 1 1']);
    assert.deepEqual(findings(found), ['missingPicture 1: train/a.png']);
  });

  it('COCO: a name without folders may be that of a picture in any', async () => {
    await write('coco.json', coco([{ bbox: [1, 0, 1, 1] }]).replace('a.png', 'b.png'));
    assert.deepEqual(await boxes(await open(), 'sub/b.png'), ['1 0 1 1']);
  });

  it('COCO: shares of the sides, and a file of other pictures, are refused', async () => {
    await write('coco.json', coco([{ bbox: [0.25, 0, 0.5, 1] }]));
    await assert.rejects(readFolderAnnotations(folder, undefined), {
      message: /^coco\.json gives its boxes as shares of the picture's sides/,
    });
    await write('coco.json', coco([{ bbox: [0, 0, 2, 2] }]).replace('a.png', 'z.png'));
    await assert.rejects(readFolderAnnotations(folder, undefined), {
      message: /^coco\.json has no annotation of a picture in the folder/,
    });
  });

  it('Pascal VOC: of several sets with equal names only this one counts', async () => {
    const xml = (xmin: number) =>
      `<annotation><size><width>4</width><height>3</height></size><object><name>cat</name><bndbox><xmin>${xmin}</xmin><ymin>1</ymin><xmax>${xmin}</xmax><ymax>1</ymax></bndbox></object></annotation>`;
    await write('../Annotations/pictures/a.xml', xml(1));
    await write('../Annotations/train/a.xml', xml(2));
    const found = await open();
    assert.deepEqual(await boxes(found), ['0 0 1 1']);
    assert.deepEqual(findings(found), [`missingPicture 1: ${path.join('train', 'a.xml')}`]);
  });

  it('COCO: masks on a grid are read at its centres; crowds are ignored', async () => {
    const left = { segmentation: { size: [3, 4], counts: [0, 3, 9] } };
    const right = { segmentation: { size: [3, 4], counts: [9, 3] }, iscrowd: 1 };
    await write('coco.json', coco([left, right]));
    const found = await open();
    const objects = await found.objectsOf('a.png', { ...SIZE, orientation: 1 }, () => true);
    assert.deepEqual(objects?.boxes, [{ x: 0, y: 0, width: 1, height: 3 }]);
    assert.equal(objects?.hasMask, true);
    const mask = objects?.mask(4);
    assert.equal(mask?.object.join(''), '1000'.repeat(4));
    assert.equal(mask?.ignored.join(''), '0001'.repeat(4));
    assert.equal(found.source.hasMasks, true);
  });

  it('COCO: a mask without a pixel is named', async () => {
    await write('coco.json', coco([{ segmentation: { size: [3, 4], counts: [12] } }]));
    const found = await open();
    const objects = await found.objectsOf('a.png', { ...SIZE, orientation: 1 }, () => true);
    assert.deepEqual(objects?.boxes, []);
    assert.ok(!objects?.mask(8).object.includes(1));
    assert.deepEqual(findings(found), ['emptyMask 1: a.png']);
  });

  // The picture is stored 4×3; a viewer shows it 3×4, in which the box was drawn.
  const TURNED: [orientation: number, expected: string][] = [
    [5, '1 0 3 1'],
    [6, '1 2 3 1'],
    [7, '0 2 3 1'],
    [8, '0 0 3 1'],
  ];
  for (const [orientation, expected] of TURNED) {
    it(`COCO: a box of the picture as EXIF ${orientation} turns it, annotated twice as large`, async () => {
      const [image] = [{ id: 3, file_name: 'sub/b.png', width: 6, height: 8 }];
      await write('coco.json', coco([{ bbox: [0, 2, 2, 6], image_id: 3 }], [image]));
      const found = await open();
      assert.deepEqual(await boxes(found, 'sub/b.png', 'cat', orientation), [expected]);
      // 12 cells across 4 pixels, 12 down 3.
      const objects = await found.objectsOf('sub/b.png', { ...SIZE, orientation }, () => true);
      const [x = 0, y = 0, width = 0, height = 0] = expected.split(' ').map(Number);
      const inBox = Array.from({ length: 144 }, (_, i) => {
        const [column, row] = [Math.floor((i % 12) / 3), Math.floor(i / 48)];
        return column >= x && column < x + width && row >= y && row < y + height ? 1 : 0;
      });
      assert.deepEqual([...(objects?.mask(12).object ?? [])], inBox);
    });
  }

  const voc = (name: string, box: [number, number, number, number]): string =>
    `<annotation><size><width>4</width><height>3</height></size><object><name>${name}</name>
    <bndbox><xmin>${box[0]}</xmin><ymin>${box[1]}</ymin><xmax>${box[2]}</xmax><ymax>${box[3]}</ymax></bndbox>
    </object></annotation>`;

  it('Pascal VOC counts from 1, ILSVRC from 0; files lie in sub-folders as the pictures do', async () => {
    await write('Annotations/a.xml', voc('cat', [1, 1, 2, 3]));
    await write('Annotations/sub/b.xml', voc('n02123045', [0, 1, 3, 2]));
    await write('Annotations/sub/gone.xml', voc('cat', [1, 1, 2, 2]));
    const found = await open();
    assert.deepEqual(await boxes(found), ['0 0 2 3']);
    assert.deepEqual(await boxes(found, 'sub/b.png', 'n02123045'), ['0 1 4 2']);
    assert.deepEqual(findings(found), [`missingPicture 1: ${path.join('sub', 'gone.xml')}`]);
    assert.deepEqual(Object.fromEntries(await found.categories()), {
      'a.png': ['cat'],
      'sub/b.png': ['n02123045'],
    });
  });

  it('Pascal VOC: a file that is damaged is named', async () => {
    await write('Annotations/a.xml', '<annotation>');
    const found = await open();
    assert.equal(await boxes(found), undefined);
    assert.match(findings(found).join(), /^badAnnotation 1: a\.png: a\.xml is not valid XML/);
  });

  it('masks of class numbers have a box around each connected part, also over corners', async () => {
    const levels = Buffer.from([1, 0, 0, 1, 0, 1, 0, 1, 255, 0, 0, 2]);
    const png = sharp(levels, { raw: { ...SIZE, channels: 1 } })
      .toColourspace('b-w')
      .png();
    await write('masks/a.png', await png.toBuffer());
    await write('masks/classes.txt', 'background\ncat\ndog\n');
    const found = await open();
    assert.deepEqual(await boxes(found), ['0 0 2 2', '3 0 1 2']);
    assert.deepEqual(await boxes(found, 'a.png', 'dog'), ['3 2 1 1']);
    assert.equal(await boxes(found, 'a.png', 'hen'), undefined);
  });

  it('masks without names mark objects of whatever class the picture is; numbers of classes do not', async () => {
    const mask = async (name: string, levels: number[]) => {
      const raw = { raw: { ...SIZE, channels: 1 as const } };
      const png = sharp(Buffer.from(levels), raw).toColourspace('b-w').png();
      await write(name, await png.toBuffer());
    };
    await mask('masks/a.png', [0, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    await mask('masks/b.png', [1, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    const found = await open();
    assert.deepEqual(await boxes(found, 'a.png', 'any'), ['1 0 2 1']);
    assert.deepEqual(await boxes(found, 'sub/b.png', 'any'), ['0 0 1 1']);
    await mask('masks/b.png', Array(12).fill(0));
    const objects = await found.objectsOf('sub/b.png', { ...SIZE, orientation: 1 }, () => true);
    assert.deepEqual([...(objects?.mask(2).object ?? [])], [0, 0, 0, 0]);
    assert.deepEqual(findings(found), ['emptyMask 1: sub/b.png']);
    await mask('masks/b.png', [1, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    await assert.rejects(readFolderAnnotations(folder, undefined), {
      code: 'annotationsInvalid',
      message: /^b\.png has numbers of classes, but no file says their names/,
    });
  });

  const TABLES: [what: string, name: string, text: string, expected: string[]][] = [
    [
      'corners of whole numbers are pixels',
      'x.csv',
      'file,class,x0,y0,x1,y1\na.png,cat,1,0,2,1',
      ['1 0 2 2'],
    ],
    [
      'corners with fractions are edges',
      'x.csv',
      'file,class,x0,y0,x1,y1\na.png,cat,1.5,0,2,1',
      ['1.5 0 0.5 1'],
    ],
    ['width and height', 'x.csv', 'file,label,x,y,w,h\na,cat,1,0,2,1\na,cow,0,0,1,1', ['1 0 2 1']],
    [
      'several rows',
      'x.csv',
      'xmin;ymin;xmax;ymax;class;file\n0;0;1;1;cat;a\n2;0;2;2;cat;a',
      ['0 0 2 2', '2 0 1 3'],
    ],
    [
      'another size',
      'x.csv',
      'filename,width,height,class,xmin,ymin,xmax,ymax\na.png,8,6,cat,2,0,3,5',
      ['1 0 1 3'],
    ],
    [
      'shares of the sides',
      'x.csv',
      'ImageID,LabelName,XMin,XMax,YMin,YMax\na,cat,0.25,0.5,0,1',
      ['1 0 1 3'],
    ],
    [
      'shares of the sides that reach out a little',
      'x.csv',
      'file,class,x0,y0,x1,y1\na.png,cat,0.5,-0.01,1.02,1',
      ['2 0 2 3'],
    ],
    ['no headings, but widths', 'boxes.csv', 'a.png,3,1,1,2\nsub/b.png,2,0,1,1', ['3 1 1 2']],
    ['no headings, but corners', 'boxes.csv', 'a.png,3,0,3,2\nsub/b.png,0,0,1,1', ['3 0 1 3']],
    ['no category: of the picture', 'x.csv', 'file,x0,y0,x1,y1\na.png,1,0,2,1', ['1 0 2 2']],
    [
      'JSON',
      'x.json',
      '[{"file":"a.png","label":"cat","boxes":[[3,0,3,2],[0,0,0,0]]}]',
      ['3 0 1 3', '0 0 1 1'],
    ],
    [
      'JSON of several sizes',
      'x.json',
      '[{"file":"a.png","label":"cat","orig_w":40,"orig_h":90,"boxes_orig":[[1,1,39,89]],"boxes_4x3":[[1.5,0,4,3]]}]',
      ['1.5 0 2.5 3'],
    ],
    [
      'JSON by picture',
      'x.json',
      '{"a.png":{"boxes_xywh":[[2,0,1,2]],"labels":["cat"]}}',
      ['2 0 1 2'],
    ],
    [
      'a class for each box',
      'x.json',
      '{"a":{"boxes":[[2,0,3,2],[0,0,9,9]],"labels":["cat","cow"]}}',
      ['2 0 2 3'],
    ],
    [
      'ILSVRC on Kaggle',
      'solution.csv',
      'ImageId,PredictionString\na,n02123045 1 0 2 2 n02123045 0 0 0 0 ',
      ['1 0 2 3', '0 0 1 1'],
    ],
  ];
  for (const [what, name, text, expected] of TABLES) {
    it(`a table of boxes: ${what}`, async () => {
      await write(name, text);
      const found = await open();
      assert.equal(found.source.kind, 'boxTable');
      assert.deepEqual(await boxes(found, 'a.png', /n\d{8}/.exec(text)?.[0] ?? 'cat'), expected);
    });
  }

  it('a table of boxes is refused if it does not tell corners from widths', async () => {
    await write('boxes.csv', 'a.png,0,0,1,1\nsub/b.png,1,1,2,2\n');
    const refused = { code: 'annotationsInvalid', message: /does not tell whether its boxes are/ };
    await assert.rejects(readFolderAnnotations(folder, undefined), refused);
    await assert.rejects(readFolderAnnotations(folder, path.join(folder, 'boxes.csv')), refused);
  });

  it('a table of boxes: rows that are damaged, and pictures that are missing, are named', async () => {
    await write('x.csv', 'file,x0,y0,x1,y1\na.png,1,0,2,1\na.png,1,,2,1\ngone.png,0,0,1,1\n');
    const found = await open();
    assert.deepEqual(await boxes(found), ['1 0 2 2']);
    assert.deepEqual(findings(found), [
      'badAnnotation 1: x.csv has a damaged box in row 2.',
      'missingPicture 1: gone.png',
    ]);
  });

  it("wsolevaluation's metadata: boxes, in the sizes that it states", async () => {
    const metadata = path.join(path.dirname(folder), 'metadata', 'pictures');
    await mkdir(metadata, { recursive: true });
    const lines = ['pictures/a.png,2,2,5,5', 'pictures/a.png,0,0,1,1', 'pictures/gone.png,0,0,1,1'];
    await writeFile(path.join(metadata, 'localization.txt'), lines.join('\n'));
    await writeFile(path.join(metadata, 'image_sizes.txt'), 'pictures/a.png,8,6\n');
    const found = await open();
    assert.equal(found.source.kind, 'wsol');
    assert.deepEqual(await boxes(found), ['1 1 2 2', '0 0 1 1']);
    assert.deepEqual(findings(found), ['missingPicture 1: pictures/gone.png']);
    assert.deepEqual(await boxes(await open(metadata)), ['1 1 2 2', '0 0 1 1']);
  });

  it("wsolevaluation's metadata: masks, and masks of ignored pixels", async () => {
    const png = (values: number[]) =>
      sharp(Buffer.from(values), { raw: { ...SIZE, channels: 1 } })
        .png()
        .toBuffer();
    await write('m/one.png', await png([255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
    await write('m/two.png', await png([0, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
    await write('m/ignore.png', await png([255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
    await write('localization.txt', 'a.png,m/one.png,m/ignore.png\na.png,m/two.png,\n');
    const found = await open();
    const objects = await found.objectsOf('a.png', { ...SIZE, orientation: 1 }, () => false);
    assert.deepEqual(objects?.boxes, [{ x: 0, y: 0, width: 2, height: 1 }]);
    // Four columns, and 3 rows on 4: the first row is read once.
    const { object, ignored } = objects?.mask(4) ?? {};
    assert.equal(object?.join(''), '1100000000000000');
    assert.equal(ignored?.join(''), '0010000000000000');
  });

  it('a file that is asked for is the only source', async () => {
    await write('coco.json', coco([{ bbox: [1, 0, 2, 2] }]));
    await write('other.csv', 'file,class,x0,y0,x1,y1\na.png,cat,0,0,0,0\n');
    assert.deepEqual(await boxes(await open(path.join(folder, 'other.csv'))), ['0 0 1 1']);
    await assert.rejects(readFolderAnnotations(folder, path.join(folder, 'none.csv')), {
      code: 'annotationsInvalid',
    });
  });

  it('there are none', async () => {
    assert.equal(await readFolderAnnotations(folder, undefined), undefined);
  });
});
