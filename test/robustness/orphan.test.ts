import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bundleProduct, bundleTestProgram } from '../support/bundleOnce.ts';
import { decodeMessage } from '../support/protobufTree.ts';
import { insertBefore } from './hostileModels.ts';

const models = path.resolve('test/fixtures/models');

describe('An engine that computes for years', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-orphan-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('ends when the process that started it is killed', async function () {
    if (process.platform !== 'linux') this.skip();
    const model = path.join(folder, 'years.onnx');
    const good = decodeMessage(readFileSync(path.join(models, 'gap_linear.dynamo.onnx')), 'Model');
    const attributes = { kernel_shape: [2n ** 31n, 3n], pads: [2n ** 30n, 1n, 2n ** 30n, 1n] };
    const node = { operator: 'AveragePool', attributes };
    writeFileSync(model, insertBefore(good, 'conv2d_1', node));
    const engine = await bundleProduct('src/engine/process.ts');
    const program = await bundleTestProgram('test/robustness/orphanParent.ts');
    const picture = path.join(models, 'picture.png');
    const sidecar = path.join(models, 'tiny.cam.json');
    const parent = spawn(process.execPath, [program, engine, model, picture, sidecar], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed] = await once(parent.stdout, 'data');
    const pid = Number(String(printed));
    await computes(pid);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await ends(pid);
  });
});

/** Resolves when the process has used a processor for a second, all of the time. */
async function computes(pid: number): Promise<void> {
  for (let before = ticksOf(pid), busy = 0; busy < 5; busy++) {
    await delay(200);
    const now = ticksOf(pid);
    assert.ok(now >= 0, 'the engine has ended');
    // Ticks of 10 ms.
    if (now - before < 10) busy = -1;
    before = now;
  }
}

/** Processor time that a process has used, in ticks; -1 if it has ended. */
function ticksOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return fields[0] === 'Z' ? -1 : Number(fields[11]) + Number(fields[12]);
  } catch {
    return -1;
  }
}

async function ends(pid: number): Promise<void> {
  const limitMs = 10_000;
  for (const startMs = Date.now(); Date.now() - startMs < limitMs; ) {
    if (ticksOf(pid) < 0) return;
    await delay(100);
  }
  process.kill(pid, 'SIGKILL');
  assert.fail('the engine goes on without its parent');
}
