import assert from 'node:assert/strict';
import type { Geometry } from '../../../../src/cam/base/geometry.ts';
import { compareEvaluations } from '../../../../src/cam/evaluate/parity/compareRecords.ts';
import { decodeValues } from '../../../../src/cam/evaluate/parity/mapValues.ts';
import type { RecordProgress } from '../../../../src/cam/evaluate/parity/recordOf.ts';
import { recordOf } from '../../../../src/cam/evaluate/parity/recordOf.ts';
import type { ScalarMap } from '../../../../src/cam/maps/featureMap.ts';
import golden from '../../../fixtures/evaluate/parity/golden.json' with { type: 'json' };
import type { MemoryPicture } from '../support/memoryEvaluation.ts';
import { memoryEvaluation } from '../support/memoryEvaluation.ts';
import { pictureRecord, record } from './records.ts';

const LABELS = ['cat', 'dog', 'hen'];
const { map, large } = golden.records;

/** A photo of 120×160 at half its size, from 5 pixels beside its left edge on. */
const GEOMETRY: Geometry = {
  photo: { width: 120, height: 160 },
  resized: { width: 60, height: 80 },
  crop: { x: 0, y: 0, width: 60, height: 80 },
  seen: { x: 0, y: 0, width: 120, height: 160 },
};

function scalarMap(rows: number[][]): ScalarMap {
  const values = Float32Array.from(rows.flat());
  return { width: rows[0]?.length ?? 0, height: rows.length, values };
}

function rect([x = 0, y = 0, width = 0, height = 0]: number[], scale: number) {
  return { x: scale * x, y: scale * y, width: scale * width, height: scale * height };
}

const PICTURES: MemoryPicture[] = [
  {
    ...{ path: 'a.png', geometry: GEOMETRY, logits: [1, 3, 2], labels: [0] },
    maps: new Map([
      [0, scalarMap([[1, 2]])],
      [1, scalarMap(map.rows)],
      [2, scalarMap(large.rows)],
    ]),
  },
  {
    path: 'b.png',
    geometry: { ...GEOMETRY, mapped: { x: -5, y: 0, width: 60, height: 80 } },
    ...{ logits: [4, 0, 0], labels: [], maps: new Map([[0, scalarMap([[-1, -2]])]]) },
  },
  { ...{ path: 'c.png', geometry: GEOMETRY, logits: [0, 0, 5], labels: [2] }, maps: new Map() },
];

describe('What an evaluation leaves for a comparison', () => {
  it('is the predicted class with its map and box, as NumPy and PyTorch have them', async () => {
    const found = await recordOf(memoryEvaluation(PICTURES, LABELS), 'float.onnx', () => {});
    assert.deepEqual(found.model, { name: 'float.onnx', hash: 'hash' });
    assert.deepEqual([found.version, found.labels], [1, LABELS]);
    const [a, b, c] = found.pictures;
    const { maps, ...rest } = a ?? pictureRecord('');
    assert.deepEqual(rest, {
      ...{ path: 'a.png', photo: { width: 120, height: 160 }, bytes: 1000 },
      ...{ truth: 0, predicted: 1 },
      area: { x: 0, y: 0, width: 120, height: 160 },
    });
    assert.deepEqual(maps, [
      { classIndex: 1, box: rect(map.box, 2), width: 6, height: 8, values: map.base64 },
    ]);
    assert.deepEqual([...decodeValues(map.base64)], [...scalarMap(map.rows).values]);
    assert.deepEqual([b?.truth, b?.predicted, b?.maps[0]?.box], [null, 0, null]);
    assert.deepEqual(b?.area, { x: -10, y: 0, width: 120, height: 160 });
    assert.deepEqual([c?.predicted, c?.maps], [2, []]);
  });

  it('is also the map of the class that another record predicted; of a large one means', async () => {
    const before = record('before', [pictureRecord('a.png', { predicted: 0 })], ['hen', 'cow']);
    const found = await recordOf(memoryEvaluation(PICTURES, LABELS), '', () => {}, before);
    const [predicted, asked] = found.pictures[0]?.maps ?? [];
    assert.equal(predicted?.classIndex, 1);
    assert.deepEqual(asked, {
      ...{ classIndex: 2, box: rect(large.box, 2), width: 12, height: 16 },
      values: large.means.base64,
    });
    const cow = record('before', [pictureRecord('a.png', { predicted: 1 })], ['hen', 'cow']);
    const other = await recordOf(memoryEvaluation(PICTURES, LABELS), '', () => {}, cow);
    assert.equal(other.pictures[0]?.maps.length, 1);
  });

  it('has the box of the true cells where the model pools by maximum', async () => {
    const [a] = PICTURES;
    const points = { ...a, maps: new Map([[1, scalarMap([[0, 0, 8, 0]])]]) } as MemoryPicture;
    const boxOf = async (pooling: 'mean' | 'max') => {
      const evaluation = memoryEvaluation([points], LABELS, { poolings: [pooling] });
      return (await recordOf(evaluation, '', () => {})).pictures[0]?.maps[0]?.box;
    };
    assert.deepEqual(await boxOf('max'), { x: 60, y: 0, width: 30, height: 160 });
    assert.notDeepEqual(await boxOf('mean'), await boxOf('max'));
  });

  it('tells its progress', async () => {
    const told: RecordProgress[] = [];
    await recordOf(memoryEvaluation(PICTURES, LABELS), '', (progress) => told.push(progress));
    assert.deepEqual(told.at(-1), { done: 3, all: 3 });
  });
});

describe('Two evaluations of a folder', () => {
  it('are compared by the maps of the class that was predicted before', async () => {
    const [a] = PICTURES;
    const flipped = memoryEvaluation([{ ...a, logits: [9, 3, 2] } as MemoryPicture], LABELS);
    const told: RecordProgress[] = [];
    const report = await compareEvaluations(
      { evaluation: memoryEvaluation(PICTURES.slice(0, 1), LABELS), name: 'float.onnx' },
      { evaluation: flipped, name: 'int8.onnx' },
      (progress) => told.push(progress),
    );
    assert.deepEqual([report.before.name, report.after.name], ['float.onnx', 'int8.onnx']);
    assert.deepEqual([report.mended, report.broken, report.changed], [1, 0, 1]);
    assert.deepEqual(report.boxIou, { value: 1, low: 1, high: 1 });
    assert.ok(Math.abs(report.mapCorrelation.value - 1) < 1e-12);
    assert.deepEqual(report.findings, []);
    // On a slow machine it is told in the middle as well.
    const different = [...new Map(told.map((progress) => [progress.done, progress])).values()];
    assert.deepEqual(different, [
      { done: 1, all: 2 },
      { done: 2, all: 2 },
    ]);
  });
});
