import assert from 'node:assert/strict';
import { brokenBounds } from '../../../../src/cam/evaluate/parity/brokenBounds.ts';
import { compareRecords } from '../../../../src/cam/evaluate/parity/compareRecords.ts';
import { paritySummary } from '../../../../src/cam/evaluate/parity/paritySummary.ts';
import type { ParityBounds, ParityReport } from '../../../../src/cam/results/evaluation/parity.ts';
import { mapRecord, pictureRecord, record } from './records.ts';

/** Of 200 pictures one is broken: accuracy falls by half a point. */
async function halfAPointWorse(): Promise<ParityReport> {
  const map = mapRecord(0, [[1, 2, 4]], { x: 0, y: 0, width: 20, height: 10 });
  const other = mapRecord(0, [[2, 1, 4]], { x: 10, y: 0, width: 20, height: 10 });
  const pictures = (last: number, lastMap: typeof map) =>
    Array.from({ length: 200 }, (_, i) =>
      pictureRecord(`cats|<b>/${i}.png`, {
        predicted: i === 199 ? last : 0,
        maps: [i === 199 ? lastMap : map],
      }),
    );
  const [before, after] = [pictures(0, map), pictures(1, other)];
  return compareRecords(record('float.onnx', before), record('int8_*x*.onnx', after));
}

async function broken(bounds: ParityBounds): Promise<unknown[]> {
  const found = brokenBounds(await halfAPointWorse(), bounds);
  return found.map(({ bound, limit, value }) => [bound, limit, Number(value.toFixed(6))]);
}

describe('Bounds of a comparison', () => {
  it('of accuracy are broken by a larger fall, not by an equal one', async () => {
    assert.deepEqual(await broken({}), []);
    assert.deepEqual(await broken({ maxAccuracyDrop: 0.5 }), []);
    assert.deepEqual(await broken({ maxAccuracyDrop: 0.49 }), [['maxAccuracyDrop', 0.49, 0.5]]);
    assert.deepEqual(await broken({ maxAccuracyDrop: 0 }), [['maxAccuracyDrop', 0, 0.5]]);
  });

  it('of boxes and maps are broken by a smaller mean', async () => {
    const report = await halfAPointWorse();
    report.boxIou.value = 0.8;
    report.mapCorrelation.value = 0.9;
    const found = (bounds: ParityBounds) => brokenBounds(report, bounds).map(({ bound }) => bound);
    assert.deepEqual(found({ minMapIou: 0.8, minMapCorrelation: 0.9 }), []);
    assert.deepEqual(found({ minMapIou: 0.81, minMapCorrelation: 0.91 }), [
      'minMapIou',
      'minMapCorrelation',
    ]);
    assert.deepEqual(found({ minMapCorrelation: 0.91 }), ['minMapCorrelation']);
  });

  it('are broken if the value is not known', async () => {
    const pictures = [pictureRecord('a.png', { truth: null })];
    const report = await compareRecords(record('a', pictures), record('b', pictures));
    const found = brokenBounds(report, {
      maxAccuracyDrop: 100,
      minMapIou: 0,
      minMapCorrelation: -1,
    });
    assert.deepEqual(
      found.map(({ bound }) => bound),
      ['maxAccuracyDrop', 'minMapIou', 'minMapCorrelation'],
    );
    for (const { text } of found) assert.match(text, /is not known/);
  });

  it('say what is allowed, never with a value that looks as if it were', async () => {
    const report = await halfAPointWorse();
    const textOf = (bounds: ParityBounds) => brokenBounds(report, bounds)[0]?.text;
    const fall = textOf({ maxAccuracyDrop: 0.25 });
    assert.equal(fall, 'Accuracy fell by 0.50 percentage points; allowed: 0.25.');
    report.accuracyChange = -0.2501;
    const slight = textOf({ maxAccuracyDrop: 0.25 });
    assert.equal(slight, 'Accuracy fell by 0.26 percentage points; allowed: 0.25.');
    report.boxIou.value = 0.79999;
    const iou = textOf({ minMapIou: 0.8 });
    assert.equal(iou, 'IoU of the boxes is 0.799 on average; at least 0.8 is asked for.');
    report.mapCorrelation.value = -0.1;
    const r = textOf({ minMapCorrelation: 0.9 });
    assert.equal(r, 'Correlation of the maps is −0.100 on average; at least 0.9 is asked for.');
  });
});

