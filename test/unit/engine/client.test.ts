import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CamError } from '../../../src/cam/base/errors.ts';
import { EngineClient } from '../../../src/engine/client.ts';
import { bundleProduct } from '../../support/bundleOnce.ts';
import { MADE_UP, madeUpTexts } from '../../support/madeUpLanguage.ts';
import { assertFails } from './assertFails.ts';

const model = path.resolve('samples/scenes-gap.onnx');
const image = path.resolve('samples/pictures/living-room/living-room-01.png');
const bomb = path.resolve('test/fixtures/models/memory_bomb.onnx');

async function isAlive(pid: number): Promise<boolean> {
  for (let i = 0; i < 40; i++) {
    try {
      process.kill(pid, 0);
    } catch {
      return false;
    }
    await delay(50);
  }
  return true;
}

describe('the engine process', function () {
  this.timeout(30_000);
  let processPath: string;
  let client: EngineClient;

  before(async () => {
    processPath = await bundleProduct('src/engine/process.ts');
  });

  beforeEach(() => {
    client = startClient();
  });

  afterEach(() => client.dispose());

  /** The real engine process, as it ships. */
  function startClient(options: Partial<ConstructorParameters<typeof EngineClient>[0]> = {}) {
    return new EngineClient({ processPath, log: () => undefined, ...options });
  }

  it('starts with the first call and answers with typed arrays', async () => {
    assert.equal(client.pid, undefined);
    const { featureMap, claim } = await client.call('explain', [model, image]);
    assert.ok(featureMap.values instanceof Float32Array);
    assert.equal(featureMap.values.length, featureMap.channels * 14 * 14);
    assert.match(claim.text, /^Exact CAM · 14×14/);
    assert.ok(client.pid);
  });

  it("says errors and fidelity in the window's language", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'cam-lens-texts-'));
    const texts = path.join(folder, 'bundle.l10n.xx.json');
    writeFileSync(texts, JSON.stringify(madeUpTexts()));
    const translated = startClient({ texts });
    try {
      const call = translated.call('explain', [model, '/no/such.png']);
      const error = await assertFails(call, 'fileNotFound');
      assert.equal(error.message, `${MADE_UP}such.png does not exist.`);
      assert.equal(error.nextAction, `${MADE_UP}Check the path of the image.`);
      const { claim } = await translated.call('explain', [model, image]);
      assert.match(claim.text, new RegExp(`^${MADE_UP}Exact CAM`));
    } finally {
      translated.dispose();
      rmSync(folder, { recursive: true });
    }
  });

  it('stays English where the texts of the language cannot be read', async () => {
    const translated = startClient({ texts: '/no/such/bundle.l10n.xx.json' });
    try {
      const call = translated.call('explain', [model, '/no/such.png']);
      const error = await assertFails(call, 'fileNotFound');
      assert.equal(error.message, 'such.png does not exist.');
    } finally {
      translated.dispose();
    }
  });

  it('passes on the errors of the library', async () => {
    const error = await assertFails(client.call('openModel', ['/no/such.onnx']), 'fileNotFound');
    assert.ok(error.message.includes('/no/such.onnx'));
    assert.ok((await client.call('openModel', [model])).version);
  });

  it('killed in the middle of a run: names the model, the next call works', async () => {
    await client.call('openModel', [model]);
    const pid = client.pid ?? 0;
    const running = client.call('explain', [model, image]);
    process.kill(pid, 'SIGKILL');
    const error = await assertFails(running, 'engineCrashed');
    assert.ok(error.message.includes(model), error.message);
    const again = await client.call('explain', [model, image]);
    assert.ok(again.claim.standing === 'exact');
    assert.notEqual(client.pid, pid);
  });

  it('a cancelled call ends at once, waiting calls are still carried out', async () => {
    const abort = new AbortController();
    const running = client.call('explain', [model, image], abort.signal);
    const waiting = client.call('openModel', [model]);
    abort.abort();
    await assertFails(running, 'cancelled');
    assert.ok((await waiting).version);
  });

  it('a waiting call can leave the queue without harm to the running one', async () => {
    const abort = new AbortController();
    const running = client.call('openModel', [model]);
    const waiting = client.call('explain', [model, image], abort.signal);
    abort.abort();
    await assertFails(waiting, 'cancelled');
    assert.ok((await running).version);
  });

  it('reports the progress of a scan; after a cancelled one the next completes it', async () => {
    const cacheFolder = mkdtempSync(path.join(os.tmpdir(), 'cam-lens-client-'));
    const pictures = path.resolve('samples/pictures');
    const abort = new AbortController();
    const told: number[] = [];
    const scan = client.call(
      'scanFolder',
      [model, pictures, { cacheFolder }],
      abort.signal,
      ({ indexed }) => {
        told.push(indexed);
        if (indexed > 0) abort.abort();
      },
    );
    await assertFails(scan, 'cancelled');
    assert.ok(told.length > 0);
    const summary = await client.call('scanFolder', [model, pictures, { cacheFolder }]);
    assert.equal(summary.images, 60);
    assert.equal(summary.complete, true);
    rmSync(cacheFolder, { recursive: true });
  });

  it('is gone after dispose', async () => {
    await client.call('openModel', [model]);
    const pid = client.pid ?? 0;
    client.dispose();
    assert.equal(await isAlive(pid), false);
    await assertFails(client.call('openModel', [model]), 'cancelled');
  });

  it('a model that asks for terabytes fails with its name, the next call works', async () => {
    const call = client.call('explain', [bomb, image]);
    const error = await call.then(
      () => assert.fail('the call succeeded'),
      (reason) => reason,
    );
    assert.ok(CamError.is(error));
    assert.ok(error.message.includes(bomb), error.message);
    assert.ok((await client.call('openModel', [model])).version);
  });
});
