import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { findAnnotations } from '../../../../src/cam/units/annotations/findAnnotations.ts';
import { decompressCounts } from '../../../../src/cam/units/annotations/runLengths.ts';

const size = { width: 4, height: 3 };

describe('annotations', () => {
  let folder = '';

  beforeEach(async () => {
    const root = await mkdtemp(path.join(os.tmpdir(), 'cam-annotations-'));
    folder = path.join(root, 'pictures');
    await mkdir(folder);
    await sharp({ create: { ...size, channels: 3, background: 'red' } })
      .png()
      .toFile(path.join(folder, 'a.png'));
  });

  afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }));

  const coco = (annotation: object, image: object = {}): string =>
    JSON.stringify({
      images: [{ id: 1, file_name: 'a.png', ...size, ...image }],
      categories: [{ id: 7, name: 'cat' }],
      annotations: [{ id: 1, image_id: 1, category_id: 7, ...annotation }],
    });

  const masks = async (): Promise<[string, string][]> => {
    const [image] = (await findAnnotations(folder)).images;
    assert.ok(image);
    const { objects } = await image.read();
    return objects.map(({ name, mask }) => [name, Array.from(mask()).join('')]);
  };

  const COCO: [string, object, string][] = [
    ['run lengths', { segmentation: { size: [3, 4], counts: [1, 3, 8] } }, '010010001000'],
    // Each run is one group of five bits: '0' + run.
    ['compressed run lengths', { segmentation: { size: [3, 4], counts: '138' } }, '010010001000'],
    ['a box alone', { bbox: [1, 0, 2, 2] }, '011001100000'],
    ['a polygon', { segmentation: [[1, 1, 3, 1, 3, 3, 1, 3]] }, '000001100110'],
    [
      'a polygon far outside',
      { segmentation: [[-1e9, 1, 1e9, 1, 1e9, 1e9, -1e9, 1e9]] },
      '000011111111',
    ],
  ];
  for (const [what, annotation, expected] of COCO) {
    it(`COCO: ${what}`, async () => {
      await writeFile(path.join(folder, 'annotations.json'), coco(annotation));
      assert.deepEqual(await masks(), [['cat', expected]]);
    });
  }

  const BAD: [string, object, object?][] = [
    ['run lengths that are too long', { segmentation: { size: [3, 4], counts: [1, 1e12] } }],
    ['run lengths of another size', { segmentation: { size: [4, 4], counts: [16] } }],
    ['run lengths that are no numbers', { segmentation: { size: [3, 4], counts: ['a'] } }],
    ['compressed nonsense', { segmentation: { size: [3, 4], counts: 'ooooooooooo' } }],
    ['a polygon of texts', { segmentation: [['a', 'b', 'c', 'd', 'e', 'f']] }],
    ['no shape', { segmentation: [] }],
    ['an unknown category', { category_id: 8, bbox: [0, 0, 1, 1] }],
    ['a huge picture', { bbox: [0, 0, 1, 1] }, { width: 1e6, height: 1e6 }],
    ['a size of texts', { bbox: [0, 0, 1, 1] }, { width: '4' }],
  ];
  for (const [what, annotation, image] of BAD) {
    it(`COCO with ${what} is refused`, async () => {
      await writeFile(path.join(folder, 'coco.json'), coco(annotation, image));
      await assert.rejects(masks(), { code: 'annotationsInvalid', message: /^coco\.json / });
    });
  }

  it('COCO does not name pictures outside of the folder', async () => {
    await copyFile(path.join(folder, 'a.png'), path.join(folder, '..', 'b.png'));
    await writeFile(path.join(folder, 'coco.json'), coco({}, { file_name: '../b.png' }));
    await assert.rejects(findAnnotations(folder), { code: 'annotationsNotFound' });
  });

  const voc = (inside: string): string =>
    `<annotation><size><width>4</width><height>3</height></size>${inside}</annotation>`;
  const object = (name: string): string =>
    `<object><name>${name}</name><bndbox><xmin>2</xmin><ymin>1</ymin><xmax>3</xmax><ymax>2</ymax></bndbox></object>`;

  it('Pascal VOC: boxes count from 1, in a folder beside', async () => {
    const beside = path.join(folder, '..', 'Annotations');
    await mkdir(beside);
    await writeFile(path.join(beside, 'a.xml'), voc(object('cat')));
    assert.deepEqual(await masks(), [['cat', '011001100000']]);
  });

  const laughs = `<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>${voc(object('&b;'))}`;
  for (const [what, text] of [
    ['entities of its own', laughs],
    ['elements too deep', `<annotation>${'<a>'.repeat(200_000)}`],
    ['no box', voc('<object><name>cat</name></object>')],
    ['another root', '<html/>'],
    ['no XML', 'cat'],
  ] as const) {
    it(`Pascal VOC with ${what} is refused`, async () => {
      await writeFile(path.join(folder, 'a.xml'), text);
      await assert.rejects(masks(), { code: 'annotationsInvalid', message: /^a\.xml / });
    });
  }

  it('masks of grey levels: 255 is ignored, names by line', async () => {
    await mkdir(path.join(folder, 'masks'));
    await writeFile(path.join(folder, 'masks', 'classes.txt'), 'background\ncat\r\ndog\n');
    const levels = Buffer.from([0, 1, 1, 0, 255, 2, 2, 0, 9, 0, 0, 0]);
    await sharp(levels, { raw: { ...size, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toFile(path.join(folder, 'masks', 'a.png'));
    assert.deepEqual(await masks(), [
      ['cat', '011000000000'],
      ['dog', '000001100000'],
    ]);
    const [image] = (await findAnnotations(folder)).images;
    assert.equal(Array.from((await image?.read())?.ignored ?? []).join(''), '000010000000');
  });

  it('masks of palette indices, of which two have one colour', async () => {
    await mkdir(path.join(folder, 'masks'));
    await writeFile(path.join(folder, 'masks', 'classes.txt'), 'background\ncat\ndog\n');
    await copyFile(
      'test/fixtures/units/annotations/palette.png',
      path.join(folder, 'masks', 'a.png'),
    );
    assert.deepEqual(await masks(), [
      ['cat', '011000000000'],
      ['dog', '000001100000'],
    ]);
  });

  it('compressed run lengths: differences, long and negative numbers', () => {
    assert.deepEqual(decompressCounts('138'), [1, 3, 8]);
    assert.equal(decompressCounts('\u00ff'), undefined);
    assert.equal(decompressCounts('o'), undefined);
  });
});
