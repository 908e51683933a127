import assert from 'node:assert/strict';
import { DOMImplementation, XMLSerializer } from '@xmldom/xmldom';
import { boxAccuracyPlot } from '../../../src/cam/plots/boxAccuracy.ts';
import { confusionPlot, MOST_CONFUSION_CLASSES } from '../../../src/cam/plots/confusion.ts';
import { spreadLines } from '../../../src/cam/plots/curveKey.ts';
import type { DrawnPlot } from '../../../src/cam/plots/drawPlot.ts';
import { reliabilityPlot } from '../../../src/cam/plots/reliability.ts';
import { roadPlot } from '../../../src/cam/plots/road.ts';
import type { ClassificationReport } from '../../../src/cam/results/evaluation/overview.ts';
import { HOSTILE, sampleClassification, sampleRows, sampleTrustRows } from './sampleReports.ts';

describe('plots of an evaluation', () => {
  const document = new DOMImplementation().createDocument(
    'http://www.w3.org/1999/xhtml',
    'html',
    null,
  );
  const place = { document, width: 640 };
  const classification = sampleClassification();

  function textOf({ svg }: DrawnPlot): string {
    return new XMLSerializer().serializeToString(svg as never);
  }

  /** Ends of a curve's points, in pixels. */
  function pathsOf(drawn: DrawnPlot): number[][][] {
    return [...textOf(drawn).matchAll(/ d="M([^"]*)"/g)].map(([, path = '']) =>
      path.split('L').map((point) => point.split(',').map(Number)),
    );
  }

  function confusion(report: ClassificationReport): DrawnPlot {
    const drawn = confusionPlot(report, place);
    assert.ok(drawn);
    return drawn;
  }

  it('have a name, and neither styles nor scripts, which a policy of a page forbids', () => {
    const drawn = [
      reliabilityPlot(classification.calibration, place),
      confusion(classification),
      boxAccuracyPlot(sampleRows(), place),
      ...sampleTrustRows().map((row) => roadPlot(row, place)),
    ];
    for (const one of drawn) {
      const text = textOf(one);
      assert.doesNotMatch(text, /<style|style=|<script|href/);
      assert.match(text, /^<svg [^>]*class="plot"/);
      assert.match(text, /role="img"/);
      assert.equal(one.svg.getAttribute('aria-label'), one.title);
      assert.doesNotMatch(text, /NaN|undefined/);
      for (const row of one.table.rows) assert.equal(row.length, one.table.columns.length);
    }
  });

  it('reliability: only bins with pictures are drawn, all are in the table', () => {
    const drawn = reliabilityPlot(classification.calibration, place);
    assert.equal(textOf(drawn).match(/<circle/g)?.length, 8);
    assert.equal(drawn.table.rows.length, 10);
    assert.deepEqual(drawn.table.rows[0], ['0\u00a0% – 10\u00a0%', '0', '–', '–']);
    assert.deepEqual(drawn.table.rows[9]?.slice(1), ['88', '95.5\u00a0%', '89.0\u00a0%']);
  });

  it('BoxAcc: a curve and a name for each row, a dot where τ is known', () => {
    for (const width of [640, 440]) {
      const drawn = boxAccuracyPlot(sampleRows(), { document, width });
      const text = textOf(drawn);
      assert.equal(pathsOf(drawn).filter((path) => path.length > 200).length, 8);
      assert.equal(text.match(/<circle/g)?.length, 6);
      assert.match(text, /67\.5\u00a0% CAM/);
      assert.match(text, /52\.0\u00a0% another class/);
    }
  });

  it('confusion: cells know their pair, names are text', () => {
    const drawn = confusion(classification);
    const text = textOf(drawn);
    assert.equal(text.match(/<rect /g)?.length, 25);
    const cell = /<rect[^>]*data-truth="2" data-predicted="0"[^>]*><title>([^<]*)</.exec(text)?.[1];
    assert.ok(cell?.endsWith('predicted as tabby cat: 15 images'), cell);
    assert.doesNotMatch(text, /<img/);
    assert.deepEqual(drawn.table.rows[2], [HOSTILE, '15', '0', '22', '0', '3']);
  });

  it('confusion: none for more classes than can be read', () => {
    const [first] = classification.classes;
    assert.ok(first);
    const classes = Array.from({ length: MOST_CONFUSION_CLASSES + 1 }, (_, classIndex) => ({
      ...first,
      classIndex,
    }));
    assert.equal(confusionPlot({ ...classification, classes }, place), undefined);
    assert.equal(confusionPlot({ ...classification, classes: [] }, place), undefined);
  });

  it('ROAD: both curves over the share that is removed', () => {
    const [row] = sampleTrustRows();
    assert.ok(row);
    const drawn = roadPlot(row, place);
    assert.equal(drawn.table.rows.length, 9);
    assert.deepEqual(drawn.table.rows[0], ['10\u00a0%', '79.7\u00a0%', '63.5\u00a0%']);
    assert.match(textOf(drawn), /Most relevant first/);
  });

  it('lines of a key keep their order and their distance', () => {
    assert.deepEqual(spreadLines([100, 40, 105], 0, 200), [100, 40, 120]);
    assert.deepEqual(spreadLines([100, 95, 98], 0, 110), [110, 70, 90]);
    assert.deepEqual(spreadLines([0, 0, 0], 10, 200), [10, 30, 50]);
  });
});
