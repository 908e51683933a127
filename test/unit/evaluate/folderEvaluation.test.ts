import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Engine } from '../../../src/cam/engine.ts';
import type { ReportForm } from '../../../src/cam/evaluate/export/exportReport.ts';
import { keepPredictions, readPredictions } from '../../../src/cam/evaluate/keptPredictions.ts';
import type { EvaluateOptions } from '../../../src/cam/evaluationEngine.ts';
import { openStoredIndex } from '../../../src/cam/folder/index/openIndex.ts';
import type { LocalizationQuery } from '../../../src/cam/results/evaluation/localization.ts';
import type { EvaluatedPicture } from '../../../src/cam/results/evaluation/overview.ts';
import type { FoundReports } from '../../../src/cam/results/evaluation/report.ts';
import type { ScanProgress } from '../../../src/cam/results/units.ts';
import { makeMemoryFolder } from '../memoryFolder.ts';

const samples = path.resolve('samples');
const GAP = path.join(samples, 'scenes-gap.onnx');
const CLASSES = [
  ...['living room', 'kitchen', 'bedroom', 'bathroom', 'office', 'street', 'park', 'beach'],
];

const QUERY: LocalizationQuery = {
  rows: [{ kind: 'method', method: 'cam', crops: 1 }],
  ...{ boxRule: 'paper', threshold: 'oracle', hasGeometry: true, seed: 1 },
};

const ALL = { order: 'loss', isWrong: false, first: 0, count: 100 } as const;

const BEACH_BOX = {
  images: [{ id: 1, file_name: 'beach-01.png', width: 224, height: 224 }],
  categories: [{ id: 1, name: 'beach' }],
  annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [1, 1, 9, 9], iscrowd: 0 }],
};

