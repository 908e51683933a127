import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import type { MethodReport } from '../../../src/cam/maps/files/methodReport.ts';
import type { ExplanationReport } from '../../../src/cam/maps/files/report.ts';
import expected from '../../fixtures/cli/expected.json' with { type: 'json' };
import methods from '../../fixtures/cli/methods.json' with { type: 'json' };
import { assertClose } from '../maps/golden.ts';
import { buildProgram, fixtures, runCommand, useProgram } from './cliProcess.ts';

const TINY = ['show', 'picture.png', '--model', 'tiny.onnx'];
const CLASS_TOKEN = path.join('..', 'matrix', 'class_token.dynamo-18.onnx');

/** The part of the photo that the model sees: 32×32 pixels of its input. */
const SEEN = { left: 21, top: 6, side: 48 };

/** The last colour of the warm side (d3's YlOrRd). */
const LAST_COLOUR = [128, 0, 38];

async function methodReport(args: string[]): Promise<MethodReport> {
  const { status, stdout } = await runCommand([...args, '--json']);
  assert.equal(status, 0);
  assert.equal(stdout.trim().split('\n').length, 1);
  return JSON.parse(stdout) as MethodReport;
}

const contrast = (a: number, b: number): number[] => {
  const [ofA = [], ofB = []] = [expected.maps[a]?.flat(), expected.maps[b]?.flat()];
  return ofA.map((value, i) => value - (ofB[i] ?? 0));
};

