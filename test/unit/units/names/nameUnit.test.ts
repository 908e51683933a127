import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { CamError } from '../../../../src/cam/base/errors.ts';
import { Engine } from '../../../../src/cam/engine.ts';
import { channelName } from '../../../../src/cam/maps/channelName.ts';
import { nameUnit } from '../../../../src/cam/units/names/nameUnit.ts';
import { withUnitName } from '../../../../src/cam/units/names/sidecarText.ts';

describe('names of units in the sidecar', () => {
  let folder = '';
  let model = '';
  let sidecar = '';

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'cam-names-'));
    model = path.join(folder, 'net.onnx');
    sidecar = path.join(folder, 'net.cam.json');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('creates the sidecar if there is none, and no other file', async () => {
    await nameUnit(model, 12, ' sofa ', undefined);
    assert.deepEqual(JSON.parse(await readFile(sidecar, 'utf8')), { units: { 12: 'sofa' } });
    assert.deepEqual(await readdir(folder), ['net.cam.json']);
  });

  it('keeps formatting, order, unknown keys and the byte order mark', async () => {
    const before = '\ufeff{\r\n\t"mine": [1,  2],\r\n\t"labels": ["a",\t"b"]\r\n}\r\n';
    await writeFile(sidecar, before);
    await nameUnit(model, 3, 'a "tv"', undefined);
    const after = await readFile(sidecar, 'utf8');
    const added = ',\r\n\t"units": {\r\n\t\t"3": "a \\"tv\\""\r\n\t}';
    assert.equal(after, before.replace('"b"]', `"b"]${added}`));
    await nameUnit(model, 3, undefined, undefined);
    assert.equal(await readFile(sidecar, 'utf8'), before);
  });

  it('puts names in the order of the channels, changes and removes one', () => {
    const text = '{ "units": {"2": "a", "11": "c"}, "labels": "l.txt" }';
    const added = withUnitName(text, 7, 'b');
    assert.equal(added, '{ "units": {"2": "a", "7": "b", "11": "c"}, "labels": "l.txt" }');
    assert.equal(withUnitName(added, 2, 'x'), added.replace('"a"', '"x"'));
    assert.equal(withUnitName(added, 7, undefined), text);
    assert.equal(withUnitName(text, 99, undefined), text);
    assert.deepEqual(JSON.parse(withUnitName('{}', 0, 'z')), { units: { 0: 'z' } });
    assert.deepEqual(JSON.parse(withUnitName('{"units": {}}', 0, 'z')), { units: { 0: 'z' } });
    assert.equal(withUnitName('{"units": {"0": "z"}}', 0, undefined), '{}');
  });

  for (const [what, text] of [
    ['no JSON', '{ "labels": '],
    ['names that are no texts', '{ "units": { "1": 5 } }'],
    ['keys that are no channels', '{ "units": { "sofa": "1" } }'],
    ['a list', '{ "units": ["a"] }'],
    ['the key twice', '{ "units": { "1": "a" }, "units": { "2": "b" } }'],
  ] as const) {
    it(`refuses a sidecar with ${what} and leaves it alone`, async () => {
      await writeFile(sidecar, text);
      await assert.rejects(nameUnit(model, 1, 'new', undefined), (error) => {
        assert.ok(CamError.is(error));
        assert.equal(error.code, 'sidecarInvalid');
        assert.match(error.message, /net\.cam\.json/);
        return true;
      });
      assert.equal(await readFile(sidecar, 'utf8'), text);
    });
  }

  it('writes to the requested sidecar, which must exist', async () => {
    const other = path.join(folder, 'other.json');
    await assert.rejects(nameUnit(model, 1, 'a', other), { code: 'fileNotFound' });
    await writeFile(other, '{}');
    await nameUnit(model, 1, 'a', other);
    assert.deepEqual(JSON.parse(await readFile(other, 'utf8')), { units: { 1: 'a' } });
    assert.deepEqual(await readdir(folder), ['other.json']);
  });
});

describe('names of units in a description', () => {
  it("belong only to the model's own last map and change the version", async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'cam-names-'));
    const engine = new Engine();
    try {
      const model = path.join(folder, 'net.onnx');
      await copyFile('test/fixtures/layers/auto_pad.torchscript.onnx', model);
      const before = await engine.openModel(model);
      assert.deepEqual(before.unitNames, {});
      const sidecar = await engine.nameUnit(model, 0, 'sofa');
      const after = await engine.openModel(model);
      assert.deepEqual(after.unitNames, { 0: 'sofa' });
      assert.notEqual(after.version, before.version);
      assert.ok(after.files.includes(sidecar));
      const own = await engine.openModel(model, { featureTensor: after.featureTensor });
      assert.deepEqual(own.unitNames, { 0: 'sofa' });
      const other = '/trunk/down/Conv_output_0';
      const description = await engine.openModel(model, { featureTensor: other });
      assert.deepEqual(description.unitNames, {});
      assert.equal(channelName(['mean'], 12, 0, after.unitNames), 'sofa');
    } finally {
      await engine.dispose();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