describe('The summary of a comparison', () => {
  it('begins with broken bounds', async () => {
    const report = await halfAPointWorse();
    const lines = paritySummary(report, { maxAccuracyDrop: 0.25, minMapIou: 1 }).split('\n');
    assert.equal(lines[0], '## int8\\_\\*x\\*.onnx against float.onnx');
    assert.deepEqual(
      lines.filter((line) => line.startsWith('❌')),
      [
        '❌ Accuracy fell by 0.50 percentage points; allowed: 0.25.',
        '❌ IoU of the boxes is 0.996 on average; at least 1 is asked for.',
      ],
    );
    assert.ok(
      lines.findIndex((line) => line.startsWith('❌')) < lines.indexOf('### Worst pictures'),
    );
  });

  it('says that bounds are kept, and nothing of bounds if there are none', async () => {
    const report = await halfAPointWorse();
    assert.match(paritySummary(report, { maxAccuracyDrop: 0.5 }), /\n✅ All bounds are kept\.\n/);
    assert.doesNotMatch(paritySummary(report, {}), /✅|❌/);
    assert.doesNotMatch(paritySummary(report, { maxAccuracyDrop: undefined }), /✅|❌/);
  });

  it('has tables of accuracy, maps and the worst pictures', async () => {
    const report = await halfAPointWorse();
    const { low, high } = report.after.accuracy;
    const interval = `${(100 * low).toFixed(1)}…${(100 * high).toFixed(1)} %`;
    const summary = paritySummary(report, {});
    const accuracy = `| 99.5 % (${interval}, 200 pictures) | −0.50 points |`;
    assert.ok(summary.includes(accuracy), summary);
    const { value, low: from, high: to } = report.boxIou;
    const iou = `| IoU of the boxes | ${value.toFixed(3)} | ${from.toFixed(3)}…${to.toFixed(3)} |`;
    assert.ok(summary.includes(iou), summary);
    const text =
      '200 pictures, 200 of them with a label in both. Right before and wrong after: 1; ' +
      "wrong before and right after: 0. McNemar's test, exact: p = 1.000. Other class predicted: 1.";
    assert.ok(summary.includes(text), summary);
    const worst = summary.slice(summary.indexOf('### Worst pictures')).trim().split('\n');
    assert.equal(worst.length, 2 + 2 + 10);
    // One box of three, and NumPy's corrcoef([1, 2, 4], [2, 1, 4]).
    assert.equal(worst[4], '| cats\\|&lt;b&gt;/199.png | cat | cat | dog | 0.333 | 0.786 |');
  });

  it('has χ² of many flips, signs of a gain, and what does not count', async () => {
    const pictures = (predicted: number) =>
      Array.from({ length: 30 }, (_, i) => pictureRecord(`${i}.png`, { predicted }));
    const report = await compareRecords(record('a', pictures(1)), record('b', pictures(0)));
    const summary = paritySummary(report, {});
    // (30 − 1)²/30; p by SciPy: chi2.sf(28.0333, 1).
    assert.ok(summary.includes("McNemar's test: χ² = 28.03, p = 1.2e-7."), summary);
    assert.ok(summary.includes('| +100.00 points |'), summary);
    assert.match(
      summary,
      /\n- 30 · Pictures without two maps .*: .* 0\.png, 1\.png.*, 4\.png, …\n/,
    );
    assert.ok(summary.includes('| IoU of the boxes | – | – |'), summary);
  });
});
