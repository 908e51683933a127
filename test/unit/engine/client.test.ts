import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { CamErrorCode } from '../../../src/cam/base/errors.ts';
import { CamError } from '../../../src/cam/base/errors.ts';
import { EngineClient } from '../../../src/engine/client.ts';
import { bundleProduct, bundleTestProgram } from '../../support/bundleOnce.ts';
import { MADE_UP, madeUpTexts } from '../../support/madeUpLanguage.ts';

const model = path.resolve('samples/scenes-gap.onnx');
const image = path.resolve('samples/pictures/living-room-01.png');
const bomb = path.resolve('test/fixtures/models/memory_bomb.onnx');

async function assertFails(call: Promise<unknown>, code: CamErrorCode): Promise<CamError> {
  const error = await call.then(
    () => assert.fail('the call succeeded'),
    (reason) => reason,
  );
  assert.ok(CamError.is(error), String(error));
  assert.equal(error.code, code);
  return error;
}

/**
 * A stand-in for the engine, with the engine's own watch: it writes its requests, and reports progress until `workMs`
 * have passed. One that blocks does neither, as in a run of a model.
 */
const slowProcess = (watchUrl: string, { workMs, blocks }: { workMs: number; blocks: boolean }) => `
  import { SelfWatch } from '${watchUrl}';
  const watch = new SelfWatch(JSON.parse(process.argv[2]));
  process.on('message', ({ id, method }) => {
    watch.callRuns();
    process.stdout.write(method + ' ');
    if (${blocks}) for (const startMs = Date.now(); Date.now() - startMs < ${workMs}; );
    const timer = setInterval(() => {
      watch.callRuns();
      process.send({ id, progress: method });
    }, 50);
    const answer = () => {
      process.send({ id, result: method });
      watch.callEnded();
    };
    setTimeout(() => { clearInterval(timer); answer(); }, ${workMs});
  });
`;

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
  let watchPath: string;
  let client: EngineClient;

  before(async () => {
    processPath = await bundleProduct('src/engine/process.ts');
    watchPath = await bundleTestProgram('src/engine/selfWatch.ts');
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
      assert.equal(error.nextAction, `${MADE_UP}Check the path of the picture.`);
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

  describe('a slow process', () => {
    let folder: string;

    beforeEach(() => {
      folder = mkdtempSync(path.join(os.tmpdir(), 'cam-lens-client-'));
    });

    afterEach(() => rmSync(folder, { recursive: true }));

    /** @param workMs how long each call takes */
    function startSlow(
      workMs: number,
      options: Parameters<typeof startClient>[0] = {},
      blocks = false,
    ) {
      const slowPath = path.join(folder, 'slow.mjs');
      writeFileSync(slowPath, slowProcess(pathToFileURL(watchPath).href, { workMs, blocks }));
      client.dispose();
      client = startClient({ processPath: slowPath, ...options });
    }

    it('never gets a call that was cancelled while it waited', async () => {
      let asked = '';
      startSlow(100, { log: (text) => (asked += text) });
      const abort = new AbortController();
      const running = client.call('openModel', [model]);
      const waiting = client.call('explain', [model, image], abort.signal);
      const last = client.call('scanFolder', [model, folder, {}]);
      abort.abort();
      await assertFails(waiting, 'cancelled');
      await Promise.all([running, last]);
      assert.equal(asked, 'openModel scanFolder ');
    });

    it('may exceed the time limit of a call while it reports progress', async () => {
      const callMs = 1500;
      startSlow(1.5 * callMs, { limits: { callMs } });
      await client.call('scanFolder', [model, folder, {}]);
    });

    it('ends itself when a call takes too long, though it cannot look up', async () => {
      startSlow(60_000, { limits: { callMs: 1000 } }, true);
      const error = await assertFails(client.call('explain', [model, image]), 'engineTimedOut');
      assert.ok(error.message.includes(model));
      assert.ok(error.message.includes(image));
      assert.equal(client.pid, undefined);
    });

    for (const [how, blocks] of [
      ['while it reports progress', false],
      ['though it cannot look up', true],
    ] as const) {
      it(`ends itself when it takes too much memory, ${how}`, async () => {
        startSlow(60_000, { limits: { memoryBytes: 1 } }, blocks);
        const call = client.call('explain', [model, image]);
        const error = await assertFails(call, 'engineOutOfMemory');
        assert.match(error.message, / took \d\.\d GB of memory/);
        assert.ok(error.message.includes(model));
        assert.ok(error.message.includes(image));
      });
    }

    it('has its limits only during a call', async () => {
      startSlow(10, { limits: { callMs: 300 } });
      await client.call('openModel', [model]);
      const { pid } = client;
      await delay(1000);
      await client.call('openModel', [model]);
      assert.equal(client.pid, pid);
    });
  });
});
