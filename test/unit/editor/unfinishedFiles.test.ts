import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRepository } from '../../../scripts/repository.ts';
import type { CamErrorData } from '../../../src/cam/base/errors.ts';
import { CamError } from '../../../src/cam/base/errors.ts';
import { Engine } from '../../../src/cam/engine.ts';
import { mayBeUnfinished } from '../../../src/editor/files/unfinishedFiles.ts';

const fixtures = (...parts: string[]) => inRepository('test', 'fixtures', ...parts);

describe('errors of files that are being written', () => {
  let folder: string;
  let engine: Engine;
  let image: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-unfinished-'));
    engine = new Engine();
    image = path.join(folder, 'picture.png');
    copyFileSync(fixtures('variants', 'picture.png'), image);
  });
  afterEach(async () => {
    await engine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const name of ['plain', 'functions_torch', 'constants']) {
    it(`a model that ends anywhere: ${name}.onnx`, async function () {
      this.timeout(60_000);
      const file = path.join(folder, 'model.onnx');
      const bytes = readFileSync(fixtures('files', `${name}.onnx`));
      // An early end between the last parts of a model is hard to detect.
      const lengths = Array.from({ length: bytes.length }, (_, i) => i);
      for (const length of lengths.filter((i) => i % 23 === 0 || i > bytes.length - 30)) {
        writeFileSync(file, bytes.subarray(0, length));
        await assertUnfinished(() => engine.explain(file, image), `${length} bytes`);
      }
      writeFileSync(file, bytes);
      await engine.explain(file, image);
    });
  }

  it('weights that are missing, too short, or zero', async () => {
    const file = path.join(folder, 'external_good.onnx');
    const weights = path.join(folder, 'linear.data');
    copyFileSync(fixtures('files', 'external_good.onnx'), file);
    await assertUnfinished(() => engine.explain(file, image), 'missing');
    const { length } = readFileSync(fixtures('files', 'linear.data'));
    for (let size = 0; size < length; size += 16) {
      copyFileSync(fixtures('files', 'linear.data'), weights);
      truncateSync(weights, size);
      await assertUnfinished(() => engine.explain(file, image), `${size} bytes`);
    }
    // Like a download that reserves its space first.
    writeFileSync(weights, new Uint8Array(length));
    await assertUnfinished(() => engine.explain(file, image), 'zeros');
    copyFileSync(fixtures('files', 'linear.data'), weights);
    await engine.explain(file, image);
  });

  it('a picture and a sidecar that end anywhere', async () => {
    const file = path.join(folder, 'plain.onnx');
    copyFileSync(fixtures('files', 'plain.onnx'), file);
    const picture = readFileSync(image);
    for (let length = 0; length < picture.length; length += Math.ceil(picture.length / 50)) {
      writeFileSync(image, picture.subarray(0, length));
      await assertUnfinished(() => engine.explain(file, image), `picture of ${length} bytes`);
    }
    writeFileSync(image, picture);
    const sidecar = path.join(folder, 'plain.cam.json');
    for (const text of ['', '{ "labels": [', '{ "labels": ["one"] }']) {
      writeFileSync(sidecar, text);
      await assertUnfinished(() => engine.explain(file, image), `sidecar ${text}`);
    }
  });

  it('not those about the content of a complete file', () => {
    for (const code of ['noSpatialMap', 'headNotLinear', 'lfsPointer', 'cancelled'] as const) {
      assert.equal(mayBeUnfinished({ code, message: '', nextAction: '' }), false, code);
    }
  });
});

async function assertUnfinished(call: () => Promise<unknown>, what: string): Promise<void> {
  const error: CamErrorData | undefined = await call().then(
    () => undefined,
    (reason) => CamError.toData(reason),
  );
  assert.ok(error, `${what}: refused`);
  assert.ok(mayBeUnfinished(error), `${what}: ${error.code} ${error.message}`);
  assert.notEqual(error.code, 'internal', `${what}: ${error.message}`);
}
