import assert from 'node:assert/strict';
import { compareRecords } from '../../../../src/cam/evaluate/parity/compareRecords.ts';
import type { PictureRecord } from '../../../../src/cam/results/evaluation/record.ts';
import { assertClose } from '../../assertClose.ts';
import { mapRecord, pictureRecord, record } from './records.ts';

const MAP = [
  [1, 2],
  [3, 5],
];

/** Correlation −1, 0 and 1 with it. */
const OPPOSITE = MAP.map((row) => row.map((value) => -value));
const HALF = [
  [2, 1],
  [5, 3],
];

function picture(
  path: string,
  truth: number | null,
  predicted: number,
  ...maps: PictureRecord['maps']
): PictureRecord {
  return pictureRecord(path, { truth, predicted, maps });
}

const box = (x: number) => ({ x, y: 0, width: 20, height: 10 });

// Right before and after, broken, mended, wrong twice with other classes, without a label.
const before = record('float.onnx', [
  picture('same.png', 0, 0, mapRecord(1, OPPOSITE, box(40)), mapRecord(0, MAP, box(0))),
  picture('broken.png', 0, 0, mapRecord(0, MAP, box(0))),
  picture('mended.png', 1, 2, mapRecord(2, MAP, null)),
  picture('wrong.png', 1, 0, mapRecord(0, MAP, box(0))),
  picture('unlabelled.png', null, 1, mapRecord(1, MAP, box(0))),
  picture('gone.png', 0, 0),
  pictureRecord('wider.png', { photo: { width: 61, height: 80 } }),
  pictureRecord('lower.png', { photo: { width: 60, height: 79 } }),
]);
const after = record('int8.onnx', [
  picture('new.png', 0, 0),
  picture('same.png', 0, 0, mapRecord(0, HALF, box(0))),
  picture('broken.png', 0, 1, mapRecord(1, OPPOSITE, box(40)), mapRecord(0, MAP, box(10))),
  picture('mended.png', 1, 1, mapRecord(1, MAP, box(40)), mapRecord(2, OPPOSITE, null)),
  picture('wrong.png', 1, 2, mapRecord(2, MAP, box(0))),
  picture('unlabelled.png', null, 1, mapRecord(1, [[4, 4]], box(20))),
  pictureRecord('wider.png'),
  pictureRecord('lower.png'),
]);

