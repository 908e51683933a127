import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { CamErrorCode } from '../../../src/cam/base/errors.ts';
import { CamError } from '../../../src/cam/base/errors.ts';
import { Engine } from '../../../src/cam/engine.ts';
import { fromHalfPrecision, toHalfPrecision } from '../../../src/cam/onnx/file/halfPrecision.ts';

const fixtures = path.resolve('test/fixtures/models');
const good = path.join(fixtures, 'gap_linear.dynamo.onnx');

describe('damaged model files', () => {
  const engine = new Engine();
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'cam-lens-models-'));
  });

  after(async () => {
    await engine.dispose();
    await rm(folder, { recursive: true });
  });

  async function assertRefused(file: string, codes: CamErrorCode[]): Promise<void> {
    await assert.rejects(engine.openModel(file), (error) => {
      assert.ok(CamError.is(error), `not a CamError: ${error}`);
      assert.ok(codes.includes(error.code), `${error.code}: ${error.message}`);
      assert.ok(error.message.includes(file), error.message);
      assert.ok(error.nextAction.length > 0);
      return true;
    });
    assert.equal((await engine.openModel(good)).mapKind, 'cam');
  }

  async function write(name: string, bytes: Uint8Array | string): Promise<string> {
    const file = path.join(folder, name);
    await writeFile(file, bytes);
    return file;
  }

  it('missing', () => assertRefused(path.join(folder, 'nowhere.onnx'), ['fileNotFound']));

  it('zero bytes', async () => assertRefused(await write('zero.onnx', ''), ['emptyFile']));

  it('truncated at every tenth of the file', async () => {
    const bytes = await readFile(good);
    for (let tenth = 1; tenth < 10; tenth++) {
      const part = bytes.subarray(0, Math.floor((bytes.length * tenth) / 10));
      await assertRefused(await write('truncated.onnx', part), ['truncatedOnnx', 'notOnnx']);
    }
  });

  it('without its last byte', async () => {
    const bytes = await readFile(good);
    await assertRefused(await write('short.onnx', bytes.subarray(0, -1)), ['truncatedOnnx']);
  });

  it('random bytes', async () => {
    const bytes = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919 + (i >> 3) * 31) % 256);
    await assertRefused(await write('random.onnx', bytes), ['notOnnx', 'truncatedOnnx']);
  });

  it('another kind of file', async () => {
    const html = '<!DOCTYPE html><html><body>Sign in to download</body></html>';
    await assertRefused(await write('page.onnx', html), ['notOnnx', 'truncatedOnnx']);
  });

  it('a Git LFS pointer', async () => {
    const pointer =
      'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 102400\n';
    await assertRefused(await write('pointer.onnx', pointer), ['lfsPointer']);
  });

  it('external weights that are missing', async () => {
    const file = path.join(folder, 'gap_external.onnx');
    await copyFile(path.join(fixtures, 'external', 'gap_external.onnx'), file);
    await assertRefused(file, ['missingExternalData']);
  });

  it('external weights behind a link out of the folder', async () => {
    const file = path.join(folder, 'gap_external.onnx');
    const data = 'gap_external.onnx.data';
    await copyFile(path.join(fixtures, 'external', 'gap_external.onnx'), file);
    await symlink(path.join(fixtures, 'external', data), path.join(folder, data));
    await assertRefused(file, ['externalDataOutsideFolder']);
  });

  it('external weights that a link takes elsewhere than the model', async () => {
    const data = 'gap_external.onnx.data';
    const blobs = path.join(folder, 'blobs');
    const own = path.join(folder, 'model');
    for (const place of [blobs, own]) await mkdir(place);
    await copyFile(path.join(fixtures, 'external', 'gap_external.onnx'), path.join(blobs, 'a1'));
    await symlink('../blobs/a1', path.join(own, 'gap_external.onnx'));
    await symlink(path.join(fixtures, 'external', data), path.join(own, data));
    await assertRefused(path.join(own, 'gap_external.onnx'), ['externalDataOutsideFolder']);
  });
});

describe('a model in the cache of Hugging Face', () => {
  it('is loaded: model and weights are links to one other folder', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'cam-lens-hub-'));
    const [blobs, own] = [path.join(folder, 'blobs'), path.join(folder, 'snapshots', 'abc')];
    for (const place of [blobs, own]) await mkdir(place, { recursive: true });
    for (const [i, name] of ['gap_external.onnx', 'gap_external.onnx.data'].entries()) {
      await copyFile(path.join(fixtures, 'external', name), path.join(blobs, `b${i}`));
      await symlink(`../../blobs/b${i}`, path.join(own, name));
    }
    const engine = new Engine();
    const explain = async (model: string) => {
      const picture = path.resolve('samples/pictures/beach/beach-01.png');
      return (await engine.explain(model, picture)).logits;
    };
    const linked = await explain(path.join(own, 'gap_external.onnx'));
    assert.deepEqual(linked, await explain(path.join(fixtures, 'external', 'gap_external.onnx')));
    await engine.dispose();
    await rm(folder, { recursive: true });
  });
});

describe('half precision', () => {
  it('every half-precision number survives the way to float32 and back', () => {
    const all = Uint16Array.from({ length: 0x10000 }, (_, bits) => bits);
    const back = toHalfPrecision(fromHalfPrecision(all));
    for (const [bits, found] of back.entries()) {
      const isNan = (bits & 0x7c00) === 0x7c00 && (bits & 0x3ff) !== 0;
      if (!isNan) assert.equal(found, bits, `bits ${bits.toString(16)}`);
    }
  });

  it('rounds to nearest, ties to even, as IEEE 754 says', () => {
    const cases: [number, number][] = [
      [1, 0x3c00],
      [-2, 0xc000],
      [1 + 2 ** -11, 0x3c00],
      [1 + 3 * 2 ** -11, 0x3c02],
      [65504, 0x7bff],
      [65519, 0x7bff],
      [65520, 0x7c00],
      [2 ** -24, 0x0001],
      [2 ** -25, 0x0000],
      [3 * 2 ** -25, 0x0002],
    ];
    for (const [value, bits] of cases) {
      assert.equal(toHalfPrecision(Float32Array.of(value))[0], bits, String(value));
    }
  });
});