describe('an evaluated folder', function () {
  this.timeout(120_000);
  let engine: Engine;
  let root: string;
  let folder: string;
  let options: EvaluateOptions;
  let last: ScanProgress | undefined;

  beforeEach(() => {
    engine = new Engine();
    root = makeMemoryFolder('cam-lens-evaluation-');
    folder = path.join(root, 'photos');
    mkdirSync(folder);
    options = { cacheFolder: path.join(root, 'cache') };
  });

  afterEach(async () => {
    await engine.dispose();
    rmSync(root, { recursive: true });
  });

  function put(scene: string, number: number): void {
    const name = `${scene}-0${number}.png`;
    copyFileSync(path.join(samples, 'pictures', scene, name), path.join(folder, name));
  }

  const label = (...lines: string[]) =>
    writeFileSync(path.join(folder, 'labels.csv'), ['picture,class', ...lines, ''].join('\n'));

  const run = () =>
    engine.evaluateFolder(GAP, folder, options, (progress) => {
      last = progress;
    });

  async function rows(): Promise<Map<string, EvaluatedPicture>> {
    const page = await engine.evaluatedPictures(GAP, folder, ALL, options);
    return new Map(page.rows.map((row) => [row.path, row]));
  }

  it('runs only the pictures whose class has no kept map when labels change', async () => {
    for (const number of [1, 2, 3]) put('kitchen', number);
    label(...[1, 2, 3].map((number) => `kitchen-0${number}.png,kitchen`));
    await run();
    assert.equal(last?.scanned, 3);
    await run();
    assert.equal(last?.scanned, 0);
    const index = openStoredIndex((await run()).indexFolder);
    const of = (file: string) => index.images.findIndex((image) => image.path === file);
    const kept = index.images[of('kitchen-02.png')]?.mapClasses ?? [];
    const other = CLASSES.findIndex((_, c) => !kept.includes(c));
    // One of the classes that are kept, and one of those that are not.
    label('kitchen-01.png,kitchen', `kitchen-02.png,${CLASSES[other]}`, 'kitchen-03.png,bathroom');
    const known = index.images[of('kitchen-03.png')]?.mapClasses?.includes(3);
    const overview = await run();
    assert.equal(last?.scanned, known ? 1 : 2);
    assert.equal(overview.classification?.top1.of, 3);
    assert.ok(Math.abs((overview.classification?.top1.value ?? 0) - 1 / 3) < 1e-9);
    for (const { map } of (await rows()).values()) assert.ok(map);
  });

  it('completes the index that class units made, without running it again', async () => {
    for (const number of [1, 2, 3]) put('beach', number);
    await engine.scanFolder(GAP, folder, options, () => undefined);
    label(...[1, 2, 3].map((number) => `beach-0${number}.png,beach`));
    put('kitchen', 1);
    const overview = await run();
    assert.equal(last?.scanned, 1);
    assert.equal(overview.pictures, 4);
    assert.equal(overview.classification?.labelled, 3);
    assert.deepEqual(
      overview.findings.map(({ kind, count, examples }) => [kind, count, ...examples]),
      [['unlabelled', 1, 'kitchen-01.png']],
    );
  });

  it('of a model of one class says that every image is right', async () => {
    const model = path.join(root, 'one.onnx');
    copyFileSync(path.resolve('test/fixtures/models/gap_one_sigmoid.dynamo.onnx'), model);
    writeFileSync(path.join(root, 'one.cam.json'), '{"labels": ["beach"]}');
    put('beach', 1);
    put('kitchen', 1);
    label('beach-01.png,beach', 'kitchen-01.png,kitchen');
    const { findings } = await engine.evaluateFolder(model, folder, options, () => undefined);
    assert.ok(findings.some(({ kind, count }) => kind === 'oneClass' && count === 1));
  });

  it('is not there before the first run', async () => {
    put('beach', 1);
    assert.equal(await engine.evaluation(GAP, folder, options), undefined);
    await assert.rejects(engine.evaluatedPictures(GAP, folder, ALL, options), {
      code: 'fileNotFound',
    });
  });

  it('has in its files what was found in a process that has ended', async () => {
    put('beach', 1);
    label('beach-01.png,beach');
    writeFileSync(path.join(folder, 'annotations.coco.json'), JSON.stringify(BEACH_BOX));
    await run();
    const localization: LocalizationQuery = {
      rows: [{ kind: 'method', method: 'cam', crops: 1 }],
      ...{ boxRule: 'paper', threshold: 'oracle', hasGeometry: true, seed: 0 },
    };
    const tell = () => undefined;
    const boxes = await engine.localization(GAP, folder, localization, options, tell);
    const query = { seed: 0, clusters: 2 };
    const evidence = await engine.evidence(GAP, folder, query, options, tell);
    const file = async (form: ReportForm, found: FoundReports) => {
      await engine.dispose();
      engine = new Engine();
      const bytes = await engine.exportEvaluation(GAP, folder, form, options, found, tell);
      return new TextDecoder().decode(bytes);
    };
    assert.equal(JSON.parse(await file('json', {})).evidence, undefined);
    const report = JSON.parse(await file('json', { localization, evidence }));
    assert.equal(report.localization.rows[0].name, boxes.rows[0]?.name);
    assert.equal(report.localized.total, 1);
    assert.equal(report.evidence.classes[0].label, 'beach');
    assert.match(await file('csv', { localization }), /beach-01\.png,.*,0\.\d+\s*$/);
  });

  describe('follows files that are corrected in place', () => {
    const file = () => path.join(folder, 'labels.csv');

    beforeEach(() => put('beach', 1));

    it('labels that were refused before', async () => {
      writeFileSync(file(), 'picture,class\nbeach-01.png,3\n');
      const before = await run();
      assert.equal(before.labels, undefined);
      assert.ok(before.findings.some(({ kind }) => kind === 'refusedLabels'));
      writeFileSync(file(), 'picture,class\nbeach-01.png,beach\n');
      assert.equal((await engine.evaluation(GAP, folder, options))?.labels?.labelled, 1);
      assert.equal((await run()).classification?.top1.value, 1);
    });

    it('a file of labels that is asked for', async () => {
      options = { ...options, labels: path.join(root, 'mine.csv') };
      writeFileSync(path.join(root, 'mine.csv'), 'picture,class\nbeach-01.png,attic\n');
      assert.equal((await run()).labels, undefined);
      writeFileSync(path.join(root, 'mine.csv'), 'picture,class\nbeach-01.png,beach\n');
      assert.equal((await engine.evaluation(GAP, folder, options))?.labels?.labelled, 1);
    });

    it('annotations that could not be read before', async () => {
      label('beach-01.png,beach');
      const coco = path.join(folder, 'annotations.coco.json');
      writeFileSync(coco, '{"images": [], "annotations": [], "categories": [');
      assert.equal((await run()).annotations, undefined);
      writeFileSync(coco, JSON.stringify(BEACH_BOX));
      assert.equal((await engine.evaluation(GAP, folder, options))?.annotations?.pictures, 1);
    });

    const xml = (right: number) =>
      `<annotation><size><width>224</width><height>224</height></size><object><name>beach</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>${right}</xmax><ymax>224</ymax></bndbox></object></annotation>`;
    const BOXES: [what: string, name: string, text: (right: number) => string][] = [
      ['a Pascal VOC file', 'Annotations/beach-01.xml', xml],
      [
        "wsolevaluation's metadata",
        'metadata/localization.txt',
        (right) => `beach-01.png,0,0,${right - 1},223\n`,
      ],
    ];
    for (const [what, name, text] of BOXES) {
      it(`boxes in ${what}`, async () => {
        label('beach-01.png,beach');
        const boxes = path.join(folder, name);
        mkdirSync(path.dirname(boxes));
        writeFileSync(boxes, text(224));
        await run();
        const boxArea = async () => {
          const report = await engine.localization(GAP, folder, QUERY, options, () => undefined);
          return report.rows[0]?.boxArea;
        };
        assert.equal(await boxArea(), 1);
        const before = await engine.evaluation(GAP, folder, options);
        writeFileSync(boxes, text(112));
        assert.equal(await boxArea(), 0.5);
        assert.notEqual((await engine.evaluation(GAP, folder, options))?.version, before?.version);
      });
    }
  });

  describe('keeps its predictions', () => {
    let indexFolder: string;
    let right: number | undefined;

    beforeEach(async () => {
      put('beach', 1);
      label('beach-01.png,beach');
      ({ indexFolder } = await run());
      right = await lossOfBeach();
      // Another loss under the same key, to see whether the kept ones are read.
      const text = readFileSync(path.join(indexFolder, 'predictions.json'), 'utf8');
      const { key } = JSON.parse(text) as { key: string };
      const kept = readPredictions(indexFolder, key, 1);
      assert.ok(kept);
      assert.deepEqual([kept.truth[0], kept.top[0]], [7, 7]);
      kept.loss[0] = 42;
      keepPredictions(indexFolder, key, kept);
    });

    /** As a process that starts sees it. */
    async function lossOfBeach(): Promise<number | undefined> {
      await engine.dispose();
      engine = new Engine();
      return (await rows()).get('beach-01.png')?.loss;
    }

    it('for the next time', async () => assert.equal(await lossOfBeach(), 42));

    for (const [file, at] of [
      ['predictions.npy', -1],
      ['predictions.json', 3],
    ] as const) {
      it(`but not if ${file} is damaged`, async () => {
        const damaged = path.join(indexFolder, file);
        const bytes = readFileSync(damaged);
        const place = (bytes.length + at) % bytes.length;
        bytes[place] = (bytes[place] as number) ^ 0x55;
        writeFileSync(damaged, bytes);
        assert.equal(await lossOfBeach(), right);
      });
    }

    it('but not if the file has another length', async () => {
      writeFileSync(path.join(indexFolder, 'predictions.npy'), '');
      assert.equal(await lossOfBeach(), right);
    });

    it('but not for other labels', async () => {
      label('beach-01.png,park');
      const loss = await lossOfBeach();
      assert.notEqual(loss, 42);
      assert.notEqual(loss, right);
    });

    it('but not for another index', async () => {
      put('beach', 2);
      await run();
      assert.equal(await lossOfBeach(), right);
    });
  });
});
