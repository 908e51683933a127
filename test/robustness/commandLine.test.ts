import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ExplanationReport } from '../../src/cam/maps/files/report.ts';
import { main } from '../../src/cli/main.ts';
import { EngineClient } from '../../src/engine/client.ts';
import { bundleProduct } from '../support/bundleOnce.ts';
import { decodeMessage } from '../support/protobufTree.ts';
import { buildProgram, fixtures, runProgram } from '../unit/cli/cliProcess.ts';
import { insertBefore, setAttribute, yearsModel } from './hostileModels.ts';
import { childrenOf, computes, ends } from './processes.ts';

const picture = path.join(fixtures, 'picture.png');
const tiny = path.join(fixtures, 'tiny.onnx');

describe('The command line on files made to do harm', function () {
  this.timeout(180_000);
  let folder: string;
  let processPath: string;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-cli-hostile-'));
    processPath = await bundleProduct('src/engine/process.ts');
    await buildProgram();
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  function writeModel(name: string, bytes: Uint8Array): string {
    const file = path.join(folder, name);
    writeFileSync(file, bytes);
    return file;
  }

  /** Runs a command in this process, with the real engine. */
  async function run(args: string[], engine: EngineClient, onOut = (_text: string) => {}) {
    const ended = { status: -1, stdout: '', stderr: '' };
    const streams = {
      out: (text: string) => {
        ended.stdout += text;
        onOut(text);
      },
      err: (text: string) => {
        ended.stderr += text;
      },
      isErrScreen: false,
    };
    try {
      ended.status = await main(args, streams, engine);
    } finally {
      engine.dispose();
    }
    return ended;
  }

  /** One divides by zero, one fails an assertion of C++ (onnxruntime 1.30). */
  function deadlyModels(): string[] {
    const read = (name: string) =>
      decodeMessage(readFileSync(path.resolve('test/fixtures/models', name)), 'Model');
    const blocks = { operator: 'DepthToSpace', attributes: { blocksize: 2n ** 62n } };
    const divides = insertBefore(read('gap_linear.dynamo.onnx'), 'conv2d_1', blocks);
    const conv = '/trunk/trunk.0/Conv_output_0';
    const cropped = read('crop_mean.torchscript.onnx');
    const aborts = setAttribute(cropped, conv, 'kernel_shape', [3n, 2n ** 31n]);
    return [writeModel('deadly-1.onnx', divides), writeModel('deadly-2.onnx', aborts)];
  }

  it('says in one line that native code did not survive a model, and ends with 1', async () => {
    for (const model of deadlyModels()) {
      const { status, stdout, stderr } = await runProgram(['model', model]);
      // A later onnxruntime may refuse them instead, which `model` tells as a fact.
      if (status === 0) continue;
      assert.deepEqual({ status, stdout }, { status: 1, stdout: '' });
      assert.match(stderr, /^cam-lens: [^\n]*deadly-\d\.onnx[^\n]* \S[^\n]*\.\n$/);
    }
    const [model = ''] = deadlyModels();
    for (const args of [
      ['show', picture, picture, '--model', model],
      ['units', model, fixtures, '--index', folder],
    ]) {
      const { status, stdout, stderr } = await runProgram(args);
      assert.deepEqual({ status, stdout }, { status: 1, stdout: '' });
      assert.match(stderr, /^cam-lens: [^\n]*deadly-1\.onnx[^\n]* \S[^\n]*\.\n$/);
    }
  });

  it('shows the other images after one that the engine does not survive', async () => {
    const engine = new EngineClient({ processPath, log: () => undefined });
    let shown = 0;
    const args = ['show', picture, picture, picture, '-m', tiny, '--json'];
    const { status, stdout, stderr } = await run(args, engine, () => {
      if (++shown === 1) process.kill(engine.pid ?? 0, 'SIGKILL');
    });
    assert.equal(status, 1);
    const reports = stdout.trim().split('\n');
    assert.equal(reports.length, 2);
    for (const report of reports) {
      assert.equal((JSON.parse(report) as ExplanationReport).image, picture);
    }
    assert.match(
      stderr,
      /^cam-lens: The engine process crashed [^\n]*picture\.png \([^)\n]+\)\. [^\n]+\n$/,
    );
  });

  it('does not try a model with every image if it ends the engine each time', async () => {
    const limits = { callMs: 4_000 };
    const engine = new EngineClient({ processPath, log: () => undefined, limits });
    const model = writeModel('years.onnx', yearsModel());
    const images = Array.from({ length: 5 }, () => picture);
    const { status, stderr } = await run(['show', ...images, '-m', model, '--json'], engine);
    assert.equal(status, 1);
    const lines = stderr.trim().split('\n');
    const failed = lines.filter((line) => line.includes('minutes, so the engine was stopped'));
    assert.equal(failed.length, 2, stderr);
    assert.match(lines.at(-1) ?? '', /ends the engine with every image: 3 more are left out\.$/);
  });

  it('leaves nothing running when Ctrl-C ends a computation of years', async function () {
    if (process.platform !== 'linux') this.skip();
    const model = writeModel('years.onnx', yearsModel());
    const args = ['show', picture, '-m', model];
    const program = spawn(process.execPath, ['--no-warnings', await buildProgram(), ...args], {
      stdio: 'ignore',
    });
    const pid = program.pid ?? 0;
    while (childrenOf(pid).length === 0) await delay(20);
    const [engine = 0] = childrenOf(pid);
    await computes(engine);
    program.kill('SIGINT');
    assert.deepEqual(await once(program, 'exit'), [130, null]);
    await ends(engine);
  });
});
