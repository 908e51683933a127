import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { EngineClient } from '../../../src/engine/client.ts';
import { bundleTestProgram } from '../../support/bundleOnce.ts';
import { assertFails } from './assertFails.ts';

const model = path.resolve('samples/scenes-gap.onnx');
const image = path.resolve('samples/pictures/living-room/living-room-01.png');

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

describe('a slow engine process', function () {
  this.timeout(30_000);
  let watchPath: string;
  let folder: string;
  let client: EngineClient;

  before(async () => {
    watchPath = await bundleTestProgram('src/engine/selfWatch.ts');
  });

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'cam-lens-client-'));
  });

  afterEach(() => {
    client.dispose();
    rmSync(folder, { recursive: true });
  });

  /** @param workMs how long each call takes */
  function startSlow(
    workMs: number,
    options: Partial<ConstructorParameters<typeof EngineClient>[0]> = {},
    blocks = false,
  ) {
    const slowPath = path.join(folder, 'slow.mjs');
    writeFileSync(slowPath, slowProcess(pathToFileURL(watchPath).href, { workMs, blocks }));
    client = new EngineClient({ processPath: slowPath, log: () => undefined, ...options });
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
