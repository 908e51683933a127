import assert from 'node:assert/strict';
import type { PinRuns } from '../../../src/cam/pins/runs.ts';
import {
  accepted,
  completed,
  NO_RUNS,
  parseRuns,
  withExport,
  withResult,
  writeRuns,
} from '../../../src/cam/pins/runs.ts';
import type { MapWay } from '../../../src/cam/results/mapWay.ts';
import type { PinResult } from '../../../src/cam/results/pins.ts';

const result: PinResult = {
  imageHash: 'a1',
  imageVersion: '10:5',
  scores: [{ classIndex: 1, label: 'dog', logit: 2.5, probability: 0.75 }],
  way: 'cam',
  box: { x: 1, y: 2, width: 3, height: 4 },
  firing: '10',
};
const boxless: PinResult = { ...result, box: undefined };

const begin = (runs: PinRuns, exportKey: string, asked?: MapWay) =>
  withExport(runs, { exportKey, atMs: 1000, asked });

function whole(
  runs: PinRuns,
  exportKey: string,
  { images = ['/a.png', '/b.png'], asked }: { images?: string[]; asked?: MapWay } = {},
): PinRuns {
  const begun = begin(runs, exportKey, asked);
  return completed(
    images.reduce((before, image) => withResult(before, image, result), begun),
    images,
  );
}

const keys = ({ latest, baseline }: PinRuns) => [latest?.exportKey, baseline?.exportKey];

describe('the runs of pinned images', () => {
  it('compare an export with the one directly before it', () => {
    const first = whole(NO_RUNS, 'one');
    assert.deepEqual(keys(first), ['one', undefined]);
    const second = whole(first, 'two');
    assert.deepEqual(keys(second), ['two', 'one']);
    assert.deepEqual(keys(whole(second, 'three')), ['three', 'two']);
    assert.equal(begin(second, 'two'), second);
  });

  it('do not compare with an export that was not computed as a whole', () => {
    const first = whole(NO_RUNS, 'one');
    const stopped = withResult(begin(first, 'two'), '/a.png', result);
    const third = begin(stopped, 'three');
    assert.deepEqual(keys(third), ['three', 'one']);
    assert.equal(third.latest?.results.size, 0);
    assert.equal(third.baseline?.results.size, 2);
  });

  it('compare with the current export once it is accepted, also after the next one', () => {
    const second = accepted(whole(whole(NO_RUNS, 'one'), 'two'));
    assert.deepEqual(keys(second), ['two', 'two']);
    assert.deepEqual(keys(begin(second, 'three')), ['three', 'two']);
  });

  it('drop images that are no longer pinned', () => {
    const runs = completed(whole(whole(NO_RUNS, 'one'), 'two'), ['/b.png']);
    assert.deepEqual([...(runs.latest?.results.keys() ?? [])], ['/b.png']);
    assert.deepEqual([...(runs.baseline?.results.keys() ?? [])], ['/b.png']);
  });

  it('are the same after storage as text', () => {
    const runs = withResult(whole(whole(NO_RUNS, 'one'), 'two'), '/a.png', boxless);
    const read = parseRuns(writeRuns(runs));
    assert.deepEqual(JSON.parse(writeRuns(read)), JSON.parse(writeRuns(runs)));
    assert.deepEqual(read.baseline?.results.get('/b.png'), result);
    assert.equal(read.latest?.results.get('/a.png')?.box, undefined);
    assert.deepEqual(parseRuns(writeRuns(NO_RUNS)), NO_RUNS);
  });

  it('of another method begin anew, and are compared with the same export before', () => {
    const second = whole(whole(NO_RUNS, 'one'), 'two');
    const other = begin(second, 'two', 'saliency');
    assert.deepEqual(keys(other), ['two', 'one']);
    assert.equal(other.latest?.results.size, 0);
    assert.equal(other.latest?.isComplete, false);
    assert.equal(begin(other, 'two', 'saliency'), other);
    assert.deepEqual(keys(whole(other, 'three', { asked: 'saliency' })), ['three', 'one']);
  });

  it('of another method replace a baseline of the same export', () => {
    const saliency: PinResult = { ...result, way: 'saliency' };
    const taken = accepted(whole(NO_RUNS, 'one'));
    const begun = begin(taken, 'one', 'saliency');
    assert.equal(begun.baseline?.results.get('/a.png')?.way, 'cam');
    const done = completed(withResult(begun, '/a.png', saliency), ['/a.png']);
    assert.equal(done.baseline?.results.get('/a.png')?.way, 'saliency');
    assert.equal(done.baseline?.asked, 'saliency');
  });

  it('of the version before, which knew only CAMs, can be read', () => {
    const runs = whole(whole(NO_RUNS, 'one'), 'two');
    const old = writeRuns(runs)
      .replaceAll('"way":"cam",', '')
      .replace('"version":3', '"version":2');
    assert.ok(!old.includes('way'));
    assert.deepEqual(JSON.parse(writeRuns(parseRuns(old))), JSON.parse(writeRuns(runs)));
  });

  for (const text of ['', '[]', '{"version":2}', '{"version":1,"latest":{"exportKey":1}}']) {
    it(`are none where the text is ${text || 'empty'}`, () => {
      assert.deepEqual(parseRuns(text), NO_RUNS);
    });
  }
});
