import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inRepository } from '../../../scripts/repository.ts';
import { BASELINES } from '../../../src/cam/results/evaluation/localization.ts';
import { scaleClass } from '../../support/scaledClass.ts';
import { buildProgram, fixtures, runCommand, useProgram } from './cliProcess.ts';

const GAP = inRepository('samples', 'scenes-gap.onnx');
const GMP = inRepository('samples', 'scenes-gmp.onnx');
const PICTURES = inRepository('samples', 'pictures');

/** What of a report these tests read. */
interface Report {
  format: string;
  version: number;
  overview: {
    pictures: number;
    unreadable: { path: string }[];
    labels?: { kind: string; from: string; labelled: number };
    annotations?: { kind: string; pictures: number };
    findings: { kind: string; count: number }[];
    classification?: { labelled: number; top1: { value: number; of: number } };
  };
  pictures: { path: string; truth: number; predicted: number }[];
  localization?: {
    query: { threshold: string; boxRule: string; hasGeometry: boolean; seed: number };
    pictures: number;
    annotated: number;
    rows: { name: string; pictures: number; gtKnown: { value: number } }[];
  };
  evidence?: { classes: { classIndex: number }[] };
  trust?: { pictures: number };
  doctor?: { variants: { isCurrent: boolean }[] };
  parity?: { pictures: number; before: { name: string }; mended: number; broken: number };
  record: { pictures: object[] };
}