describe('A folder under two models', () => {
  it('has flips in both directions and the accuracy of both', async () => {
    const report = await compareRecords(before, after);
    assert.equal(report.pictures, 5);
    assert.equal(report.labelled, 4);
    assert.deepEqual([report.broken, report.mended, report.changed], [1, 1, 3]);
    assert.deepEqual(report.mcNemar, { kind: 'exact', statistic: 1, pValue: 1 });
    assert.equal(report.before.accuracy.value, 2 / 4);
    assert.equal(report.after.accuracy.value, 2 / 4);
    assert.equal(report.after.accuracy.of, 4);
    assert.equal(report.accuracyChange, 0);
    assert.deepEqual([report.before.name, report.after.hash], ['float.onnx', 'hash of int8.onnx']);
  });

  it('has a change in percentage points, negative if the later model is worse', async () => {
    const worse = record('worse.onnx', [
      picture('same.png', 0, 1),
      picture('broken.png', 0, 2),
      picture('mended.png', 1, 2),
      picture('wrong.png', 1, 1),
    ]);
    const report = await compareRecords(before, worse);
    assert.equal(report.accuracyChange, -25);
    assert.deepEqual([report.broken, report.mended], [2, 1]);
    assert.equal(report.before.accuracy.value, 0.5);
    assert.equal(report.after.accuracy.value, 0.25);
    const back = await compareRecords(worse, before);
    assert.equal(back.accuracyChange, 25);
  });

  it('has no flip of a picture that only one of them has a class for', async () => {
    const [same] = before.pictures;
    const unknown = [picture('same.png', null, 1), picture('broken.png', 0, 1)];
    const report = await compareRecords(before, record('after', unknown));
    assert.deepEqual([report.labelled, report.broken, report.changed], [1, 1, 2]);
    assert.equal(report.worst[0]?.path, 'broken.png');
    const other = await compareRecords(
      record('before', unknown),
      record('after', same ? [same] : []),
    );
    assert.deepEqual([other.labelled, other.broken, other.mended], [0, 0, 0]);
  });

  it('leaves out pictures that were replaced, and names those with another class', async () => {
    const [replaced, kept, old] = ['replaced.png', 'kept.png', 'old.png'];
    const earlier = [
      pictureRecord(replaced, { bytes: 10, truth: 0 }),
      pictureRecord(kept, { bytes: 10, truth: 0 }),
      pictureRecord(old, { truth: 0 }),
    ];
    const later = earlier.map((one) => ({ ...one, bytes: one.path === replaced ? 11 : 10 }));
    later[1] = pictureRecord(kept, { bytes: 10, truth: 1 }) as (typeof later)[number];
    const report = await compareRecords(record('before', earlier), record('after', later));
    assert.equal(report.pictures, 2);
    const [other, relabelled] = report.findings;
    assert.deepEqual([other?.kind, other?.examples], ['missingPicture', [replaced]]);
    assert.deepEqual([relabelled?.kind, relabelled?.examples], ['otherClass', [kept]]);
  });

  it('has the agreement of the maps of the class that was predicted before', async () => {
    const report = await compareRecords(before, after);
    // HALF: values 1, 2, 3, 5 against 2, 1, 5, 3, around their mean 2.75.
    const r = (2 + 2 + 15 + 15 - 4 * 2.75 ** 2) / (1 + 4 + 9 + 25 - 4 * 2.75 ** 2);
    assertClose([report.mapCorrelation.value], [(r + 1 - 1) / 3], 1e-9, 'r');
    // The same box, one of a third; the unlabelled picture's boxes are apart.
    assertClose([report.boxIou.value], [(1 + 1 / 3 + 0) / 3], 1e-9, 'IoU');
  });

  it('names the worst pictures: broken ones, then by correlation, then those without maps', async () => {
    const { worst } = await compareRecords(before, after);
    assert.deepEqual(
      worst.map(({ path }) => path),
      ['broken.png', 'mended.png', 'same.png', 'wrong.png', 'unlabelled.png'],
    );
    const [broken, mended] = worst;
    assert.deepEqual(
      { ...broken, boxIou: 0 },
      {
        ...{ path: 'broken.png', truth: 0, before: 0, after: 1, boxIou: 0, mapCorrelation: 1 },
        names: { truth: 'cat', before: 'cat', after: 'dog' },
      },
    );
    assertClose([mended?.mapCorrelation ?? 0], [-1], 1e-12, 'r');
    assert.equal(worst.at(-1)?.names.truth, undefined);
  });

  it('counts and names what is left out', async () => {
    const { findings } = await compareRecords(before, after);
    assert.deepEqual(
      findings.map(({ kind, count, examples }) => [kind, count, examples]),
      [
        ['missingPicture', 1, ['gone.png']],
        ['missingPicture', 1, ['new.png']],
        ['missingPicture', 2, ['wider.png', 'lower.png']],
        ['unlabelled', 1, ['unlabelled.png']],
        ['noMap', 1, ['wrong.png']],
        ['noMap', 1, ['mended.png']],
        ['noMap', 1, ['unlabelled.png']],
      ],
    );
  });

  it('names five of many, and the 200 worst pictures', async () => {
    const many = Array.from({ length: 210 }, (_, i) => picture(`${i}.png`, null, 0));
    const report = await compareRecords(record('a', many), record('b', many));
    assert.equal(report.worst.length, 200);
    const [unlabelled] = report.findings;
    assert.deepEqual([unlabelled?.count, unlabelled?.examples.length], [210, 5]);
    assert.ok(Number.isNaN(report.accuracyChange));
    assert.ok(Number.isNaN(report.boxIou.value));
  });

  it('matches classes by label where the models order them otherwise', async () => {
    const turned = record(
      'turned.onnx',
      [
        picture('same.png', 2, 2, mapRecord(2, MAP, box(0))),
        picture('mended.png', 0, 1, mapRecord(1, MAP, box(0))),
      ],
      ['dog', 'hen', 'cat'],
    );
    const report = await compareRecords(before, turned);
    assert.deepEqual([report.broken, report.mended, report.changed], [0, 0, 0]);
    assertClose([report.mapCorrelation.value], [1], 1e-12, 'r');
    const [first] = report.worst;
    assert.deepEqual([first?.truth, first?.before, first?.after], [2, 2, 2]);
  });
});