describe('cam-lens show --method', function () {
  this.timeout(60_000);
  let folder = '';
  useProgram();
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-cli-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('gives the class activation map as Grad-CAM if the head is linear', async () => {
    const report = await methodReport([...TINY, '--method', 'grad-cam']);
    assert.equal(report.method, 'grad-cam');
    assert.equal(report.layer, 'features');
    assert.equal(report.image, path.join(fixtures, 'picture.png'));
    assert.deepEqual(report.grid, [4, 4]);
    assert.equal(report.claim.standing, 'approximate');
    assert.match(report.claim.text, /^Grad-CAM · the same as the CAM · gradient checked/);
    assert.equal(report.place.standing, 'inPlace');
    const [only, ...others] = report.classes;
    assert.ok(only);
    assert.deepEqual(others, []);
    assert.equal(only.index, methods.top);
    assert.equal(only.label, expected.labels[methods.top]);
    assertClose([only.logit], [expected.logits[methods.top] ?? 0], 1e-5);
    assertClose([only.probability], [expected.probabilities[methods.top] ?? 0], 1e-6);
    assertClose(only.map.flat(), (expected.maps[methods.top] ?? []).flat(), 1e-5);
    const { stdout } = await runCommand([...TINY, '--json']);
    const cam = JSON.parse(stdout) as ExplanationReport;
    assert.equal(report.modelHash, cam.modelHash);
    assert.deepEqual(only.box, cam.classes[0]?.box);
    assert.deepEqual(
      report.predictions.map(({ index }) => index),
      expected.ranking,
    );
  });

  it('gives the saliency of PyTorch, at the resolution of the input', async () => {
    const report = await methodReport([...TINY, '--method', 'saliency']);
    assert.deepEqual(report.grid, [32, 32]);
    assert.equal('layer' in report, false);
    assertClose(report.classes[0]?.map.flat() ?? [], methods.saliency, 1e-6);
  });

  it('has exactly the documented fields', async () => {
    const args = [...TINY, '--method', 'hires-cam', '--class', '0', '--against', '1'];
    const report = await methodReport(args);
    assert.deepEqual(Object.keys(report), [
      ...['image', 'model', 'modelHash', 'method', 'layer', 'claim', 'place', 'grid'],
      ...['classes', 'predictions'],
    ]);
    const scores = ['index', 'label', 'logit', 'probability'];
    const [first] = report.classes;
    assert.deepEqual(Object.keys(first ?? {}), [...scores, 'against', 'claim', 'map', 'box']);
    assert.deepEqual(Object.keys(first?.against ?? {}), scores);
    assert.deepEqual(Object.keys(report.predictions[0] ?? {}), scores);
  });

  it('says each notice about the model once', async () => {
    const config = path.join(folder, 'other.json');
    writeFileSync(config, JSON.stringify({ labels: expected.labels, colour: 'red' }));
    const args = [...TINY, '--method', 'grad-cam', '--config', config];
    for (const form of [[], ['--json']]) {
      const { stdout, stderr } = await runCommand([...args, ...form]);
      assert.equal(`${stdout}${stderr}`.split('"colour"').length, 2, stdout + stderr);
    }
  });

  it('takes one class away from the others, with every method', async () => {
    const against = ['--class', '0', '--class', 'garden', '--against', 'green room'];
    const pixels = await methodReport([...TINY, '--method', 'gradient-input', ...against]);
    assert.deepEqual(
      pixels.classes.map(({ index, against: other }) => [index, other?.index]),
      [
        [0, 1],
        [2, 1],
      ],
    );
    assertClose(pixels.classes[0]?.map.flat() ?? [], methods.gradientInput0Against1, 1e-6);
    for (const method of ['grad-cam', 'cam']) {
      const args = [...TINY, '--method', method, ...against, '--json'];
      const report = JSON.parse((await runCommand(args)).stdout) as MethodReport;
      assertClose(report.classes[0]?.map.flat() ?? [], contrast(0, 1), 1e-5);
      assertClose(report.classes[1]?.map.flat() ?? [], contrast(2, 1), 1e-5);
      assert.equal(report.classes[1]?.against?.label, 'green room');
    }
  });

  it('leaves the class that is taken away out of the ones it chooses', async () => {
    const top = String(methods.top);
    const [, second] = expected.ranking;
    const report = await methodReport([...TINY, '--method', 'grad-cam', '--against', top]);
    assert.deepEqual(
      report.classes.map(({ index }) => index),
      [second],
    );
    const { stdout } = await runCommand([...TINY, '--json', '--against', top]);
    assert.deepEqual(
      (JSON.parse(stdout) as ExplanationReport).classes.map(({ index }) => index),
      expected.ranking.slice(1),
    );
  });

  it('prints claim, place, layer and classes as text', async () => {
    const { status, stdout } = await runCommand([...TINY, '--method', 'hires-cam', '-c', '2']);
    assert.equal(status, 0);
    assert.match(stdout, /^Map +HiResCAM$/m);
    assert.match(stdout, /^Labels +tiny\.cam\.json$/m);
    assert.match(
      stdout,
      /^HiResCAM · with the biases it adds up to the logit \(error \S+\) · gradient checked: \S+ · in place, according to its layers$/m,
    );
    assert.match(stdout, /^Made of features, 4×4$/m);
    assert.match(stdout, /^ +2 {2}blue garden +3\.56 % +-3\.471 /m);
    assert.match(stdout, /^ +0 {2}red room +66\.02 % +-0\.551$/m);
    const against = await runCommand([...TINY, '--method', 'grad-cam', '--against', '1']);
    assert.match(against.stdout, /^ +0 {2}red room against green room +66\.02 %/m);
  });

  it('makes the map of the asked layer', async () => {
    const args = [...TINY, '--method', 'grad-cam', '--layer', 'conv'];
    assert.equal((await methodReport(args)).layer, 'conv');
    // In front of the mean its gradient is the same everywhere; before the ReLU it is not.
    const uniform = await runCommand([...TINY, '--method', 'layer-cam']);
    assert.equal(uniform.status, 1);
    assert.match(uniform.stderr, /the gradient is the same in every cell/);
    const earlier = [...TINY, '--method', 'layer-cam', '--layer', 'conv'];
    assert.equal((await methodReport(earlier)).layer, 'conv');
    const unknown = [...TINY, '--method', 'grad-cam', '--layer', 'nothing'];
    const { status, stdout, stderr } = await runCommand(unknown);
    assert.deepEqual({ status, stdout }, { status: 2, stdout: '' });
    assert.match(stderr, /no layer "nothing"/);
  });

  it('refuses a class that is taken away from itself, and classes that do not exist', async () => {
    for (const [args, message] of [
      [['-c', '1', '--against', 'green room'], /`--against` names the class 1 \(green room\)/],
      [['--against', 'purple'], /There is no class `purple`/],
      [['--method', 'saliency', '-c', '9'], /There is no class `9`/],
    ] as const) {
      const { status, stdout, stderr } = await runCommand([...TINY, ...args]);
      assert.deepEqual({ status, stdout }, { status: 2, stdout: '' });
      assert.match(stderr, message);
    }
  });

  it('shows another map of a model that has no CAM, and says which and why', async () => {
    for (const [model, method, name] of [
      [CLASS_TOKEN, 'grad-cam', 'Grad-CAM'],
      ['sampled_picture.onnx', 'grad-cam', 'Grad-CAM'],
      ['no_layer.onnx', 'saliency', 'Saliency (back-propagation)'],
      ['sampled_head.onnx', 'occlusion', 'Occlusion'],
    ] as const) {
      const args = ['show', 'picture.png', 'picture.png', '-m', model];
      const { status, stdout, stderr } = await runCommand([...args, '--json']);
      assert.equal(status, 0, stderr);
      const reports = stdout.trim().split('\n');
      assert.deepEqual(
        reports.map((line) => (JSON.parse(line) as MethodReport).method),
        [method, method],
      );
      const notes = stderr.split('\n').filter((line) => line.includes('Shown:'));
      assert.equal(notes.length, 1, stderr);
      assert.match(notes[0] ?? '', /^cam-lens: note: .* no (class activation|spatial feature) map/);
      assert.ok(notes[0]?.endsWith(` Shown: ${name}.`), stderr);
    }
  });

  it('refuses such a model with `--method cam`, as a model that cannot be used', async () => {
    const args = ['show', 'picture.png', '-m', CLASS_TOKEN, '--method', 'cam'];
    const { status, stdout, stderr } = await runCommand(args);
    assert.deepEqual({ status, stdout }, { status: 1, stdout: '' });
    assert.match(stderr, /^cam-lens: .* has no class activation map: .*\. Choose a model .*\.\n$/);
  });

  it('gives Grad-CAM of a layer behind which there is no CAM', async () => {
    const args = [...TINY, '--layer', 'conv'];
    const report = await methodReport(args);
    assert.deepEqual([report.method, report.layer], ['grad-cam', 'conv']);
    const head = ['show', 'picture.png', '-m', 'sampled_head.onnx', '--layer', 'features'];
    const { status, stderr } = await runCommand(head);
    assert.equal(status, 1);
    assert.match(stderr, /no class activation map/);
  });

  it('says why a model does not allow the method, and which it allows', async () => {
    const args = ['show', 'picture.png', '-m', 'sampled_picture.onnx', '--method', 'saliency'];
    const { status, stdout, stderr } = await runCommand(args);
    assert.deepEqual({ status, stdout }, { status: 1, stdout: '' });
    assert.match(stderr, /GridSample of "picture"/);
    assert.match(stderr, /Possible for this model: grad-cam, hires-cam, layer-cam, occlusion\.\n$/);
  });

  it('continues after an image that fails', async () => {
    const args = ['show', 'missing.png', 'picture.png', '-m', 'tiny.onnx', '--method', 'occlusion'];
    const { status, stdout, stderr } = await runCommand(args);
    assert.equal(status, 1);
    assert.match(stdout, /^Occlusion · .*, 196 parts/m);
    assert.match(stderr, /^cam-lens: missing\.png does not exist\..*\n$/);
  });

  it('writes files named after the method to --out, so that methods can share a folder', async () => {
    const classes = ['-c', '2', '-c', '3', '--against', '1'];
    for (const args of [
      ['--method', 'saliency'],
      ['--method', 'grad-cam', ...classes],
      ['--method', 'cam', '--against', '1'],
    ]) {
      assert.equal((await runCommand([...TINY, '--out', folder, ...args])).status, 0);
    }
    assert.deepEqual(readdirSync(folder).sort(), [
      'picture.against-1.map.npy',
      'picture.against-1.overlay.png',
      'picture.explanation.json',
      'picture.grad-cam.class-2.against-1.map.npy',
      'picture.grad-cam.class-2.against-1.overlay.png',
      'picture.grad-cam.class-3.against-1.map.npy',
      'picture.grad-cam.class-3.against-1.overlay.png',
      'picture.grad-cam.explanation.json',
      'picture.saliency.explanation.json',
      'picture.saliency.map.npy',
      'picture.saliency.overlay.png',
    ]);
    const json = readFileSync(path.join(folder, 'picture.saliency.explanation.json'), 'utf8');
    assert.equal((JSON.parse(json) as MethodReport).method, 'saliency');
    const npy = readFileSync(path.join(folder, 'picture.saliency.map.npy'));
    assert.match(npy.toString('latin1', 0, 128), /'shape': \(32, 32\)/);
    const map = Array.from({ length: 32 * 32 }, (_, i) => npy.readFloatLE(128 + 4 * i));
    assertClose(map, methods.saliency, 1e-6);
    const ofCam = readFileSync(path.join(folder, 'picture.against-1.map.npy'));
    const cells = Array.from({ length: 16 }, (_, i) => ofCam.readFloatLE(128 + 4 * i));
    assertClose(cells, contrast(methods.top, 1), 1e-5);
    await assertCrisp(path.join(folder, 'picture.saliency.overlay.png'));
  });

  it('is ended by Ctrl-C at once', async function () {
    if (process.platform === 'win32') this.skip();
    const images = Array.from({ length: 500 }, () => 'picture.png');
    const args = ['show', ...images, '-m', 'tiny.onnx', '--method', 'smooth-grad', '--json'];
    const program = ['--no-warnings', await buildProgram(), ...args];
    const child = spawn(process.execPath, program, { cwd: fixtures });
    let stderr = '';
    child.stderr.on('data', (data) => {
      stderr += String(data);
    });
    child.stdout.once('data', () => child.kill('SIGINT'));
    child.stdout.resume();
    const [status] = await once(child, 'close');
    assert.equal(status, 130);
    assert.match(stderr, /^cam-lens: Stopped after \d+ of 500 images\.$/m);
  });
});

/** Pixels at or above the 99th percentile have the last colour, each in its own square: photo pixels 1.5 apart. */
async function assertCrisp(file: string): Promise<void> {
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  assert.deepEqual([info.width, info.height], [90, 60]);
  const photo = await sharp(path.join(fixtures, 'picture.png')).removeAlpha().raw().toBuffer();
  let strongest = 0;
  for (let y = 0; y < SEEN.side; y++) {
    for (let x = 0; x < SEEN.side; x++) {
      const cell = Math.floor((y + 0.5) / 1.5) * 32 + Math.floor((x + 0.5) / 1.5);
      if ((methods.saliency[cell] ?? 0) < methods.percentile99 * (1 + 1e-5)) continue;
      strongest++;
      const at = ((SEEN.top + y) * 90 + SEEN.left + x) * 3;
      for (const [i, colour] of LAST_COLOUR.entries()) {
        const mixed = 0.25 * (photo[at + i] ?? 0) + 0.75 * colour;
        assert.ok(Math.abs((data[at + i] ?? 0) - mixed) <= 1, `${x}, ${y}`);
      }
    }
  }
  assert.ok(strongest >= 10, `${strongest} pixels`);
}
