import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Finding } from '../../src/cam/results/evaluation/scores.ts';
import { runCommand, useProgram } from '../unit/cli/cliProcess.ts';

const MODEL = path.resolve('samples/scenes-gap.onnx');
const SIDE = 224;

interface Report {
  overview: {
    pictures: number;
    unreadable: { path: string; reason: string }[];
    findings: Finding[];
    classification: { labelled: number; top1: { of: number } };
  };
  localization: {
    pictures: number;
    annotated: number;
    findings: Finding[];
    rows: { name: string; pictures: number; gtKnown?: { of: number } }[];
  };
}

/** An object of COCO on one picture. */
interface CocoObject {
  image: string;
  category: string;
  bbox?: number[];
  segmentation?: unknown;
}

const WHOLE = [20, 20, 120, 120];

describe('an evaluation of a folder with faults', function () {
  this.timeout(120_000);
  let root: string;
  let folder: string;
  useProgram();

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'cam-lens-faults-'));
    folder = path.join(root, 'photos');
  });

  afterEach(() => rmSync(root, { recursive: true }));

  function put(...files: string[]): void {
    for (const file of files) {
      const to = path.join(folder, file);
      mkdirSync(path.dirname(to), { recursive: true });
      copyFileSync(path.resolve('samples/pictures', file), to);
    }
  }

  function annotate(objects: readonly CocoObject[]): void {
    const images = [...new Set(objects.map(({ image }) => image))];
    const categories = [...new Set(objects.map(({ category }) => category))];
    const coco = {
      images: images.map((file_name, id) => ({ id, file_name, width: SIDE, height: SIDE })),
      categories: categories.map((name, id) => ({ id, name })),
      annotations: objects.map(({ image, category, ...object }, id) => ({
        ...{ id, image_id: images.indexOf(image), category_id: categories.indexOf(category) },
        ...{ iscrowd: 0, ...object },
      })),
    };
    writeFileSync(path.join(folder, 'annotations.json'), JSON.stringify(coco));
  }

  async function evaluate(): Promise<{ report: Report; stderr: string }> {
    const index = path.join(root, 'index');
    const args = ['evaluate', MODEL, folder, '--json', '--index', index];
    const { status, stdout, stderr } = await runCommand(args);
    assert.equal(status, 0, stderr);
    return { report: JSON.parse(stdout) as Report, stderr };
  }

  /** All rows are of so many pictures. */
  function assertPictures({ localization }: Report, pictures: number): void {
    assert.equal(localization.pictures, pictures);
    for (const row of localization.rows) {
      assert.deepEqual([row.name, row.pictures, row.gtKnown?.of], [row.name, pictures, pictures]);
    }
  }

  const found = (findings: readonly Finding[], kind: string) =>
    findings.filter((finding) => finding.kind === kind);

  it('names each of them, on stderr and in the report, and scores the others', async () => {
    put(...[1, 2, 3, 4].map((number) => `kitchen/kitchen-0${number}.png`));
    put(...[1, 2, 3].map((number) => `beach/beach-0${number}.png`));
    writeFileSync(path.join(folder, 'beach', 'broken.png'), 'no picture');
    annotate([
      { image: 'kitchen/kitchen-01.png', category: 'kitchen', bbox: WHOLE },
      { image: 'kitchen/kitchen-02.png', category: 'kitchen', bbox: [300, 300, 50, 50] },
      { image: 'kitchen/kitchen-03.png', category: 'kitchen', bbox: [150, 150, 150, 150] },
      {
        ...{ image: 'kitchen/kitchen-04.png', category: 'kitchen', bbox: WHOLE },
        segmentation: { size: [SIDE, SIDE], counts: [SIDE * SIDE] },
      },
      { image: 'beach/beach-01.png', category: 'unicorn', bbox: WHOLE },
      { image: 'beach/beach-02.png', category: 'beach', bbox: [10, 10, 0, 0] },
      { image: 'beach/gone.png', category: 'beach', bbox: WHOLE },
    ]);
    const { report, stderr } = await evaluate();
    const { overview, localization } = report;

    assert.equal(overview.pictures, 7);
    assert.deepEqual(
      overview.unreadable.map((picture) => picture.path),
      ['beach/broken.png'],
    );
    assert.deepEqual([overview.classification.labelled, overview.classification.top1.of], [7, 7]);
    const of = (kind: string) =>
      found(overview.findings, kind).map(({ count, examples }) => [count, examples]);
    assert.deepEqual(of('missingPicture'), [[1, ['beach/gone.png']]]);
    assert.deepEqual(of('unknownClass'), [[1, ['unicorn']]]);
    assert.deepEqual(of('boxOutside'), [
      [1, ['kitchen/kitchen-03.png']],
      [1, ['kitchen/kitchen-02.png']],
    ]);
    assert.deepEqual(of('emptyMask'), [[1, ['kitchen/kitchen-04.png']]]);
    assert.deepEqual(
      of('badAnnotation').map(([count]) => count),
      [1],
    );

    // Without a box of their class: one outside, one of no class, one of no size, one without any.
    const [unannotated] = found(localization.findings, 'notAnnotated');
    assert.deepEqual(unannotated?.examples.sort(), [
      ...['beach/beach-01.png', 'beach/beach-02.png', 'beach/beach-03.png'],
      'kitchen/kitchen-02.png',
    ]);
    assert.equal(unannotated?.count, 4);
    assertPictures(report, 3);
    for (const { text } of [...overview.findings, ...localization.findings]) {
      assert.ok(stderr.includes(`note: ${text}`), `${text} is not in ${stderr}`);
    }
    assert.match(stderr, /note: beach\/broken\.png is left out: \S/);
  });

  it('gives the scores of the same folder without them', async () => {
    const good: CocoObject[] = [
      { image: 'kitchen/kitchen-01.png', category: 'kitchen', bbox: WHOLE },
      { image: 'beach/beach-01.png', category: 'beach', bbox: [0, 100, 224, 124] },
    ];
    put('kitchen/kitchen-01.png', 'beach/beach-01.png');
    annotate(good);
    const { report: clean } = await evaluate();
    assertPictures(clean, 2);
    writeFileSync(path.join(folder, 'beach', 'broken.png'), 'no picture');
    annotate([
      ...good,
      { image: 'kitchen/kitchen-01.png', category: 'unicorn', bbox: WHOLE },
      { image: 'kitchen/kitchen-01.png', category: 'kitchen', bbox: [400, 0, 50, 50] },
      { image: 'beach/gone.png', category: 'beach', bbox: WHOLE },
      { image: 'beach/broken.png', category: 'beach', bbox: WHOLE },
    ]);
    const { report } = await evaluate();
    assert.deepEqual(report.localization.rows, clean.localization.rows);
    assert.deepEqual(report.overview.classification, clean.overview.classification);
  });

  it('has no table of localization where no category is a class', async () => {
    put('kitchen/kitchen-01.png');
    annotate([{ image: 'kitchen/kitchen-01.png', category: 'unicorn', bbox: WHOLE }]);
    const { report, stderr } = await evaluate();
    assert.equal(report.localization.pictures, 0);
    assert.ok(report.localization.rows.every((row) => row.gtKnown === undefined));
    assert.match(stderr, /note: No labelled image has a box or mask of its class/);
    assert.match(stderr, /note: Categories in annotations\.json that are no class of the model: 1/);
  });
});
