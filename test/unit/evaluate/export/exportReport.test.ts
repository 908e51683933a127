import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { exportReport } from '../../../../src/cam/evaluate/export/exportReport.ts';
import type { EvaluationReport } from '../../../../src/cam/results/evaluation/report.ts';
import { MOST_PICTURES } from '../../../../src/cam/results/evaluation/report.ts';
import { HOSTILE, sampleRows } from '../../plots/sampleReports.ts';
import { CLASSES, sampleLines, sampleReport } from './sampleReport.ts';

describe('an evaluation as files', () => {
  const html = (report: EvaluationReport) => exportReport(report, [], 'html');

  /** What was evaluated, and nothing else. */
  function bareReport(): EvaluationReport {
    const { made, classes, overview } = sampleReport();
    const nothing = { labels: undefined, annotations: undefined, classification: undefined };
    return { made, classes, overview: { ...overview, ...nothing, findings: [] } };
  }

  describe('HTML', () => {
    it('has every part that there is, the answer first', async () => {
      const text = await html(sampleReport());
      assert.deepEqual(
        [...text.matchAll(/<section id="(\w+)"/g)].map(([, id]) => id),
        [
          ...['classification', 'errors', 'localization', 'evidence', 'trust', 'parity'],
          ...['doctor', 'findings', 'origin'],
        ],
      );
      assert.match(text, /<strong>77\.0\u00a0%<\/strong> of 200 images are right/);
      assert.ok(text.indexOf('77.0') < text.indexOf('<section'));
      for (const [, id] of text.matchAll(/href="#(\w+)"/g)) assert.ok(text.includes(`id="${id}"`));
    });

    it('says only what was found out', async () => {
      const text = await html(bareReport());
      assert.deepEqual(
        [...text.matchAll(/<section id="(\w+)"/g)].map(([, id]) => id),
        ['origin'],
      );
      assert.match(text, /203 images<\/strong> were run; none of them has a label/);
      assert.doesNotMatch(text, /undefined|NaN|\[object/);
    });

    it('has no scores of localization where nothing is annotated', async () => {
      const localization = { pictures: 0, annotated: 0, rows: sampleRows(), findings: [] };
      const text = await html({ ...bareReport(), localization });
      assert.match(text, /No image has a box or mask of its class/);
      assert.doesNotMatch(text, /MaxBoxAcc|<svg/);
    });

    it('escapes every name, makes no requests and runs nothing', async () => {
      const text = await html(sampleReport());
      assert.doesNotMatch(text, /<img src=x|<script|<b>\.onnx/);
      assert.doesNotMatch(text, /(src|href)="(?!data:image\/jpeg;base64,|#)/);
      assert.doesNotMatch(text.replace(/base64,[^"]*/g, ''), /url\(|@import|undefined|NaN/);
      assert.match(text, /default-src 'none'; img-src data:/);
      assert.match(text, /<meta charset="utf-8">/);
    });

    it('counts the images that it shows, and says which cannot be read', async () => {
      const text = await html(sampleReport());
      assert.match(text, /13 of 46 wrong images/);
      assert.equal(text.match(/This image cannot be read any more/g)?.length, 1);
    });

    it('says in words which classes and groups are suspicious', async () => {
      const text = await html(sampleReport());
      assert.match(text, /2 of 2 classes stand out\./);
      assert.equal(text.match(/<strong>Suspicious:<\/strong>/g)?.length, 3);
    });

    it('stays below 5 MB: pictures for which there is no room are not counted as shown', async () => {
      const report = sampleReport();
      const row = report.pictures?.rows[1];
      assert.ok(row);
      const rows = Array.from({ length: 500 }, (_, image) => ({ ...row, image }));
      const text = await html({ ...report, pictures: { total: 500, rows } });
      assert.match(text, new RegExp(`${MOST_PICTURES.errors} of 500 wrong images`));
      assert.ok(text.length < 5e6, `${text.length}`);
    });
  });

  describe('JSON', () => {
    it('has the whole report, with all pictures and without their maps', async () => {
      const lines = sampleLines();
      const { format, version, ...report } = JSON.parse(
        await exportReport(sampleReport(), lines, 'json'),
      );
      assert.deepEqual({ format, version }, { format: 'cam-lens-evaluation', version: 1 });
      assert.deepEqual(Object.keys(report), [
        ...['made', 'classes', 'overview', 'pictures', 'localization', 'localized'],
        ...['evidence', 'trust', 'doctor', 'parity'],
      ]);
      assert.deepEqual(report.pictures[1], { ...lines[1] });
      assert.equal(report.localization.rows[0].curve.length, 1000);
      assert.equal(report.overview.classification.calibration.bins[0].accuracy, null);
      assert.equal(report.evidence.classes[0].meanMap.values.length, 49);
    });

    it('leaves out what was not asked for', async () => {
      const report = JSON.parse(await exportReport(bareReport(), [], 'json'));
      assert.deepEqual(Object.keys(report), [
        ...['format', 'version', 'made', 'classes', 'overview', 'pictures'],
      ]);
    });
  });

  describe('CSV', () => {
    it('has a line for each labelled picture that a CSV reader takes back', async () => {
      const text = await exportReport(sampleReport(), sampleLines(), 'csv');
      const rows: Record<string, string>[] = parse(text, { columns: true });
      assert.equal(rows.length, 13);
      assert.deepEqual(rows[1], {
        ...{ path: 'beach/beach-01.png', truth: '1', truth_label: 'golden retriever' },
        ...{ predicted: '2', predicted_label: HOSTILE, right: '0', confidence: '0.96' },
        ...{ truth_probability: '0.02', loss: '4.5', margin: '-6.05', iou: '0.25' },
      });
      assert.equal(rows[0]?.iou, '');
      assert.ok(text.endsWith('\r\n') && !/[^\r]\n/.test(text));
    });

    it('quotes separators, and defuses what a table program would run', async () => {
      const [line] = sampleLines();
      assert.ok(line);
      const paths = ['a,b.png', 'say "x".png', '=1+1.png', '-2.png', '@x.png', 'two\nlines.png'];
      const lines = paths.map((path) => ({ ...line, path }));
      const classes = ['=HYPERLINK("http://x")', ...CLASSES.slice(1)];
      const text = await exportReport({ ...sampleReport(), classes }, lines, 'csv');
      const rows: Record<string, string>[] = parse(text, { columns: true });
      assert.deepEqual(
        rows.map(({ path }) => path),
        ['a,b.png', 'say "x".png', './=1+1.png', './-2.png', './@x.png', 'two\nlines.png'],
      );
      assert.equal(rows[0]?.truth_label, `'${classes[0]}`);
    });

    it('leaves numbers empty that are not known', async () => {
      const [line] = sampleLines();
      assert.ok(line);
      const lines = [
        { ...line, loss: Number.NaN, margin: Number.POSITIVE_INFINITY, confidence: 1e-7 },
      ];
      const rows: Record<string, string>[] = parse(
        await exportReport(sampleReport(), lines, 'csv'),
        { columns: true },
      );
      assert.deepEqual([rows[0]?.loss, rows[0]?.margin, rows[0]?.confidence], ['', '', '1e-7']);
    });
  });
});
