import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CamErrorCode } from '../../src/cam/base/errors.ts';
import { CamError } from '../../src/cam/base/errors.ts';
import { EngineClient } from '../../src/engine/client.ts';
import { bundleProduct } from '../support/bundleOnce.ts';
import { decodeMessage } from '../support/protobufTree.ts';
import { checkError } from './fuzz/checkResult.ts';
import { insertBefore, setShape, yearsModel } from './hostileModels.ts';

const models = path.resolve('test/fixtures/models');
const goodModel = path.join(models, 'gap_linear.dynamo.onnx');
const goodImage = path.join(models, 'picture.png');
const configPath = path.join(models, 'tiny.cam.json');

/** A hanging call must fail; any other call may take as long as a busy machine needs. */
const CALL_LIMIT_MS = 30_000;

/** For calls that would take years: long enough for each of the calls that follow. */
const IMPATIENT_LIMIT_MS = 3000;

const MEMORY_LIMIT_BYTES = 2 ** 30;

describe('files made to do harm', function () {
  this.timeout(60_000);
  let client: EngineClient;
  let impatientClient: EngineClient;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-hostile-'));
    const options = {
      processPath: await bundleProduct('src/engine/process.ts'),
      log: () => undefined,
    };
    const limited = (callMs: number) =>
      new EngineClient({ ...options, limits: { callMs, memoryBytes: MEMORY_LIMIT_BYTES } });
    client = limited(CALL_LIMIT_MS);
    impatientClient = limited(IMPATIENT_LIMIT_MS);
    await client.call('openModel', [goodModel]);
  });

  after(() => {
    client.dispose();
    impatientClient.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  /** One of the codes, naming the file; then the next call works. */
  async function assertFails(
    call: Promise<unknown>,
    name: string,
    codes: CamErrorCode[],
    engine = client,
  ): Promise<void> {
    const error = await call.then(
      () => assert.fail('the call succeeded'),
      (reason: unknown) => reason,
    );
    checkError(error, name);
    assert.ok(CamError.is(error) && codes.includes(error.code), String(error));
    // In steps; each takes less than the limit even on a busy machine.
    await engine.call('readFacts', [goodModel]);
    await engine.call('openModel', [goodModel, { configPath }]);
    const { claim } = await engine.call('explain', [goodModel, goodImage, { configPath }]);
    assert.equal(claim.standing, 'exact');
  }

  function writeModel(name: string, bytes: Uint8Array): string {
    const file = path.join(folder, name);
    writeFileSync(file, bytes);
    return file;
  }

  describe('models that native code does not survive', () => {
    const good = decodeMessage(readFileSync(goodModel), 'Model');

    it('DepthToSpace with a block of 2^62 (division by zero in onnxruntime 1.30)', async () => {
      const node = { operator: 'DepthToSpace', attributes: { blocksize: 2n ** 62n } };
      const model = writeModel('blocks.onnx', insertBefore(good, 'conv2d_1', node));
      const call = client.call('explain', [model, goodImage, { configPath }]);
      await assertFails(call, 'blocks.onnx', ['engineCrashed', 'modelRefused']);
    });

    it('MaxPool with a dilation of 1000003', async () => {
      const attributes = { kernel_shape: [3n, 3n], dilations: [1_000_003n, 1_000_003n] };
      const node = { operator: 'MaxPool', attributes };
      const model = writeModel('dilation.onnx', insertBefore(good, 'conv2d_1', node));
      const call = client.call('explain', [model, goodImage, { configPath }]);
      await assertFails(call, 'dilation.onnx', ['engineCrashed', 'modelRefused']);
    });

    it('AveragePool over 2^31 rows, which would take years', async () => {
      const model = writeModel('years.onnx', yearsModel());
      const call = impatientClient.call('explain', [model, goodImage, { configPath }]);
      const codes: CamErrorCode[] = ['engineTimedOut', 'modelRefused'];
      await assertFails(call, 'years.onnx', codes, impatientClient);
    });

    it('Expand to 12 GB in a model of half a kilobyte', async function () {
      if (process.platform !== 'linux') this.skip();
      const bomb = decodeMessage(readFileSync(path.join(models, 'memory_bomb.onnx')), 'Model');
      const model = writeModel('bomb.onnx', setShape(bomb, 'shape', [1n, 3n, 32_768n, 32_768n]));
      const call = client.call('explain', [model, goodImage]);
      await assertFails(call, 'bomb.onnx', ['engineOutOfMemory']);
    });
  });

  describe('files that are not regular', () => {
    before(function () {
      if (process.platform === 'win32') this.skip();
    });

    const kinds: [string, (file: string) => void][] = [
      ['a named pipe', (file) => execFileSync('mkfifo', [file])],
      ['a link to /dev/zero', (file) => symlinkSync('/dev/zero', file)],
      ['a folder', (file) => mkdirSync(file)],
    ];

    for (const [index, [kind, make]] of kinds.entries()) {
      it(`${kind} as a model`, async () => {
        const file = path.join(folder, `kind-${index}.onnx`);
        make(file);
        await assertFails(client.call('openModel', [file]), path.basename(file), ['fileNotFound']);
      });

      it(`${kind} as a picture`, async () => {
        const file = path.join(folder, `kind-${index}.png`);
        make(file);
        const call = client.call('explain', [goodModel, file, { configPath }]);
        await assertFails(call, path.basename(file), ['imageUnreadable']);
      });

      it(`${kind} as labels`, async () => {
        const labels = path.join(folder, `kind-${index}.txt`);
        make(labels);
        const sidecar = path.join(folder, `kind-${index}.cam.json`);
        writeFileSync(sidecar, JSON.stringify({ labels: path.basename(labels) }));
        const call = client.call('openModel', [goodModel, { configPath: sidecar }]);
        await assertFails(call, path.basename(labels), ['labelsUnreadable']);
      });

      it(`${kind} as a sidecar`, async () => {
        const sidecar = path.join(folder, `kind-${index}-itself.cam.json`);
        make(sidecar);
        const call = client.call('openModel', [goodModel, { configPath: sidecar }]);
        await assertFails(call, path.basename(sidecar), ['sidecarInvalid']);
      });

      it(`${kind} as external weights`, async () => {
        const inside = mkdtempSync(path.join(folder, 'weights-'));
        const model = path.join(inside, 'model.onnx');
        writeFileSync(model, readFileSync(path.join(models, 'external/gap_external.onnx')));
        make(path.join(inside, 'gap_external.onnx.data'));
        await assertFails(client.call('openModel', [model]), 'model.onnx', [
          'missingExternalData',
          'externalDataOutsideFolder',
        ]);
      });
    }
  });
});
