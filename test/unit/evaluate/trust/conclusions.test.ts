import assert from 'node:assert/strict';
import { conclusionsOf } from '../../../../src/cam/evaluate/trust/conclusions.ts';
import type { RowSource } from '../../../../src/cam/results/evaluation/localization.ts';
import type { Score } from '../../../../src/cam/results/evaluation/scores.ts';
import type { RandomisationRow, TrustRow } from '../../../../src/cam/results/evaluation/trust.ts';

const PICTURES = 100;
const CAM: RowSource = { kind: 'method', method: 'cam', crops: 1 };
const CENTRE: RowSource = { kind: 'baseline', baseline: 'centreGaussian' };
const RANDOM: RowSource = { kind: 'baseline', baseline: 'random' };

const score = (value: number, half: number): Score => ({
  value,
  low: value - half,
  high: value + half,
});

type Figures = [deletion: number, insertion: number, averageDrop: number, road: number];

function row(source: RowSource, name: string, figures: Figures): TrustRow {
  const [deletion, insertion, averageDrop, road] = figures;
  return {
    ...{ source, name },
    deletion: score(deletion, 0.01),
    insertion: score(insertion, 0.01),
    averageDrop: score(averageDrop, 1),
    increase: score(0, 0),
    gain: score(0, 0),
    road: score(road, 0.01),
    roadCurves: { removed: [], most: [], least: [] },
  };
}

/** Measured on 1,300 photos: a blob in the centre deletes better than the map. */
const rows = [
  row(CAM, 'CAM', [0.134, 0.657, 16.5, 0.25]),
  row(CENTRE, 'centre Gaussian', [0.133, 0.609, 25.5, 0.189]),
  row(RANDOM, 'random map', [0.266, 0.465, 32.9, 0.015]),
];

describe('what the scores of maps mean', () => {
  it('says first where a baseline is as good, then where the map is better than all', () => {
    assert.deepEqual(conclusionsOf(PICTURES, rows, []), [
      'deletion: the baseline “centre Gaussian” does as well as CAM (0.133 against 0.134): deletion alone does not tell them apart.',
      'insertion: CAM is better than every baseline (0.657; the best of them, “centre Gaussian”, has 0.609).',
      'average drop: CAM is better than every baseline (16.5; the best of them, “centre Gaussian”, has 25.5).',
      'ROAD: CAM is better than every baseline (0.250; the best of them, “centre Gaussian”, has 0.189).',
    ]);
  });

  it('claims no difference where intervals overlap, in either direction', () => {
    const close = [
      row(CAM, 'CAM', [0.13, 0.61, 25, 0.2]),
      row(CENTRE, 'centre Gaussian', [0.135, 0.609, 25.5, 0.189]),
    ];
    const texts = conclusionsOf(PICTURES, close, []);
    assert.equal(texts.length, 4);
    for (const text of texts) assert.match(text, /does not tell/);
  });

  it('says that a baseline is better', () => {
    const worse = [
      row(CAM, 'CAM', [0.3, 0.4, 40, 0.1]),
      row(RANDOM, 'random map', [0.266, 0.465, 32.9, 0.15]),
    ];
    const texts = conclusionsOf(PICTURES, worse, []);
    assert.equal(
      texts[0],
      'insertion: the baseline “random map” is better than CAM (0.465 against 0.400).',
    );
    for (const text of texts) assert.match(text, /is better than CAM/);
  });

  it('claims nothing of fewer than ten pictures, and warns of fewer than thirty', () => {
    assert.deepEqual(conclusionsOf(9, rows, []), ['Too few pictures to tell maps apart: 9.']);
    assert.match(conclusionsOf(29, rows, []).at(-1) ?? '', /^Few pictures \(29\)/);
  });

  it('holds random weights against the map of another picture', () => {
    const line = (kind: RandomisationRow['kind'], correlation: Score) => ({
      ...{ kind, name: kind, correlation },
    });
    const other = line('otherPicture', score(0.59, 0.05));
    const of = (value: number) =>
      conclusionsOf(PICTURES, [], [line('headRandomised', score(value, 0.05)), other])[0] ?? '';
    assert.match(of(0), /no likeness to the model’s own maps can be seen/);
    assert.match(
      of(0.2),
      /correlate with the model’s own by 0.20, those of another picture by 0.59/,
    );
    assert.match(of(0.58), /say little of what it has learned/);
  });
});
