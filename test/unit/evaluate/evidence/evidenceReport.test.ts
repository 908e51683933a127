import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Evaluation } from '../../../../src/cam/evaluate/evaluation.ts';
import { evidenceReport } from '../../../../src/cam/evaluate/evidence/evidenceReport.ts';
import type { ScalarMap } from '../../../../src/cam/maps/featureMap.ts';

const SIDE = 8;
const GEOMETRY = {
  photo: { width: 64, height: 64 },
  resized: { width: 64, height: 64 },
  crop: { x: 0, y: 0, width: 64, height: 64 },
  seen: { x: 0, y: 0, width: 64, height: 64 },
};

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Random maps; `marked` says of which pictures the lower right cell holds most of the evidence. */
function randomEvaluation(
  perClass: number,
  classes: number,
  marked: (classIndex: number, picture: number) => boolean,
): Evaluation {
  const random = randomFrom(7);
  const maps: ScalarMap[] = [];
  const activations: ScalarMap[] = [];
  for (let image = 0; image < perClass * classes; image++) {
    const values = Float32Array.from({ length: SIDE * SIDE }, random);
    if (marked(Math.floor(image / perClass), image % perClass)) values[SIDE * SIDE - 1] = 60;
    maps.push({ width: SIDE, height: SIDE, values });
    activations.push({
      width: SIDE,
      height: SIDE,
      values: Float32Array.from({ length: SIDE * SIDE }, random),
    });
  }
  const truth = Int32Array.from(maps, (_, image) => Math.floor(image / perClass));
  return {
    index: { images: maps.map((_, image) => ({ path: `${image}.png` })) },
    labels: Array.from({ length: classes }, (_, c) => `class ${c}`),
    predictions: { truth, top: new Int32Array(5 * maps.length) },
    geometryOf: () => GEOMETRY,
    mapsOf: async (image: number) => ({
      meanActivation: activations[image],
      ofClasses: new Map([[truth[image], maps[image]]]),
    }),
    objectsOf: async () => undefined,
  } as unknown as Evaluation;
}

const QUERY = { seed: 1, clusters: 5 };

describe('evidenceReport', () => {
  it('puts the class and the cluster with a marked corner first', async () => {
    const evaluation = randomEvaluation(40, 4, (c, picture) => c === 2 && picture < 9);
    const [first] = (await evidenceReport(evaluation, QUERY, () => {})).classes;
    const cluster = first?.clusters[0];
    assert.equal(first?.label, 'class 2');
    assert.equal(cluster?.suspicious, true);
    assert.deepEqual(
      [...(cluster?.images ?? [])].sort((a, b) => a - b),
      [80, 81, 82, 83, 84, 85, 86, 87, 88],
    );
    assert.match(cluster?.text ?? '', /^9 of 40 pictures of “class 2”: .* the lower right corner/);
  });

  it('says of a mark in all pictures of a class that the class differs from the others', async () => {
    const evaluation = randomEvaluation(12, 4, (c) => c === 3);
    const [first, second] = (await evidenceReport(evaluation, QUERY, () => {})).classes;
    assert.match(first?.text ?? '', /“class 3” together: .* the lower right corner/);
    assert.equal(second?.text, undefined);
  });

  it('suspects nothing in random maps', async () => {
    const { classes } = await evidenceReport(
      randomEvaluation(40, 20, () => false),
      QUERY,
      () => {},
    );
    assert.ok(
      classes.every(
        ({ text, clusters }) =>
          text === undefined && clusters.every((cluster) => !cluster.suspicious),
      ),
    );
  });

  it('ends when it is cancelled', async () => {
    const signal = AbortSignal.abort();
    const evaluation = randomEvaluation(500, 20, () => false);
    await assert.rejects(
      evidenceReport(evaluation, QUERY, () => {}, signal),
      { name: 'AbortError' },
    );
  });
});
