import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import Ajv from 'ajv';
import { CamError } from '../../../src/cam/base/errors.ts';
import type { PinsOf } from '../../../src/cam/pins/pinsFile.ts';
import {
  choosePinsMethod,
  expectClass,
  pinImages,
  pinsFileOf,
  readPins,
  readPinsMethod,
  unpinImage,
} from '../../../src/cam/pins/pinsFile.ts';
import { MAP_WAYS } from '../../../src/cam/results/mapWay.ts';

describe('the file of pins', () => {
  let folder = '';
  let of: PinsOf;
  const image = (name: string) => path.join(folder, 'pictures', name);
  const text = () => readFile(pinsFileOf(folder), 'utf8');
  const write = async (content: string) => {
    await mkdir(path.join(folder, '.vscode'), { recursive: true });
    await writeFile(pinsFileOf(folder), content);
  };

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'cam-pins-'));
    of = { folder, model: path.join(folder, 'models', 'net.onnx') };
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is created with the first pin, one line for each image, with portable paths', async () => {
    assert.deepEqual(await readPins(of), []);
    const added = await pinImages(of, [image('a.png'), image('b.png'), image('a.png')]);
    assert.deepEqual(added, [image('a.png'), image('b.png')]);
    await expectClass(of, image('a.png'), 'cat');
    assert.equal(
      await text(),
      `{
  "pins": {
    "models/net.onnx": {
      "pictures/a.png": { "expected": "cat" },
      "pictures/b.png": {}
    }
  }
}
`,
    );
    assert.deepEqual(await readPins(of), [
      { path: image('a.png'), expected: 'cat' },
      { path: image('b.png'), expected: undefined },
    ]);
    assert.deepEqual(await readdir(path.join(folder, '.vscode')), ['cam-lens.pins.json']);
    assert.deepEqual(await pinImages(of, [image('b.png'), image('c.png')]), [image('c.png')]);
  });

  it('names files outside of the folder by their absolute path', async () => {
    const outside = path.resolve(folder, '..', 'elsewhere.png');
    await pinImages(of, [outside]);
    assert.deepEqual(await readPins(of), [{ path: outside, expected: undefined }]);
    assert.match(await text(), new RegExp(`"${outside.split(path.sep).join('/')}": \\{\\}`));
  });

  it('keeps the pins of models apart', async () => {
    const other = { ...of, model: path.join(folder, 'other.onnx') };
    await pinImages(of, [image('a.png')]);
    await pinImages(other, [image('b.png')]);
    assert.deepEqual(await readPins(other), [{ path: image('b.png'), expected: undefined }]);
    await unpinImage(other, image('b.png'));
    assert.deepEqual(JSON.parse(await text()), {
      pins: { 'models/net.onnx': { 'pictures/a.png': {} } },
    });
  });

  it('keeps what it does not know and how it is written', async () => {
    const before =
      '{ "owner": "me",\n  "pins": {"models/net.onnx": {"pictures/a.png": { "note": [1,  2] }}} }';
    await write(before);
    await expectClass(of, image('a.png'), 3);
    assert.equal(await text(), before.replace('2] }', '2], "expected": 3 }'));
    assert.deepEqual(await readPins(of), [{ path: image('a.png'), expected: 3 }]);
    await expectClass(of, image('a.png'), undefined);
    assert.equal(await text(), before);
  });

  it('has a method for each model, beside the images', async () => {
    const other = { ...of, model: path.join(folder, 'other.onnx') };
    assert.equal(await readPinsMethod(of), undefined);
    await pinImages(of, [image('a.png')]);
    const before = await text();
    await choosePinsMethod(of, 'saliency');
    await choosePinsMethod(other, 'cam');
    assert.deepEqual(JSON.parse(await text()), {
      pins: { 'models/net.onnx': { 'pictures/a.png': {} } },
      methods: { 'models/net.onnx': 'saliency', 'other.onnx': 'cam' },
    });
    assert.equal(await readPinsMethod(of), 'saliency');
    assert.equal((await readPins(of)).length, 1);
    await choosePinsMethod(other, undefined);
    await choosePinsMethod(of, undefined);
    assert.equal(await text(), before);
  });

  it('puts an image that was unpinned by mistake back in its place', async () => {
    await pinImages(of, [image('a.png'), image('b.png'), image('c.png')]);
    await expectClass(of, image('b.png'), 'cat');
    const before = await text();
    const undo = await unpinImage(of, image('b.png'));
    assert.equal((await readPins(of)).length, 2);
    await undo();
    assert.equal(await text(), before);
  });

  it('puts it at the end if the file was edited since', async () => {
    await pinImages(of, [image('a.png'), image('b.png')]);
    await expectClass(of, image('a.png'), 'cat');
    const undo = await unpinImage(of, image('a.png'));
    await pinImages(of, [image('c.png')]);
    await undo();
    assert.deepEqual(await readPins(of), [
      { path: image('b.png'), expected: undefined },
      { path: image('c.png'), expected: undefined },
      { path: image('a.png'), expected: 'cat' },
    ]);
  });

  for (const [what, content, message] of [
    ['no JSON', '{ "pins": ', /line 1 column 11/],
    [
      'a list of images',
      '{ "pins": { "models/net.onnx": [] } }',
      /pins\["models\/net\.onnx"\] must/,
    ],
    [
      'a class that is none',
      '{ "pins": { "m": { "a.png": { "expected": [] } } } }',
      /\["a\.png"\]\.expected must be the label of a class/,
    ],
    [
      'an image on another machine',
      '{ "pins": { "m": { "//server/share/a.png": {} } } }',
      /\["\/\/server\/share\/a\.png"\] must be a file on this machine/,
    ],
    ['an image without an object', '{ "pins": { "m": { "a.png": "cat" } } }', /must be an object/],
    ['a list of methods', '{ "methods": [] }', /methods must be an object of models/],
    [
      'a method that does not exist',
      '{ "methods": { "m": "guided" } }',
      /methods\["m"\] must be one of cam, grad-cam, .*, occlusion/,
    ],
    ['a key twice', '{ "pins": {}, "pins": { "m": {} } }', /twice/],
  ] as const) {
    it(`with ${what} is refused by its name and not written over`, async () => {
      await write(content);
      await assert.rejects(pinImages(of, [image('a.png')]), (error) => {
        assert.ok(CamError.is(error));
        assert.equal(error.code, 'pinsInvalid');
        assert.equal(error.file, pinsFileOf(folder));
        assert.match(error.message, /^cam-lens\.pins\.json /);
        assert.match(error.message, message);
        return true;
      });
      assert.equal(await text(), content);
    });
  }

  it('fits its schema, which refuses what the reader refuses', async () => {
    const schema = JSON.parse(await readFile('media/schemas/pins.schema.json', 'utf8'));
    const fits = new Ajv({ strict: false }).compile(schema);
    await pinImages(of, [image('a.png')]);
    await expectClass(of, image('a.png'), 'cat');
    for (const way of MAP_WAYS) {
      await choosePinsMethod(of, way);
      assert.ok(fits(JSON.parse(await text())), way);
    }
    assert.ok(!fits({ methods: { m: 'guided' } }));
    assert.ok(!fits({ pins: { m: [] } }));
    assert.ok(!fits({ pins: { m: { 'a.png': { expected: '' } } } }));
    assert.ok(!fits({ pins: { m: { 'a.png': { expected: 1.5 } } } }));
  });
});
