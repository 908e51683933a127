import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleProduct, bundleTestProgram } from '../support/bundleOnce.ts';
import { yearsModel } from './hostileModels.ts';
import { computes, ends } from './processes.ts';

const models = path.resolve('test/fixtures/models');

describe('An engine that computes for years', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-orphan-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Starts a program that lets the engine compute for years; resolves when it does. */
  async function startParent(...limits: string[]) {
    const model = path.join(folder, 'years.onnx');
    writeFileSync(model, yearsModel());
    const engine = await bundleProduct('src/engine/process.ts');
    const program = await bundleTestProgram('test/robustness/orphanParent.ts');
    const picture = path.join(models, 'picture.png');
    const sidecar = path.join(models, 'tiny.cam.json');
    const parent = spawn(process.execPath, [program, engine, model, picture, sidecar, ...limits], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed] = await once(parent.stdout, 'data');
    const pid = Number(String(printed));
    await computes(pid);
    return { parent, pid };
  }

  before(function () {
    if (process.platform !== 'linux') this.skip();
  });

  it('ends when the process that started it is killed', async () => {
    const { parent, pid } = await startParent();
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await ends(pid);
  });

  it('ends at its time limit even when the process that started it hangs', async () => {
    const { parent, pid } = await startParent('10000');
    parent.kill('SIGSTOP');
    await ends(pid);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
  });
});
