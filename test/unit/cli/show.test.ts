import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import packageJson from '../../../package.json' with { type: 'json' };
import type { ExplanationReport } from '../../../src/cam/maps/files/report.ts';
import expected from '../../fixtures/cli/expected.json' with { type: 'json' };
import { assertClose } from '../maps/golden.ts';
import { modelOfFilters, STRIPES, writePicture } from '../model/stripes.ts';
import { fixtures, runCommand, runProgram, useProgram } from './cliProcess.ts';

const MODEL = ['--model', 'tiny.onnx'];

describe('cam-lens show', function () {
  this.timeout(60_000);
  let folder = '';
  useProgram();
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-cli-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('prints JSON that equals PIL, NumPy and onnxruntime for Python', async () => {
    const { status, stdout, stderr } = await runProgram([
      'show',
      'picture.png',
      ...MODEL,
      '--json',
    ]);
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    assert.equal(stdout.split('\n').length, 2);
    const report = JSON.parse(stdout) as ExplanationReport;
    assert.equal(report.image, path.join(fixtures, 'picture.png'));
    assert.equal(report.model, path.join(fixtures, 'tiny.onnx'));
    assert.equal(report.mapKind, 'cam');
    assert.deepEqual(report.grid, [4, 4]);
    assert.ok(Math.abs(report.residual) < 1e-5);
    assert.deepEqual(
      report.classes.map(({ index }) => index),
      expected.ranking,
    );
    for (const { index, label, logit, probability, map } of report.classes) {
      assert.equal(label, expected.labels[index]);
      assertClose([logit], [expected.logits[index] ?? 0], 1e-5);
      assertClose([probability], [expected.probabilities[index] ?? 0], 1e-6);
      assertClose(map.flat(), (expected.maps[index] ?? []).flat(), 1e-5);
    }
    assert.deepEqual(
      report.channels.map(({ channel }) => channel),
      expected.channels,
    );
    for (const { channel, weight = Number.NaN, mean, contribution } of report.channels) {
      assertClose([weight], [expected.weights[channel] ?? 0], 1e-5);
      assertClose([mean], [expected.means[channel] ?? 0], 1e-5);
      assertClose([contribution], [weight * mean], 1e-9);
    }
  });

  it('names the class that the folder of the picture names, only if it names one', async () => {
    const own = path.join(folder, 'green room', 'picture.png');
    mkdirSync(path.dirname(own));
    copyFileSync(path.join(fixtures, 'picture.png'), own);
    const { stdout } = await runProgram(['show', own, 'picture.png', ...MODEL, '--json']);
    const [inGreenRoom, elsewhere] = stdout.trim().split('\n');
    assert.equal(JSON.parse(inGreenRoom ?? '').expectedClass, 1);
    assert.equal('expectedClass' in JSON.parse(elsewhere ?? ''), false);
  });

  it('keeps boxes inside the part that the model saw', async () => {
    const report = JSON.parse(
      (await runCommand(['show', 'picture.png', ...MODEL, '--json'])).stdout,
    ) as ExplanationReport;
    const box = report.classes[0]?.box;
    assert.ok(box);
    // Resized by 2/3, cropped at (14, 4) to 32×32: photo pixels 21…69 and 6…54.
    assert.ok(box.x >= 21 && box.x + box.width <= 69, JSON.stringify(box));
    assert.ok(box.y >= 6 && box.y + box.height <= 54, JSON.stringify(box));
    for (const { box, map } of report.classes) {
      if (Math.max(...map.flat()) <= 0) assert.equal(box, null);
    }
  });

  it('prints fidelity, classes and channels as text', async () => {
    const { status, stdout } = await runCommand(['show', 'picture.png', ...MODEL]);
    assert.equal(status, 0);
    assert.match(
      stdout,
      /^Exact CAM · 4×4 · the map adds up to the logit \(error \S+\) · in place, according to its layers$/m,
    );
    assert.match(stdout, /^Labels +tiny\.cam\.json$/m);
    assert.match(stdout, /^ +0 {2}red room +66\.02 % +-0\.551 /m);
    assert.match(stdout, /^ +3 {2}grey street .* none$/m);
    assert.match(stdout, /Channels that add most to red room/);
  });

  it('reports the requested classes, by index and by part of the label', async () => {
    const args = ['show', 'picture.png', ...MODEL, '--json', '--class', 'garden', '-c', '1'];
    const report = JSON.parse((await runCommand(args)).stdout) as ExplanationReport;
    assert.deepEqual(
      report.classes.map(({ index }) => index),
      [2, 1],
    );
  });

  it('refuses an ambiguous class', async () => {
    const { status, stdout, stderr } = await runCommand([
      'show',
      'picture.png',
      ...MODEL,
      '-c',
      'room',
    ]);
    assert.deepEqual({ status, stdout }, { status: 2, stdout: '' });
    assert.equal(
      stderr,
      'cam-lens: `room` can be 0 (red room) or 1 (green room). Give more of the label, or the index.\n',
    );
  });

  it('continues after an image that fails', async () => {
    writeFileSync(path.join(folder, 'empty.png'), '');
    const images = [path.join(folder, 'empty.png'), 'picture.png', 'missing.png'];
    const { status, stdout, stderr } = await runProgram(['show', ...images, ...MODEL, '--json']);
    assert.equal(status, 1);
    assert.equal(stdout.trim().split('\n').length, 1);
    const lines = stderr.trim().split('\n');
    assert.equal(lines.length, 2);
    assert.match(lines[0] ?? '', /^cam-lens: empty\.png is empty .+\. \S.+\.$/);
    assert.match(lines[1] ?? '', /^cam-lens: missing\.png does not exist\. \S.+\.$/);
  });

  it('says why a model cannot be used', async () => {
    const broken = path.join(folder, 'broken.onnx');
    writeFileSync(broken, readFileSync(path.join(fixtures, 'tiny.onnx')).subarray(0, 2000));
    for (const [run, model] of [
      [runProgram, broken],
      [runCommand, 'missing.onnx'],
    ] as const) {
      const { status, stdout, stderr } = await run(['show', 'picture.png', '-m', model]);
      assert.deepEqual({ status, stdout }, { status: 1, stdout: '' });
      assert.match(stderr, /^cam-lens: .*(broken|missing)\.onnx.+\. \S.+\.\n$/);
    }
  });

  it('takes labels and preprocessing from --config', async () => {
    const config = path.join(folder, 'other.json');
    writeFileSync(config, JSON.stringify({ labels: ['one', 'two', 'three', 'four'] }));
    const args = ['show', 'picture.png', ...MODEL, '--json', '--config', config];
    const report = JSON.parse((await runCommand(args)).stdout) as ExplanationReport;
    assert.deepEqual(report.classes.map(({ label }) => label).sort(), [
      'four',
      'one',
      'three',
      'two',
    ]);
  });

  it('writes overlay, map and numbers to --out, and does not overwrite its own files', async () => {
    const out = path.join(folder, 'new', 'folder');
    const twice = ['picture.png', 'picture.png'];
    const { status, stderr } = await runProgram(['show', ...twice, ...MODEL, '--out', out]);
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    assert.deepEqual(readdirSync(out).sort(), [
      'picture-2.explanation.json',
      'picture-2.map.npy',
      'picture-2.overlay.png',
      'picture.explanation.json',
      'picture.map.npy',
      'picture.overlay.png',
    ]);
    const npy = readFileSync(path.join(out, 'picture.map.npy'));
    const values = Array.from({ length: 16 }, (_, i) => npy.readFloatLE(128 + 4 * i));
    assertClose(values, (expected.maps[expected.ranking[0] ?? 0] ?? []).flat(), 1e-5);
    const json = readFileSync(path.join(out, 'picture.explanation.json'), 'utf8');
    assert.equal((JSON.parse(json) as ExplanationReport).mapKind, 'cam');
    await assertOverlay(path.join(out, 'picture.overlay.png'));
  });

  it('writes one overlay and one map for each requested class', async () => {
    const args = ['show', 'picture.png', ...MODEL, '-o', folder, '-c', '2', '-c', '3'];
    assert.equal((await runCommand(args)).status, 0);
    assert.deepEqual(readdirSync(folder).sort(), [
      'picture.class-2.map.npy',
      'picture.class-2.overlay.png',
      'picture.class-3.map.npy',
      'picture.class-3.overlay.png',
      'picture.explanation.json',
    ]);
  });

  it('draws a point-like map in its true cells, and takes its boxes from them', async () => {
    const model = path.join('..', 'models', 'gmp_linear.torchscript.onnx');
    const args = ['show', 'picture.png', '-m', model, '--out', folder];
    const { status, stdout } = await runCommand(args);
    assert.equal(status, 0);
    assert.match(stdout, /max-pooling map/);
    const json = readFileSync(path.join(folder, 'picture.explanation.json'), 'utf8');
    const { classes } = JSON.parse(json) as ExplanationReport;
    // 90×60 stretched to 24×24: 6×6 cells.
    const cell = { width: 90 / 6, height: 60 / 6 };
    for (const { box } of classes) {
      if (box === null) continue;
      for (const cells of [box.width / cell.width, box.height / cell.height]) {
        assert.ok(Math.abs(cells - Math.round(cells)) < 0.01, JSON.stringify(box));
      }
    }
    const overlay = await sharp(path.join(folder, 'picture.overlay.png')).raw().toBuffer();
    const photo = await sharp(path.join(fixtures, 'picture.png')).removeAlpha().raw().toBuffer();
    // In a cell, each pixel is the same mixture of the photo and one colour: a straight line over the photo's values.
    let coloured = 0;
    for (let cellX = 0; cellX < 90; cellX += cell.width) {
      for (let cellY = 0; cellY < 60; cellY += cell.height) {
        const values: [photo: number, overlay: number][] = [];
        for (let i = 0; i < cell.width * cell.height; i++) {
          const [x, y] = [cellX + (i % cell.width), cellY + Math.floor(i / cell.width)];
          const at = (y * 90 + x) * 3;
          values.push([photo[at] ?? 0, overlay[at] ?? 0]);
        }
        if (values.some(([before, after]) => before !== after)) coloured++;
        assert.ok(distanceFromLine(values) <= 1.5, `the cell from ${cellX}, ${cellY}`);
      }
    }
    assert.ok(coloured > 0, 'a map without any colour');
  });

  it('says with which values of pixels the model is far surer, if those in use are a guess', async () => {
    const model = path.join(folder, 'net.onnx');
    writeFileSync(model, modelOfFilters(STRIPES, 0.1));
    const upright = await writePicture(path.join(folder, 'upright.png'), (x) => x % 8 < 4);
    const level = await writePicture(path.join(folder, 'level.png'), (_, y) => y % 8 < 4);
    const showing = (images: string[]) => runCommand(['show', ...images, '-m', model, '--json']);
    const { status, stderr } = await showing([upright, level, upright]);
    assert.equal(status, 0);
    assert.match(stderr, /^cam-lens: note: surer with unchanged pixels: 0\.\d\d instead of 0\.3\d/);
    const [, settings = ''] = /put (\{.*\}) into net\.cam\.json/.exec(stderr) ?? [];
    writeFileSync(path.join(folder, 'net.cam.json'), settings);
    assert.deepEqual(await showing([upright, level, upright]).then((run) => run.stderr), '');
    rmSync(path.join(folder, 'net.cam.json'));
    assert.equal((await showing([upright, level])).stderr, '');
  });

  it('enlarges the input if the model allows it', async () => {
    const model = path.join('..', 'variants', 'free_size.onnx');
    const args = ['show', 'picture.png', '-m', model, '--json'];
    const gridOf = async (more: string[]) => {
      const { stdout } = await runCommand([...args, ...more]);
      return (JSON.parse(stdout) as ExplanationReport).grid;
    };
    const [width = 0, height = 0] = await gridOf([]);
    assert.deepEqual(await gridOf(['--input-scale', '2']), [2 * width, 2 * height]);
    const fixed = await runCommand(['show', 'picture.png', ...MODEL, '--input-scale', '2']);
    assert.deepEqual([fixed.status, fixed.stdout], [2, '']);
    assert.match(fixed.stderr, /cannot be enlarged by 2\. Its size is fixed/);
  });

  it('makes the map of another layer or output, and says so if there is none', async () => {
    const args = ['show', 'picture.png', '--json'];
    const explicit = await runCommand([
      ...args,
      ...MODEL,
      '--layer',
      'features',
      '--output',
      'logits',
    ]);
    assert.equal(explicit.stdout, (await runCommand([...args, ...MODEL])).stdout);
    assert.equal(explicit.status, 0);
    const refused = await runCommand([...args, ...MODEL, '--layer', 'conv', '--method', 'cam']);
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /From tensor "conv" on: .* no class activation map/);
    for (const [option, name] of [
      ['--layer', 'nothing'],
      ['--output', 'nothing'],
    ] as const) {
      const { status, stdout, stderr } = await runCommand([...args, ...MODEL, option, name]);
      assert.deepEqual({ status, stdout }, { status: 2, stdout: '' });
      assert.match(stderr, /"nothing"/);
    }
  });
});

