import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRepository } from '../../../scripts/repository.ts';
import type { TrainingReport } from '../../../src/cam/results/training.ts';
import { runCommand, useProgram } from './cliProcess.ts';

const MODEL = inRepository('samples', 'scenes-gap.onnx');
const PICTURES = inRepository('samples', 'pictures');
const LABELS = inRepository('test', 'fixtures', 'train', 'labels.csv');

describe('cam-lens train', function () {
  this.timeout(120_000);
  let folder = '';
  useProgram();
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-train-cli-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const train = (...options: string[]) =>
    runCommand(['train', MODEL, PICTURES, '--index', path.join(folder, 'index'), ...options]);

  it('says how well the classes are recognised, and writes a model that `show` reads', async () => {
    const out = path.join(folder, 'places.onnx');
    const { status, stdout } = await train('--labels', LABELS, '--out', out);
    assert.equal(status, 0);
    assert.match(stdout, /^60 images, 2 classes; 106 channels of relu_5, 14×14 cells$/m);
    assert.match(
      stdout,
      /^Right, of images that were not learned from: \d+\.\d % \(95 % interval/m,
    );
    assert.match(stdout, /always the most frequent class: +65\.0 %/);
    assert.match(stdout, /^ {2}Mean colour alone: +\d+\.\d %, mean of the classes \d/m);
    assert.match(stdout, /^Nearly the same images in different folds: \d+ pairs, \d+ images$/m);
    assert.match(stdout, /^Learned from fewer images: .*48: \d+\.\d %$/m);
    assert.match(stdout, /^ {2}outdoors +21 /m);
    assert.match(stdout, new RegExp(`^Written: ${out}$`, 'm'));
    const picture = path.join(PICTURES, 'park', 'park-01.png');
    const shown = await runCommand(['show', picture, '--model', out]);
    assert.match(shown.stdout, /Exact CAM/);
    assert.match(shown.stdout, /1 {2}outdoors/);
  });

  it('prints the report as JSON', async () => {
    const out = path.join(folder, 'json.onnx');
    const { stdout } = await train('--out', out, '--json', '--strength', '1', '--folds', '4');
    const report: TrainingReport = JSON.parse(stdout);
    assert.equal(report.file, out);
    assert.equal(report.strength, 1);
    assert.equal(report.folds.length, 4);
    assert.equal(report.classes.length, 8);
    assert.ok(report.leaks && report.leaks.pairs <= report.pictures);
  });

  it('keeps images together that are nearly the same', async () => {
    const out = path.join(folder, 'together.onnx');
    const options = ['--strength', '1', '--groups', 'near-duplicates'];
    const { status, stdout } = await train('--out', out, ...options);
    assert.equal(status, 0);
    assert.match(stdout, /^Nearly the same images in different folds: none$/m);
    assert.match(stdout, /5 folds of [45]\d groups of images/);
  });

  it('replaces a file only when it is told to', async () => {
    const out = path.join(folder, 'again.onnx');
    assert.equal((await train('--out', out, '--strength', '1')).status, 0);
    const refused = await train('--out', out, '--strength', '1');
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /again\.onnx exists already/);
    assert.equal((await train('--out', out, '--strength', '1', '--overwrite')).status, 0);
  });

  it('says what is wrong with a command line', async () => {
    const wrong: [string[], RegExp][] = [
      [[], /`--out` is missing/],
      [['--out', 'x.onnx', '--learner', 'forest'], /no learner `forest`/],
      [['--out', 'x.onnx', '--folds', '1'], /`1` is not a valid number for `--folds`/],
      [['--out', 'x.onnx', '--strength=-1'], /not a valid number for `--strength`/],
      [['--out', 'x.onnx', '--labels', 'nowhere.csv'], /nowhere\.csv does not exist/],
    ];
    for (const [options, message] of wrong) {
      const { status, stderr } = await train(...options);
      assert.equal(status, 2);
      assert.match(stderr, message);
    }
  });
});
