import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { MAP_METHODS } from '../../../src/cam/results/methodMap.ts';
import type { ModelReport } from '../../../src/cli/text/modelReport.ts';
import { fixtures, runCommand, runProgram, useProgram } from './cliProcess.ts';

const REFUSED = path.join('..', 'models', 'flatten_mlp.torchscript.onnx');
const THREE_OUTPUTS = path.join('..', 'variants', 'three_outputs.onnx');

describe('cam-lens model', function () {
  this.timeout(60_000);
  useProgram();

  // The numbers are those of make.py in the fixtures' folder: one convolution 3 to 6, 8×8, stride 8;
  // Gemm 6 to 4; 6·3·8·8 + 6 + 4·6 + 4 = 1186 weights.
  it('prints everything that is known as JSON', async () => {
    const { status, stdout, stderr } = await runProgram(['model', 'tiny.onnx', '--json']);
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    const report = JSON.parse(stdout) as ModelReport;
    const file = path.join(fixtures, 'tiny.onnx');
    const bytes = readFileSync(file);
    assert.equal(report.model, file);
    assert.equal(report.byteSize, bytes.length);
    assert.equal(report.modelHash, createHash('sha256').update(bytes).digest('hex'));
    assert.equal(report.verdict.standing, 'exact');
    assert.equal(report.verdict.error, null);
    assert.match(report.verdict.text, /^Exact CAM: 6 channels × 4×4, .* to 4 classes/);
    assert.deepEqual(report.map, {
      kind: 'cam',
      poolings: ['mean'],
      featureTensor: 'features',
      classes: 4,
      output: 'logits',
      outputs: ['logits'],
      inputScales: [1],
      activation: 'softmax',
    });
    assert.deepEqual(report.input, {
      name: 'image',
      layout: 'NCHW',
      channels: 3,
      width: 32,
      height: 32,
      batch: 1,
    });
    assert.deepEqual(report.operatorSets, [{ domain: '', version: 17 }]);
    assert.equal(report.parameters, 1186);
    assert.deepEqual(report.weightTypes, ['float32']);
    assert.equal(report.labels?.values[2], 'blue garden');
    assert.equal(report.preprocessing?.value.crop, 32);
    const layer = { shape: { channels: 6, height: 4, width: 4 }, stride: { x: 8, y: 8 } };
    const field = { width: 8, height: 8 };
    assert.deepEqual(
      report.layers.map(({ node: _node, module: _module, ...known }) => known),
      [
        { tensor: 'conv', operator: 'Conv', parameters: 1158 },
        { tensor: 'features', operator: 'Relu', parameters: 0 },
      ].map((known) => ({ ...known, ...layer, receptiveField: field, isCutPoint: true })),
    );
  });

  it('prints the verdict and the facts as text, and the layers on request', async () => {
    const { status, stdout } = await runCommand(['model', 'tiny.onnx']);
    assert.equal(status, 0);
    assert.match(stdout, /^Map +Exact CAM: 6 channels × 4×4/m);
    assert.match(stdout, /^Input +image: 32×32, three channels, NCHW, batch 1$/m);
    assert.match(stdout, /^Labels +tiny\.cam\.json$/m);
    assert.match(stdout, /^Weights +1,186 float32$/m);
    assert.doesNotMatch(stdout, /Layers/);
    const listed = (await runCommand(['model', 'tiny.onnx', '--layers'])).stdout;
    assert.match(listed, /^ +\* +conv +Conv .* 6 × 4×4 +1158 +8 +8×8$/m);
  });

  it('says why a model has no map and what to change, and ends with 0', async () => {
    const { status, stdout, stderr } = await runProgram(['model', REFUSED]);
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    assert.match(stdout, /^Map .* has no class activation map: /m);
    assert.match(stdout, /^What to do +\S/m);
    assert.match(stdout, /^Labels +\S/m);
    const report = JSON.parse(
      (await runCommand(['model', REFUSED, '--json'])).stdout,
    ) as ModelReport;
    assert.equal(report.verdict.standing, 'refused');
    assert.equal(report.verdict.error?.code, 'headNotLinear');
    assert.equal(report.map, null);
    assert.equal(report.input?.width, 24);
    assert.ok(report.layers.length > 0);
  });

  it('lists the methods for maps, and why others are not possible', async () => {
    const methodsOf = async (file: string) => {
      const { stdout } = await runCommand(['model', file, '--json']);
      return (JSON.parse(stdout) as ModelReport).methods;
    };
    const ofTiny = (await methodsOf('tiny.onnx')) ?? [];
    assert.deepEqual(
      ofTiny.map(({ method }) => method),
      MAP_METHODS,
    );
    const impossible = ofTiny.filter(({ reason }) => reason !== null);
    assert.deepEqual(
      impossible.map(({ method }) => method),
      ['layer-cam'],
    );
    assert.match(impossible[0]?.reason ?? '', /takes the mean/);
    const reasons = (await methodsOf('sampled_picture.onnx')) ?? [];
    assert.deepEqual(
      reasons.filter(({ reason }) => reason === null).map(({ method }) => method),
      ['grad-cam', 'hires-cam', 'layer-cam', 'occlusion'],
    );
    assert.match(reasons[3]?.reason ?? '', /GridSample of "picture"/);
    const { stdout } = await runCommand(['model', 'sampled_picture.onnx']);
    assert.match(stdout, /^Methods +grad-cam, hires-cam, layer-cam, occlusion$/m);
    assert.match(
      stdout,
      /^Not possible +saliency, gradient-input, integrated-gradients, smooth-grad: .*GridSample/m,
    );
  });

  it('lists the outputs that can be chosen, and takes one', async () => {
    const { stdout } = await runCommand(['model', THREE_OUTPUTS]);
    assert.match(stdout, /^Output +logits \(or with `--output`: features\)$/m);
    const args = ['model', THREE_OUTPUTS, '--json', '--output', 'features'];
    const report = JSON.parse((await runCommand(args)).stdout) as ModelReport;
    assert.equal(report.map?.output ?? report.verdict.standing, 'features');
  });

  it('ends with 2 for an output that does not exist, and names those that do', async () => {
    const { status, stdout, stderr } = await runCommand(['model', 'tiny.onnx', '--output', 'x']);
    assert.deepEqual({ status, stdout }, { status: 2, stdout: '' });
    assert.match(stderr, /^cam-lens: .*no output "x".* logits\.\n$/);
  });

  it('ends with 1 for a file that cannot be read', async () => {
    for (const [run, file] of [
      [runProgram, 'missing.onnx'],
      [runCommand, 'picture.png'],
    ] as const) {
      const { status, stdout, stderr } = await run(['model', file]);
      assert.deepEqual({ status, stdout }, { status: 1, stdout: '' });
      assert.match(stderr, /^cam-lens: .+\. \S.+\.\n$/);
    }
  });
});