describe('cam-lens evaluate', function () {
  this.timeout(180_000);
  let folder = '';
  /** Eight kitchens and seven beaches, with the annotations of all scenes. */
  let few = '';
  useProgram();
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-evaluate-'));
    few = path.join(folder, 'few');
    for (const scene of ['kitchen', 'beach']) {
      cpSync(path.join(PICTURES, scene), path.join(few, scene), { recursive: true });
    }
    copyFileSync(
      path.join(PICTURES, 'annotations.coco.json'),
      path.join(few, 'annotations.coco.json'),
    );
  });
  after(() => rmSync(folder, { recursive: true }));

  const argsOf = (pictures: string, options: readonly string[], model = GAP) => [
    ...['evaluate', model, pictures, '--index', path.join(folder, 'index'), ...options],
  ];
  const evaluate = (pictures: string, ...options: string[]) =>
    runCommand(argsOf(pictures, options));

  async function reportOf(pictures: string, ...options: string[]): Promise<Report> {
    const { status, stdout, stderr } = await evaluate(pictures, '--json', ...options);
    assert.equal(status, 0, stderr);
    const [line = '', ...others] = stdout.trimEnd().split('\n');
    assert.deepEqual(others, []);
    return JSON.parse(line) as Report;
  }

  /** A folder with these files of the sample, all in one folder. */
  function flat(name: string, files: readonly string[]): string {
    const to = path.join(folder, name);
    mkdirSync(to);
    for (const file of files) {
      copyFileSync(path.join(PICTURES, file), path.join(to, path.basename(file)));
    }
    return to;
  }

  it('says what was found, what is right, and where it looks, with all baselines', async () => {
    const { status, stdout, stderr } = await evaluate(few);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^Preprocessing {2}scenes-gap\.cam\.json$/m);
    assert.match(stdout, /^15 images$/m);
    assert.match(stdout, /^Labels: sub-folders name 2 of 8 classes \(15 of 15 pictures\)\.$/m);
    assert.match(stdout, /^Right: 100\.0 % \(95 % interval 79\.6 % to 100\.0 %, 15 images\)$/m);
    assert.match(stdout, /^Localization, 15 images with boxes or masks/m);
    const rows = stdout.split('\n').filter((line) => /^ {2}\w.* tau$|\[\d/.test(line));
    assert.equal(rows.length, 1 + BASELINES.length, stdout);
    // 45 of 60 annotated pictures are not in the folder: named, and in no score.
    assert.match(stderr, /^cam-lens: note: Annotations in .* not in the folder: \d+\./m);
    assert.match(stderr, /^cam-lens: note: Categories in .* no class of the model: \d+\. For exa/m);
    for (const line of stderr.trimEnd().split('\n')) {
      assert.match(line, /^cam-lens: (note: \S|localization: \d+ of 15$|\d+ of 15 images)/);
    }
  });

  it('prints one line of JSON, which is report.json', async () => {
    const out = path.join(folder, 'out');
    const report = await reportOf(few, '--out', out);
    assert.deepEqual([report.format, report.version], ['cam-lens-evaluation', 1]);
    assert.equal(report.overview.labels?.kind, 'folders');
    assert.deepEqual(report.overview.annotations?.kind, 'coco');
    assert.equal(report.overview.classification?.top1.of, 15);
    assert.equal(report.pictures.length, 15);
    assert.equal(report.record.pictures.length, 15);
    assert.deepEqual(
      report.localization?.rows.map(({ pictures }) => pictures),
      Array.from({ length: 1 + BASELINES.length }, () => 15),
    );
    assert.deepEqual(readdirSync(out).sort(), ['images.csv', 'report.html', 'report.json']);
    const file = JSON.parse(readFileSync(path.join(out, 'report.json'), 'utf8')) as Report;
    assert.deepEqual({ ...file, made: undefined }, { ...report, made: undefined });
    const csv = readFileSync(path.join(out, 'images.csv'), 'utf8').trimEnd().split('\r\n');
    assert.equal(csv.length, 1 + 15);
    const html = readFileSync(path.join(out, 'report.html'), 'utf8');
    assert.match(html, /^<!doctype html>/i);
    assert.doesNotMatch(html, /<script/i);
  });

  it("writes maps in wsolevaluation's layout, which are a row of their own scores", async () => {
    const out = path.join(folder, 'maps out');
    const written = await evaluate(few, '--out', out, '--write-maps');
    assert.equal(written.status, 0);
    const maps = path.join(out, 'maps');
    assert.ok(written.stdout.includes(`Wrote 15 maps to ${maps}`), written.stdout);
    assert.ok(existsSync(path.join(maps, 'kitchen', 'kitchen-01.png.npy')));
    const report = await reportOf(few, '--maps', maps, '--tau', 'oracle');
    const { rows = [] } = report.localization ?? {};
    assert.equal(rows.length, 2 + BASELINES.length);
    const scores = ({ name, source, ...row }: Record<string, unknown>) => [
      row.maxBoxAcc,
      row.pxAP,
      row.pointing,
    ];
    const [own, ofFolder] = rows as unknown as Record<string, unknown>[];
    assert.deepEqual(scores(ofFolder ?? {}), scores(own ?? {}));
  });

  it('takes methods, crops, rule of boxes, choice of tau, geometry, sample and seed', async () => {
    const report = await reportOf(
      few,
      ...['--methods', 'cam,grad-cam', '--boxes', 'authors', '--tau', 'oracle', '--no-geometry'],
      ...['--sample', '5', '--seed', '7'],
    );
    const { localization } = report;
    assert.deepEqual(
      localization?.rows.slice(0, 2).map(({ name }) => name),
      ['CAM', 'Grad-CAM'],
    );
    const { boxRule, threshold, hasGeometry, seed } = localization?.query ?? {};
    assert.deepEqual([boxRule, threshold, hasGeometry, seed], ['authors', 'oracle', false, 7]);
    assert.deepEqual([localization?.pictures, localization?.annotated], [5, 15]);
    // A mean and linear weights: Grad-CAM is the class activation map (Selvaraju et al., 2017).
    const [cam, gradCam] = localization?.rows ?? [];
    assert.equal(gradCam?.gtKnown.value, cam?.gtKnown.value);

    const crops = await reportOf(few, '--crops', '10', '--sample', '2');
    assert.match(crops.localization?.rows[0]?.name ?? '', /10|ten/i);
    assert.equal(crops.localization?.rows[0]?.pictures, 2);
  });

  it('takes labels and annotations from the files that are named, and only from them', async () => {
    const pictures = flat('unlabelled', ['kitchen/kitchen-01.png', 'beach/beach-01.png']);
    const bare = await evaluate(pictures);
    assert.equal(bare.status, 0);
    assert.match(bare.stdout, /^No labels were found: .*`--labels FILE`\.$/m);
    assert.doesNotMatch(bare.stdout, /Right|Localization/);

    const labels = path.join(folder, 'of-my-own.csv');
    writeFileSync(labels, 'picture,class\nkitchen-01.png,kitchen\nbeach-01.png,kitchen\n');
    const boxes = path.join(folder, 'boxes-of-my-own.csv');
    writeFileSync(boxes, 'picture,class,x0,y0,x1,y1\nkitchen-01.png,kitchen,10,20,99,149\n');
    const report = await reportOf(pictures, '--labels', labels, '--annotations', boxes);
    assert.deepEqual(report.overview.labels?.from, labels);
    assert.equal(report.overview.classification?.top1.value, 0.5);
    assert.equal(report.overview.annotations?.kind, 'boxTable');
    assert.equal(report.localization?.pictures, 1);
    const text = await evaluate(pictures, '--labels', labels);
    assert.match(text.stdout, /^ +\d\.\d{3} +beach-01\.png +kitchen +beach /m);
    assert.match(text.stdout, /^ +1 +kitchen +beach *$/m);

    const wrong = path.join(folder, 'no-class.csv');
    writeFileSync(wrong, 'picture,class\nkitchen-01.png,attic\n');
    const refused = await evaluate(pictures, '--labels', wrong);
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /No image has a class by `--labels .*no-class\.csv`\. \S/);
  });

  it('makes the reports that are asked for, as text and in the files', async () => {
    const out = path.join(folder, 'reports');
    const asked = ['--evidence', '--trust', '--doctor', '--sample', '1', '--out', out];
    const text = await evaluate(few, ...asked);
    assert.equal(text.status, 0, text.stderr);
    for (const heading of [
      /^Where the evidence lies, the most suspicious class first:$/m,
      /^.*[Ff]aithful.* 1 images?.*$/m,
      /^Ways to read images and labels, on 15 images:$/m,
      / \(in use\)$/m,
    ]) {
      assert.match(text.stdout, heading);
    }
    const file = path.join(out, 'report.json');
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    assert.deepEqual(report.evidence?.classes.map(({ classIndex }) => classIndex).sort(), [1, 7]);
    assert.equal(report.trust?.pictures, 1);
    assert.ok(report.doctor?.variants.some(({ isCurrent }) => isCurrent));
  });

  it('compares with another model, and appends the summary', async () => {
    const summary = path.join(folder, 'summary.md');
    writeFileSync(summary, '# Before\n');
    const args = ['--before', GMP, '--summary', summary];
    const { status, stdout } = await evaluate(few, ...args);
    assert.equal(status, 0);
    assert.match(
      stdout,
      /^Before \(scenes-gmp\.onnx\) and after \(scenes-gap\.onnx\), 15 images:$/m,
    );
    const report = await reportOf(few, ...args);
    assert.deepEqual(
      [report.parity?.pictures, report.parity?.mended, report.parity?.broken],
      [15, 0, 0],
    );
    const text = readFileSync(summary, 'utf8');
    assert.ok(text.startsWith('# Before\n## '), text);
    assert.equal(text.match(/^## scenes-gap\.onnx against scenes-gmp\.onnx$/gm)?.length, 2);
  });

  describe('against the report of an earlier run', () => {
    let baseline = '';
    /** It takes each beach for something else. */
    let worse = '';

    before(async () => {
      const out = path.join(folder, 'earlier');
      await evaluate(few, '--out', out);
      baseline = path.join(out, 'report.json');
      worse = path.join(folder, 'worse.onnx');
      copyFileSync(GAP, worse);
      copyFileSync(GAP.replace('.onnx', '.cam.json'), worse.replace('.onnx', '.cam.json'));
      copyFileSync(inRepository('samples', 'labels.txt'), path.join(folder, 'labels.txt'));
      scaleClass(worse, 'beach', -1);
    });

    const against = (model: string, ...bounds: string[]) =>
      runCommand(argsOf(few, ['--baseline', baseline, ...bounds], model));

    it('ends with 0 if every bound is kept: the same model', async () => {
      const { status, stderr } = await against(
        GAP,
        ...['--max-accuracy-drop', '0', '--min-map-iou', '1', '--min-map-correlation', '0.999'],
      );
      assert.equal(status, 0, stderr);
    });

    for (const [option, bound, kept, named] of [
      ['--max-accuracy-drop', '46', '47', /accuracy/i],
      ['--min-map-iou', '0.999', '0', /IoU/],
      ['--min-map-correlation', '0.999', '-1', /correlation/i],
    ] as const) {
      it(`ends with 3 and says which bound is broken: ${option}`, async () => {
        const broken = await against(worse, option, bound);
        assert.equal(broken.status, 3, broken.stderr);
        assert.match(broken.stderr, named);
        // 7 of 15 are wrong now: 46.67 points.
        assert.match(broken.stdout, /^ {2}7 other predictions: 7 wrong now, 0 right now$/m);
        // A value that begins with − needs the `=`.
        assert.equal((await against(worse, `${option}=${kept}`)).status, 0);
      });
    }

    it('ends with 1 for a file that is no report', async () => {
      const file = path.join(folder, 'no-report.json');
      writeFileSync(file, '{}');
      const { status, stderr } = await evaluate(few, '--baseline', file);
      assert.equal(status, 1);
      assert.match(stderr, /no-report\.json/);
    });
  });

  it('names pictures that cannot be read, and counts the others', async () => {
    const pictures = path.join(folder, 'broken');
    cpSync(path.join(PICTURES, 'beach'), path.join(pictures, 'beach'), { recursive: true });
    writeFileSync(path.join(pictures, 'beach', 'broken.png'), 'no picture');
    const { status, stdout, stderr } = await evaluate(pictures);
    assert.equal(status, 0);
    assert.match(stderr, /note: beach\/broken\.png is left out: \S/);
    assert.match(stdout, /^Right: 100\.0 % .*, 7 images\)$/m);
  });

  it('says that the preprocessing is a guess, also beside JSON', async () => {
    const model = path.join(folder, 'bare.onnx');
    copyFileSync(GAP, model);
    const text = await runCommand(argsOf(few, ['--count', '0'], model));
    const [, source = ''] = /^Preprocessing {2}(.*)$/m.exec(text.stdout) ?? [];
    assert.match(source, /guess|assum/i);
    const { stderr } = await runCommand(argsOf(few, ['--json'], model));
    assert.ok(stderr.includes(`cam-lens: note: Preprocessing: ${source}`), stderr);
  });

  it('ends with 2 for a wrong command line, before anything is run', async () => {
    const index = path.join(folder, 'unused');
    for (const [args, message] of [
      [[GAP], /Files are missing\. Name one ONNX file and one folder/],
      [[GAP, few, few], /Too many files/],
      [[GAP, few, '--methods', 'cam,guess'], /no method `guess`\. Give `--methods` some of cam, /],
      [[GAP, few, '--crops', '5'], /`5` is not valid for `--crops`\. Give 1 or 10\./],
      [[GAP, few, '--boxes', 'mine'], /`mine` is not valid for `--boxes`\. Give paper or authors/],
      [[GAP, few, '--tau', '0.5'], /`0\.5` is not valid for `--tau`\. Give held-out or oracle\./],
      [[GAP, few, '--sample', '0'], /`0` is not a valid number for `--sample`/],
      [[GAP, few, '--seed', 'x'], /`x` is not a valid number for `--seed`/],
      [[GAP, few, '--count', '-1'], /--count/],
      [[GAP, few, '--write-maps'], /`--write-maps` needs `--out`\. Give `--out DIR`\./],
      [[GAP, few, '--min-map-iou', '0.8'], /nothing to compare with\. Give `--baseline/],
      [
        [GAP, few, '--baseline', 'x.json', '--min-map-iou', '8'],
        /`8` is not valid for `--min-map-iou`\. Give a number from 0 to 1\./,
      ],
      [[GAP, few, '--before', GMP, '--baseline', 'x.json'], /both given\. Give one of them/],
      [[GAP, few, '--labels', 'no.csv'], /no\.csv does not exist\. Give `--labels` a file/],
      [[GAP, few, '--annotations', 'no.json'], /no\.json does not exist\. Give `--annotations`/],
      [[GAP, few, '--maps', 'no'], /no does not exist\. Give `--maps` a file or folder/],
      [[GAP, few, '--before', 'no.onnx'], /no\.onnx does not exist\. Give `--before`/],
      [[GAP, few, '--baseline', 'no.json'], /no\.json does not exist\. Give `--baseline`/],
      [[GAP, few, '--output', 'x'], /no output "x".*logits/],
      [[GAP, few, '--out', path.join(GAP, 'in')], /cannot be created.*Give `--out` a folder/],
      [[GAP, few, '--quick'], /--quick/],
    ] as const) {
      const all = ['evaluate', ...args, '--index', index];
      const { status, stdout, stderr } = await runCommand(all);
      assert.deepEqual(
        { status, stdout },
        { status: 2, stdout: '' },
        `${args.join(' ')} ${stderr}`,
      );
      assert.match(stderr, message);
      assert.ok(!existsSync(index), args.join(' '));
    }
  });

  it('ends with 1 if the folder or the model cannot be used', async () => {
    const empty = path.join(folder, 'empty');
    mkdirSync(empty);
    const noModel = path.join(folder, 'no.onnx');
    writeFileSync(noModel, 'no model');
    for (const [args, message] of [
      [[GAP, path.join(folder, 'missing')], /missing does not exist\. \S/],
      [[GAP, empty], /empty and its sub-folders contain no readable image.*\. \S/],
      [[noModel, few], /no\.onnx is not an ONNX model\. \S/],
      [[path.join(folder, 'none.onnx'), few], /none\.onnx does not exist\. \S/],
    ] as const) {
      const index = path.join(folder, 'index');
      const { status, stdout, stderr } = await runCommand(['evaluate', ...args, '--index', index]);
      assert.deepEqual({ status, stdout }, { status: 1, stdout: '' }, stderr);
      assert.match(stderr, message);
    }
  });

  it('prints its help', async () => {
    const { status, stdout } = await runCommand(['evaluate', '--help']);
    assert.equal(status, 0);
    assert.match(stdout, /^cam-lens evaluate: /);
  });

  it('keeps what was run on Ctrl-C, and continues from there', async function () {
    if (process.platform === 'win32') return this.skip();
    const many = path.join(folder, 'many');
    for (let copy = 0; copy < 6; copy++) {
      cpSync(PICTURES, path.join(many, String(copy)), { recursive: true });
    }
    const index = path.join(folder, 'interrupted');
    const args = ['evaluate', GAP, many, '--index', index, '--json'];
    const child = spawn(process.execPath, ['--no-warnings', await buildProgram(), ...args], {
      cwd: fixtures,
      detached: true,
    });
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += String(text);
    });
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    while (child.exitCode === null && !hasBlock(index)) await delay(20);
    // As a terminal does: to the program and to all that it has started.
    process.kill(-(child.pid ?? 0), 'SIGINT');
    assert.equal(await ended, 130, stderr);
    const [, kept] = /Stopped after (\d+) images; their results are kept\. /.exec(stderr) ?? [];
    assert.ok(Number(kept) > 0 && Number(kept) < 360, stderr);
    const again = await runCommand(args);
    assert.equal(again.status, 0, again.stderr);
    const report = JSON.parse(again.stdout) as Report;
    assert.equal(report.overview.classification?.top1.of, 360);
  });
});

/** Whether a scan has written a part of an index. */
function hasBlock(folder: string): boolean {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).some(
      (entry) => entry.isFile() && entry.name.startsWith('maxima'),
    );
  } catch {
    return false;
  }
}