describe('cam-lens', function () {
  this.timeout(60_000);
  useProgram();

  it('answers --help and --version without an error', async () => {
    const help = await runProgram(['--help']);
    assert.deepEqual({ status: help.status, stderr: help.stderr }, { status: 0, stderr: '' });
    assert.match(help.stdout, /Usage:\n {2}cam-lens show IMAGE… --model MODEL\.onnx/);
    assert.match((await runCommand(['show', '--help'])).stdout, /--input-scale N/);
    assert.match((await runCommand(['model', '--help'])).stdout, /--layers/);
    assert.equal((await runProgram(['--version'])).stdout, `${packageJson.version}\n`);
  });

  it('exits with 2 on wrong usage, on stderr only', async () => {
    const { status, stdout, stderr } = await runProgram(['show', 'picture.png']);
    assert.deepEqual({ status, stdout }, { status: 2, stdout: '' });
    assert.match(stderr, /^cam-lens: No model given\. Add `--model MODEL\.onnx`\./);
  });
});

/** The largest distance of a value from the straight line that fits best. */
function distanceFromLine(values: readonly (readonly [x: number, y: number])[]): number {
  const mean = (of: (value: readonly [number, number]) => number) =>
    values.reduce((sum, value) => sum + of(value), 0) / values.length;
  const [meanX, meanY] = [mean(([x]) => x), mean(([, y]) => y)];
  const spread = mean(([x]) => (x - meanX) ** 2);
  const slope = spread === 0 ? 0 : mean(([x, y]) => (x - meanX) * (y - meanY)) / spread;
  return Math.max(...values.map(([x, y]) => Math.abs(y - meanY - slope * (x - meanX))));
}

/** Outside of what the model saw the photo is untouched; inside, the map is over it where it is not about zero. */
async function assertOverlay(file: string): Promise<void> {
  const overlay = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  const photo = await sharp(path.join(fixtures, 'picture.png')).removeAlpha().raw().toBuffer();
  assert.deepEqual([overlay.info.width, overlay.info.height, overlay.info.channels], [90, 60, 3]);
  let coloured = 0;
  for (let y = 0; y < 60; y++) {
    for (let x = 0; x < 90; x++) {
      const at = (y * 90 + x) * 3;
      const same = [0, 1, 2].every((i) => overlay.data[at + i] === photo[at + i]);
      const seen = x >= 21 && x < 69 && y >= 6 && y < 54;
      if (seen && !same) coloured++;
      if (!seen) assert.ok(same, `pixel ${x}, ${y}`);
    }
  }
  assert.ok(coloured > 48 * 48 * 0.25, `only ${coloured} pixels are coloured`);
}
