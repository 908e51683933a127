import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { CamError } from '../../../../src/cam/base/errors.ts';
import type { Size } from '../../../../src/cam/base/geometry.ts';
import type { AnnotatedPicture } from '../../../../src/cam/folder/annotations/annotation.ts';
import { findAnnotations } from '../../../../src/cam/folder/annotations/findAnnotations.ts';
import { LeftOut } from '../../../../src/cam/folder/annotations/leftOut.ts';
import { askedPixels } from '../../../../src/cam/folder/annotations/rasterise.ts';
import { decompressCounts } from '../../../../src/cam/folder/annotations/runLengths.ts';

const size = { width: 4, height: 3 };

/** A triangle that is much higher than any picture. */
const tall = [0, -1e9, 4000, 1e9, 8000, -1e9];

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

  interface Read {
    masks: [name: string, mask: string][];
    coordinates: [width: number, height: number, orientation: number];
    reasons: string[];
  }

  const read = async (picture: AnnotatedPicture = { ...size, orientation: 1 }): Promise<Read> => {
    const leftOut = new LeftOut();
    const [image] = (await findAnnotations(folder, leftOut)).images;
    assert.ok(image);
    const annotation = await image.read(picture, leftOut);
    const masks = annotation.objects.flatMap(({ name, covers }): Read['masks'] => {
      try {
        return [
          [
            name,
            Array.from(covers(askedPixels(allPixels(annotation.size), annotation.size.width))).join(
              '',
            ),
          ],
        ];
      } catch (error) {
        assert.ok(CamError.is(error));
        leftOut.add(error);
        return [];
      }
    });
    const { width, height } = annotation.size;
    const { reasons } = leftOut.report();
    return { masks, coordinates: [width, height, annotation.orientation], reasons };
  };

  const masks = async (): Promise<Read['masks']> => (await read()).masks;

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

  const BAD: [string, object][] = [
    ['run lengths that are too long', { segmentation: { size: [3, 4], counts: [1, 1e12] } }],
    ['run lengths of another size', { segmentation: { size: [4, 4], counts: [16] } }],
    ['run lengths that are no numbers', { segmentation: { size: [3, 4], counts: ['a'] } }],
    ['compressed nonsense', { segmentation: { size: [3, 4], counts: 'ooooooooooo' } }],
    ['a polygon of texts', { segmentation: [['a', 'b', 'c', 'd', 'e', 'f']] }],
    ['a polygon of no corners', { segmentation: [[]], bbox: [] }],
    ['a polygon of two corners', { segmentation: [[0, 0, 3, 2]] }],
    ['no shape', { segmentation: [] }],
    ['an unknown category', { category_id: 8, bbox: [0, 0, 1, 1] }],
  ];
  for (const [what, annotation] of BAD) {
    it(`COCO: an object with ${what} is left out, with its number; the others are used`, async () => {
      const bad = { id: 1, image_id: 1, category_id: 7, ...annotation };
      const good = { id: 2, image_id: 1, category_id: 7, bbox: [0, 0, 1, 1] };
      const text = JSON.stringify({ ...JSON.parse(coco({})), annotations: [bad, good] });
      await writeFile(path.join(folder, 'coco.json'), text);
      const found = await read();
      assert.deepEqual(found.masks, [['cat', '100000000000']]);
      assert.equal(found.reasons.length, 1);
      assert.match(found.reasons[0] ?? '', /^coco\.json .*object 1\.$/);
    });
  }

  it('COCO: numbers may be written as text', async () => {
    const box = { bbox: [0, 0, 1, 1] };
    const expected = [['cat', '100000000000']];
    for (const ids of [{ image_id: '1' }, { category_id: '7' }]) {
      await writeFile(path.join(folder, 'coco.json'), coco({ ...box, ...ids }));
      assert.deepEqual(await masks(), expected);
    }
  });

  const SIZES: [
    what: string,
    image: object,
    orientation: number,
    bbox: number[],
    expected: string,
  ][] = [
    ['another size of the same proportions', { width: 8, height: 6 }, 1, [0, 0, 1, 1], '8×6 as 1'],
    ['no size', { width: undefined, height: undefined }, 1, [0, 0, 4, 3], '4×3 as 1'],
    ['a size of texts', { width: '4' }, 1, [0, 0, 4, 3], '4×3 as 1'],
    ['width and height mixed up', { width: 3, height: 4 }, 1, [1, 0, 3, 3], '4×3 as 1'],
    ['the stored picture, which EXIF turns', {}, 6, [0, 0, 4, 3], '4×3 as 1'],
    ['the turned picture', { width: 3, height: 4 }, 6, [0, 0, 1, 4], '3×4 as 6'],
    ['the turned picture, enlarged', { width: 6, height: 8 }, 8, [0, 0, 1, 4], '6×8 as 8'],
  ];
  for (const [what, image, orientation, bbox, expected] of SIZES) {
    it(`COCO: ${what}`, async () => {
      await writeFile(path.join(folder, 'coco.json'), coco({ bbox }, image));
      const [width, height, as] = (await read({ ...size, orientation })).coordinates;
      assert.equal(`${width}×${height} as ${as}`, expected);
    });
  }

  const MISFITS: [what: string, image: object, orientation: number, bbox: number[], why: RegExp][] =
    [
      ['of another picture', { width: 9, height: 3 }, 1, [0, 0, 1, 1], /9×3 .* has 4×3\.$/],
      [
        'of the picture before it was turned',
        { width: 3, height: 4 },
        1,
        [0, 0, 1, 5],
        /has 4×3\.$/,
      ],
      ['without a size, beyond the picture', { width: 0 }, 1, [0, 0, 6, 1], /states no size/],
      ['without a size, turned by EXIF', { width: 0 }, 6, [0, 0, 1, 1], /states no size/],
      ['upside down or not', {}, 3, [0, 0, 1, 1], /does not tell whether a\.png/],
      ['of a huge picture', { width: 1e6, height: 1e6 }, 1, [0, 0, 1, 1], /too large/],
    ];
  for (const [what, image, orientation, bbox, why] of MISFITS) {
    it(`COCO: annotations ${what} are not used`, async () => {
      await writeFile(path.join(folder, 'coco.json'), coco({ bbox }, image));
      const reading = read({ ...size, orientation });
      await assert.rejects(reading, { code: 'annotationsInvalid', message: why });
    });
  }

  it('COCO: no more than 2000 objects of a picture are used', async () => {
    const objects = Array.from({ length: 2001 }, (_, id) => ({
      ...{ id, image_id: 1, category_id: 7 },
      bbox: [0, 0, 1, 1],
    }));
    const text = JSON.stringify({ ...JSON.parse(coco({})), annotations: objects });
    await writeFile(path.join(folder, 'coco.json'), text);
    const found = await read();
    assert.equal(found.masks.length, 2000);
    assert.match(found.reasons.join(), /^coco\.json has more than 2000 objects for a\.png/);
  });

  const CROWDS: [
    what: string,
    segmentation: number[][],
    count: number,
    used: number,
    why: RegExp,
  ][] = [
    ['20,000 polygons of one object', Array(20_000).fill(tall), 1, 1, /^$/],
    ['20,000 objects', [tall], 20_000, 2000, /more than 2000 objects/],
    ['too many corners of one object', Array(50_000).fill(tall), 1, 0, /131072 corners in the/],
    ['too many corners of all', Array(20_000).fill(tall), 3, 2, /131072 corners for a\.png/],
  ];
  for (const [what, segmentation, count, used, why] of CROWDS) {
    it(`COCO: ${what} take no time, even of a large picture`, async () => {
      const large = { width: 8000, height: 6000 };
      const { images, categories } = JSON.parse(coco({}, large));
      const objects = Array.from({ length: count }, (_, id) => ({
        ...{ id, image_id: 1, category_id: 7 },
        segmentation,
      }));
      const text = JSON.stringify({ images, categories, annotations: objects });
      await writeFile(path.join(folder, 'coco.json'), text);
      const leftOut = new LeftOut();
      const [image] = (await findAnnotations(folder, leftOut)).images;
      const begun = performance.now();
      const found = await image?.read({ ...large, orientation: 1 }, leftOut);
      // As a naming asks: 112 pixels of 112 rows.
      const pixels = new Int32Array(112 * 112).map(
        (_, i) => Math.floor(i / 112) * 53 * large.width + (i % 112) * 71,
      );
      const asked = askedPixels(pixels, large.width);
      const covered = found?.objects.flatMap(({ covers }) => {
        try {
          return [covers(asked)];
        } catch (error) {
          assert.ok(CamError.is(error));
          leftOut.add(error);
          return [];
        }
      });
      assert.equal(covered?.length, used);
      assert.match(leftOut.report().reasons.join(), why);
      // Each of them once filled 48 million pixels.
      assert.ok(performance.now() - begun < 25_000);
    });
  }

  it('COCO: in any encoding, and only of pictures of the folder', async () => {
    const text = coco({ bbox: [0, 0, 1, 1] }).replace('"cat"', '"Kätzchen"');
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]);
    for (const bytes of [utf16, marked, Buffer.from(text, 'latin1'), Buffer.from(text)]) {
      await writeFile(path.join(folder, 'coco.json'), bytes);
      assert.deepEqual(await masks(), [['Kätzchen', '100000000000']]);
    }
  });

  it('COCO: lists may come in any order, among other things', async () => {
    const { images, annotations, categories } = JSON.parse(coco({ bbox: [0, 0, 1, 1] }));
    const others = { info: { images: [1, '}]"\\'] }, licenses: [[], {}, null, -1.5e3, 'x'] };
    const text = JSON.stringify({ annotations, ...others, categories, images }, undefined, 2);
    await writeFile(path.join(folder, 'coco.json'), text);
    assert.deepEqual(await masks(), [['cat', '100000000000']]);
  });

  it('pipes and devices are not read', async function () {
    if (process.platform === 'win32') return this.skip();
    const noText = { code: 'annotationsInvalid', message: /is not a regular file/ };
    execFileSync('mkfifo', [path.join(folder, 'coco.json')]);
    await assert.rejects(read(), noText);
    await rm(path.join(folder, 'coco.json'));
    await symlink('/dev/zero', path.join(folder, 'coco.json'));
    await assert.rejects(read(), noText);
    await rm(path.join(folder, 'coco.json'));
    execFileSync('mkfifo', [path.join(folder, 'a.xml')]);
    await assert.rejects(read(), noText);
    await rm(path.join(folder, 'a.xml'));
    await mkdir(path.join(folder, 'masks'));
    execFileSync('mkfifo', [path.join(folder, 'masks', 'a.png')]);
    await assert.rejects(read(), { code: 'imageUnreadable', message: /is not a regular file/ });
  });

  const NAMES = [
    'a.png',
    './A.PNG',
    'pictures/a.png',
    '/home/someone/pictures/a.png',
    'C:\\data\\Pictures\\a.png',
    '..\\pictures\\a.png',
  ];
  for (const name of NAMES) {
    it(`COCO: ${name} is a.png, also for a file beside the folder`, async () => {
      const text = coco({ bbox: [0, 0, 1, 1] }, { file_name: name });
      for (const place of [folder, path.dirname(folder)]) {
        const file = path.join(place, 'coco.json');
        await writeFile(file, text);
        assert.deepEqual(await masks(), [['cat', '100000000000']]);
        await rm(file);
      }
    });
  }

  it('COCO: pictures of another folder are not those of the same name in this one', async () => {
    await copyFile(path.join(folder, 'a.png'), path.join(folder, '..', 'b.png'));
    const beside = path.join(folder, '..', 'coco.json');
    for (const [file, name] of [
      [path.join(folder, 'coco.json'), '../b.png'],
      [path.join(folder, 'coco.json'), '../a.png'],
      [beside, 'validation/a.png'],
    ] as const) {
      await writeFile(file, coco({}, { file_name: name }));
      const code = file === beside ? 'annotationsNotFound' : 'annotationsInvalid';
      await assert.rejects(read(), { code });
      await rm(file);
    }
  });

  it('a file that cannot be read is left out if there are others', async () => {
    await writeFile(path.join(folder, 'annotations.json'), '{"images": [');
    await assert.rejects(read(), { code: 'annotationsInvalid', message: /is not valid JSON/ });
    await writeFile(path.join(folder, 'coco.json'), coco({ bbox: [0, 0, 1, 1] }));
    const found = await read();
    assert.deepEqual(found.masks, [['cat', '100000000000']]);
    assert.match(found.reasons.join(), /^annotations\.json is not valid JSON/);
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
    ['another root', '<html/>'],
    ['no XML', 'cat'],
  ] as const) {
    it(`Pascal VOC with ${what} is refused`, async () => {
      await writeFile(path.join(folder, 'a.xml'), text);
      await assert.rejects(masks(), { code: 'annotationsInvalid', message: /^a\.xml / });
    });
  }

  it('Pascal VOC: single objects without a name or a box are left out', async () => {
    const nameless = '<object><bndbox/></object>';
    const boxless = '<object><name>cat</name></object>';
    await writeFile(path.join(folder, 'A.xml'), voc(nameless + boxless + object('dog')));
    const found = await read();
    assert.deepEqual(found.masks, [['dog', '011001100000']]);
    assert.deepEqual(found.reasons, [
      'A.xml has an object without a name.',
      'A.xml has no box for its object cat.',
    ]);
  });

  it('Pascal VOC: a size of 0 is that of the picture', async () => {
    const text = voc(object('cat')).replace('>4<', '>0<').replace('>3</height>', '>0</height>');
    await writeFile(path.join(folder, 'a.xml'), text);
    assert.deepEqual(await masks(), [['cat', '011001100000']]);
  });

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
    const leftOut = new LeftOut();
    const [image] = (await findAnnotations(folder, leftOut)).images;
    const annotation = await image?.read({ ...size, orientation: 1 }, leftOut);
    assert.equal(Array.from(annotation?.ignored ?? []).join(''), '000010000000');
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

function allPixels({ width, height }: Size): Int32Array {
  return new Int32Array(width * height).map((_, i) => i);
}
