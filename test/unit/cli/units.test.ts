import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import sharp from 'sharp';
import { inRepository } from '../../../scripts/repository.ts';
import type { UnitReportRow, UnitsReport } from '../../../src/cam/units/export/unitsReport.ts';
import { ProgressLine, scanText } from '../../../src/cli/text/progressLine.ts';
import type { SuggestionsReport } from '../../../src/cli/text/suggestionsReport.ts';
import { Terminal } from '../../../src/cli/text/terminal.ts';
import golden from '../../fixtures/units/cli/golden.json' with { type: 'json' };
import { assertClose } from '../assertClose.ts';
import { buildProgram, runCommand, runProgram, useProgram } from './cliProcess.ts';

const MODEL = inRepository('samples', 'scenes-gap.onnx');
const PICTURES = inRepository('samples', 'pictures');

describe('cam-lens units', function () {
  this.timeout(120_000);
  let folder = '';
  useProgram();
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-units-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  /** Runs `cam-lens units` on the sample model with an index of this test alone. */
  const units = (pictures: string, ...options: string[]) => runCommand(unitsOf(pictures, options));

  const unitsOf = (pictures: string, options: string[]) => [
    'units',
    MODEL,
    pictures,
    '--index',
    path.join(folder, 'index'),
    ...options,
  ];

  const reports = (stdout: string) =>
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as UnitsReport);

  function requireRows(found: UnitReportRow[], expected: typeof golden.byWeight): void {
    assert.deepEqual(
      found.map(({ rank, channel }) => [rank, channel]),
      expected.map(({ channel }, i) => [i + 1, channel]),
    );
    for (const [i, row] of expected.entries()) {
      const { weight, contribution, separation, patches } = found[i] as UnitReportRow;
      assertClose(
        [weight ?? 0, contribution ?? 0, separation ?? 0],
        [row.weight, row.contribution, row.separation],
        1e-4,
        `channel ${row.channel}`,
      );
      assert.deepEqual(
        patches.map(({ image }) => image),
        row.strongest.map((name) => path.join(PICTURES, name)),
      );
      const maxima = patches.map(({ maximum }) => maximum);
      assertClose(maxima, row.maxima, 1e-4, 'maxima');
    }
  }

  it("prints the channels with the largest weights and NumPy's values for them", async () => {
    const args = unitsOf(PICTURES, ['--class', 'kitchen', '--count', '3']);
    const { status, stdout, stderr } = await runProgram(args);
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    assert.match(stdout, /^Images +60 in .*pictures, sub-folders name 8 classes$/m);
    assert.match(stdout, /^Class 1: kitchen, 8 images \(by folder\)$/m);
    assert.ok(stdout.includes(`Speaks for it: 3 of ${golden.countFor} channels by weight`));
    assert.ok(stdout.includes(`Speaks against it: 3 of ${golden.countAgainst} channels by weight`));
    for (const row of [...golden.byWeight, ...golden.against]) {
      const numbers = [row.weight, row.contribution, row.separation].map((n) => n.toFixed(4));
      const strongest = path.posix.basename(row.strongest[0] ?? '');
      const line = new RegExp(
        `^ +${row.channel} +\\w[\\w ]* +${numbers.join(' +')} +${strongest}, `,
        'm',
      );
      assert.match(stdout, line);
    }
  });

  for (const [ranking, expected] of [
    ['weight', golden.byWeight],
    ['contribution', golden.byContribution],
    ['separation', golden.bySeparation],
  ] as const) {
    it(`ranks by ${ranking} as NumPy does, in JSON`, async () => {
      const options = ['--json', '--rank', ranking, '--count', '3', '--patches', '2'];
      const { status, stdout, stderr } = await units(PICTURES, '-c', '1', ...options);
      assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
      const [report, ...others] = reports(stdout);
      assert.equal(others.length, 0);
      assert.equal(report?.ranking, ranking);
      assert.equal(report?.images, 60);
      assert.deepEqual(report?.class, { index: 1, label: 'kitchen' });
      assert.deepEqual(report?.classImages, {
        used: golden.pictures,
        all: golden.pictures,
        by: 'folder',
      });
      requireRows(report?.speaksFor ?? [], expected);
    });
  }

  it('writes the grid, the numbers and the arrays', async () => {
    const out = path.join(folder, 'out');
    const options = ['--class', '1', '--count', '3', '--patches', '2', '--out', out];
    const { status, stdout } = await units(PICTURES, ...options);
    assert.equal(status, 0);
    const names = ['units.html', 'units.json', 'units.png', 'weights.npy', 'pooled.npy'];
    assert.deepEqual(
      readdirSync(out).sort(),
      [...names.map((name) => `class-1.${name}`), 'images.json'].sort(),
    );
    assert.equal(stdout.match(/^Wrote /gm)?.length, 6);
    const read = (name: string) => readFileSync(path.join(out, name));

    const inJson = await units(PICTURES, ...options.slice(0, 6), '--json');
    const [fromJson] = reports(inJson.stdout);
    assert.deepEqual(JSON.parse(read('class-1.units.json').toString()), fromJson);

    const weights = readNpy(read('class-1.weights.npy'));
    assert.equal(weights.shape, '(106,)');
    assertClose(weights.values, golden.weights, 1e-6, 'weights');

    const images = JSON.parse(read('images.json').toString()) as string[];
    assert.deepEqual([...images].sort(), golden.names);
    const pooled = readNpy(read('class-1.pooled.npy'));
    assert.equal(pooled.shape, '(60, 6)');
    const expected = images.flatMap((name) => golden.pooled[golden.names.indexOf(name)] ?? []);
    assertClose(pooled.values, expected, 1e-4, 'pooled');

    const png = await sharp(read('class-1.units.png')).metadata();
    assert.equal(png.format, 'png');
    assert.ok(png.height > 6 * 240);
    const html = read('class-1.units.html').toString();
    const pictures = [...html.matchAll(/src="data:image\/jpeg;base64,([^"]+)"/g)];
    assert.equal(pictures.length, 12);
    const [, base64 = ''] = pictures[0] ?? [];
    const { format, width } = await sharp(Buffer.from(base64, 'base64')).metadata();
    assert.deepEqual([format, width], ['jpeg', 240]);
  });

  it('shows the five classes that the model predicts most often if no class is named', async () => {
    const flat = path.join(folder, 'flat');
    mkdirSync(flat);
    for (const name of golden.names) {
      copyFileSync(path.join(PICTURES, name), path.join(flat, path.basename(name)));
    }
    const { stdout } = await units(flat, '--json', '--count', '1');
    const found = reports(stdout);
    // 8 living rooms, kitchens, bedrooms and bathrooms; then 7 of each other scene, the first by number.
    assert.deepEqual(
      found.map((report) => [report.class.label, report.classImages.by]),
      ['living room', 'kitchen', 'bedroom', 'bathroom', 'office'].map((label) => [
        label,
        'prediction',
      ]),
    );
  });

  it('shows the classes that the sub-folders name, and names what it cannot read', async () => {
    const named = path.join(folder, 'named');
    for (const scene of ['kitchen', 'beach']) {
      cpSync(path.join(PICTURES, scene), path.join(named, scene), { recursive: true });
    }
    writeFileSync(path.join(named, 'beach', 'broken.png'), 'no picture');
    const { status, stdout, stderr } = await units(named, '--json', '--count', '1');
    assert.equal(status, 0);
    assert.match(stderr, /^cam-lens: note: beach\/broken\.png is left out: .*\n$/);
    assert.deepEqual(
      reports(stdout).map((report) => [report.class.label, report.classImages.by]),
      [
        ['kitchen', 'folder'],
        ['beach', 'folder'],
      ],
    );
    const text = await units(named, '-c', '1');
    assert.match(text.stdout, /15 in .*, 1 left out, sub-folders name 2 classes/);
  });

  it('writes all classes of the folder, or the named ones, as one page', async () => {
    const page = path.join(folder, 'all.html');
    const args = ['--count', '2', '--patches', '2', '--html', page];
    const { status, stdout } = await units(PICTURES, ...args);
    assert.equal(status, 0);
    assert.ok(stdout.includes(`Wrote ${page}`));
    const html = readFileSync(page, 'utf8');
    const classes = (text: string) =>
      [...text.matchAll(/<article id="class-(\d+)">/g)].map(([, index]) => Number(index));
    assert.deepEqual(classes(html), [0, 1, 2, 3, 4, 5, 6, 7]);
    const shown = html.match(/role="img"/g)?.length;
    assert.equal(shown, 8 * 4 * 2);
    const pictures = [...html.matchAll(/url\(data:image\/jpeg;base64,([^)]+)\)/g)];
    assert.ok(pictures.length < 8 * 4 * 2, `${pictures.length} pictures`);
    assert.equal(new Set(pictures.map(([, base64]) => base64)).size, pictures.length);
    const { format, width } = await sharp(Buffer.from(pictures[0]?.[1] ?? '', 'base64')).metadata();
    assert.deepEqual([format, width], ['jpeg', 160]);

    await units(PICTURES, '-c', 'beach', '-c', '1', ...args);
    assert.deepEqual(classes(readFileSync(page, 'utf8')), [7, 1]);

    const nowhere = path.join(folder, 'nowhere', 'all.html');
    const failed = await units(PICTURES, '-c', '1', '--html', nowhere);
    assert.equal(failed.status, 1);
    assert.match(
      failed.stderr,
      /nowhere.all\.html cannot be written: no such file.*Give `--html` a place/,
    );
  });

  it('suggests names from the annotations beside the pictures, those of training', async () => {
    const out = path.join(folder, 'names');
    const args = ['-c', '1', '--count', '1', '--suggest-names', '--out', out];
    const { status, stdout } = await units(PICTURES, ...args);
    assert.equal(status, 0);
    const report = namesIn(out);
    assert.equal(report.annotations, path.join(PICTURES, 'annotations.coco.json'));
    assert.equal(report.annotatedImages, 60);
    // samples/README.md: unit k answers for the category with id k + 1, and so does unit k + 53.
    const { categories } = JSON.parse(readFileSync(report.annotations, 'utf8')) as {
      categories: { id: number; name: string }[];
    };
    for (const { channel, suggestion } of report.suggestions.slice(0, 10)) {
      const category = categories.find(({ id }) => id === (channel % 53) + 1);
      assert.equal(suggestion, category?.name, `channel ${channel}`);
    }
    const ious = report.suggestions.map(({ iou }) => iou);
    assert.deepEqual(
      ious,
      [...ious].sort((a, b) => b - a),
    );
    const [first] = report.suggestions;
    assert.ok(first);
    const row = `${first.channel} +${first.suggestion} +${first.iou.toFixed(3)} `;
    assert.match(stdout, new RegExp(`^Names from annotations\\.coco\\.json[^]*^ +${row}`, 'm'));
  });

  it('prints suggested names in JSON as it writes them', async () => {
    const few = path.join(folder, 'few');
    mkdirSync(path.join(few, 'kitchen'), { recursive: true });
    const two = golden.names.filter((name) => name.startsWith('kitchen/')).slice(0, 2);
    for (const name of [...two, 'annotations.coco.json']) {
      copyFileSync(path.join(PICTURES, name), path.join(few, name));
    }
    const out = path.join(folder, 'few-names');
    const args = ['-c', '1', '--count', '1', '--json', '--suggest-names', '--out', out];
    const { status, stdout } = await units(few, ...args);
    assert.equal(status, 0);
    const [, line = ''] = stdout.trimEnd().split('\n');
    const report = JSON.parse(line) as SuggestionsReport;
    assert.equal(report.annotatedImages, two.length);
    assert.ok(report.suggestions.length > 0);
    assert.deepEqual(namesIn(out), report);
  });

  it('ranks by gradient × activation where the head has no class weights', async () => {
    const model = inRepository('test/fixtures/methods/vgg.dynamo.onnx');
    const pictures = inRepository('test/fixtures/units/gradients');
    const index = path.join(folder, 'gradients');
    const args = ['units', model, pictures, '--index', index, '--class', 'e', '--count', '2'];
    const { status, stdout, stderr } = await runCommand(args);
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    assert.match(stdout, /^Map +No class activation map: .* ranked by gradient × activation$/m);
    assert.match(stdout, /^Note: This model has no class activation map.*no class weights/m);
    assert.match(stdout, /^Speaks for it: 2 of \d+ channels by gradient × activation$/m);
    assert.match(stdout, /^ +channel +gradient × activation +separation +strongest in$/m);
    const json = await runCommand([...args, '--json', '--rank', 'gradient-activation']);
    const [report] = reports(json.stdout);
    assert.equal(report?.ranking, 'gradientActivation');
    assert.deepEqual(report?.rankings, ['gradientActivation', 'separation']);
    assert.equal(report?.mapKind, null);
    const [row] = report?.speaksFor ?? [];
    assert.ok((row?.gradientActivation ?? 0) > 0);
    assert.deepEqual([row?.weight, row?.contribution], [null, null]);
  });

  it('ends with 2 for a wrong command line, before anything is scanned', async () => {
    for (const [args, message] of [
      [[MODEL], /Files are missing/],
      [[MODEL, PICTURES, PICTURES], /Too many files/],
      [
        [MODEL, PICTURES, '--rank', 'size'],
        /no ranking `size`.*weight, contribution, gradient-activation, separation/,
      ],
      [[MODEL, PICTURES, '--count', '0'], /`0` is not a valid number for `--count`.*1 to 1000/],
      [[MODEL, PICTURES, '--patches', '2.5'], /`2\.5` is not a valid number for `--patches`/],
      [[MODEL, PICTURES, '--class', 'attic'], /no class `attic`/],
      [[MODEL, PICTURES, '--output', 'x'], /no output "x"/],
    ] as const) {
      const index = path.join(folder, 'unused');
      const { status, stdout, stderr } = await runCommand(['units', ...args, '--index', index]);
      assert.deepEqual({ status, stdout }, { status: 2, stdout: '' });
      assert.match(stderr, message);
      assert.ok(!readdirSync(folder).includes('unused'));
    }
  });

  it('ends with 1 if there is no folder, or no picture', async () => {
    const empty = path.join(folder, 'empty');
    mkdirSync(empty);
    for (const [pictures, message] of [
      [path.join(folder, 'missing'), /^cam-lens: .*missing does not exist\. \S/],
      [empty, /^cam-lens: .*empty and its sub-folders contain no readable image.*\. \S/],
    ] as const) {
      const { status, stdout, stderr } = await units(pictures);
      assert.deepEqual({ status, stdout }, { status: 1, stdout: '' });
      assert.match(stderr, message);
    }
  });

  it('shows the index of an earlier scan, and says so, if the disk is full', async function () {
    if (!existsSync('/dev/full')) return this.skip();
    const few = path.join(folder, 'on a full disk');
    mkdirSync(few);
    const [first = '', second = ''] = golden.names;
    copyFileSync(path.join(PICTURES, first), path.join(few, 'first.png'));
    const index = path.join(folder, 'kept');
    const args = ['units', MODEL, few, '--index', index, '--class', '1', '--count', '1', '--json'];
    const scanned = () => {
      const [name = ''] = readdirSync(index).filter((name) => !name.endsWith('.json'));
      return path.join(index, name);
    };
    const before = await runCommand(args);
    copyFileSync(path.join(PICTURES, second), path.join(few, 'second.png'));
    // Where the engine, a child of this process, writes the state of a scan first; the device is always full.
    const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8');
    const states = children
      .split(' ')
      .filter(Boolean)
      .map((pid) => path.join(scanned(), `scan.json.tmp-${pid}`));
    for (const state of states) symlinkSync('/dev/full', state);
    const kept = await runCommand(args);
    for (const state of states) rmSync(state, { force: true });
    assert.equal(kept.status, 0);
    assert.equal(kept.stdout, before.stdout);
    assert.match(kept.stderr, /note: The disk is full: .*kept.* Make room there, then scan again/);
    assert.match(kept.stderr, /note: This is the index of an earlier scan; .* not in it\.\n$/);
    assert.equal(reports((await runCommand(args)).stdout)[0]?.images, 2);
  });

  it('keeps scanned pictures on Ctrl-C, and continues from there', async function () {
    if (process.platform === 'win32') return this.skip();
    const many = path.join(folder, 'many');
    mkdirSync(many);
    for (let copy = 0; copy < 6; copy++) {
      for (const name of golden.names) {
        // Links where the disk allows them: the pictures need no room.
        const to = path.join(many, `${copy}-${path.basename(name)}`);
        if (copy === 0) copyFileSync(path.join(PICTURES, name), to);
        else linkSync(path.join(many, `0-${path.basename(name)}`), to);
      }
    }
    const index = path.join(folder, 'interrupted');
    const args = ['units', MODEL, many, '--index', index, '--class', '1', '--count', '1'];
    const child = spawn(process.execPath, ['--no-warnings', await buildProgram(), ...args], {
      detached: true,
    });
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += String(text);
    });
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    while (child.exitCode === null && writtenBlocks(index) === 0) await delay(20);
    // As a terminal does: to the program and to all that it has started.
    process.kill(-(child.pid ?? 0), 'SIGINT');
    assert.equal(await ended, 130, stderr);
    const [, kept] =
      /^cam-lens: The scan was stopped after (\d+) images; their results are kept\. /.exec(
        stderr,
      ) ?? [];
    assert.ok(Number(kept) > 0 && Number(kept) < 360, stderr);
    const again = await runCommand([...args, '--json']);
    assert.equal(again.status, 0);
    // A slow machine has time to report progress.
    assert.match(again.stderr, /^(cam-lens: \d+ of 360 images, .*\n)*$/);
    assert.equal(reports(again.stdout)[0]?.images, 360);
  });

  it('overwrites its line only on a screen, and clears it at the end', () => {
    for (const [isErrScreen, expected] of [
      [true, '\r\u001b[Ka\r\u001b[Kb\r\u001b[K'],
      [false, ''],
    ] as const) {
      let written = '';
      const err = (text: string) => {
        written += text;
      };
      const line = new ProgressLine(new Terminal({ out: assert.fail, err, isErrScreen }));
      line.tell('a');
      line.tell('b');
      line.end();
      line.end();
      assert.equal(written, expected);
    }
  });

  it('shows the progress of a scan', () => {
    const progress = {
      found: 50_000,
      walking: false,
      indexed: 1230,
      scanned: 1000,
      unreadable: 4,
      perSecond: 35.24,
      secondsLeft: 1380,
    };
    assert.equal(scanText(progress), '1,234 of 50,000 images, 35.2 a second, 23 min left');
    const early = { ...progress, walking: true, perSecond: 0, secondsLeft: undefined };
    assert.equal(scanText(early), '1,234 of 50,000 images found so far');
    assert.match(scanText({ ...progress, secondsLeft: 7201 }), /2 h 1 min left$/);
    assert.match(scanText({ ...progress, secondsLeft: 1.2 }), /, 2 s left$/);
  });
});

function namesIn(folder: string): SuggestionsReport {
  return JSON.parse(readFileSync(path.join(folder, 'names.json'), 'utf8')) as SuggestionsReport;
}

/** Parts of an index that a scan has written. */
function writtenBlocks(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && entry.name.startsWith('maxima'),
    ).length;
  } catch {
    return 0;
  }
}

/** A .npy file of float32 as NumPy's documents describe it. */
function readNpy(bytes: Buffer) {
  const headerLength = bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, 10 + headerLength);
  const [, shape] = /'descr': '<f4'.*'shape': (\([^)]*\))/.exec(header) ?? [];
  const data = Uint8Array.from(bytes.subarray(10 + headerLength));
  return { shape, values: new Float32Array(data.buffer) };
}
