import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { Slices } from '../../../../src/cam/base/slices.ts';
import type { PictureObjects } from '../../../../src/cam/evaluate/evaluation.ts';
import {
  clusterMaps,
  distance,
  meanSilhouette,
  pairDistances,
} from '../../../../src/cam/evaluate/evidence/clusterMaps.ts';
import { evidenceReport } from '../../../../src/cam/evaluate/evidence/evidenceReport.ts';
import type { ScalarMap } from '../../../../src/cam/maps/featureMap.ts';
import type { Region, RegionShare } from '../../../../src/cam/results/evaluation/evidence.ts';
import { smallEvaluation } from '../support/smallEvaluation.ts';

interface Golden {
  clusters: {
    rows: number[][];
    found: { k: number; inertia: number; labels: number[]; silhouette: number }[];
    oneAlone: number;
  };
  shares: {
    maps: number[][];
    activations: number[][];
    box: { x: number; y: number; width: number; height: number };
    mask: number[];
    ignored: number[];
    expected: (RegionShare & { region: Region })[];
  };
}

const { clusters, shares }: Golden = JSON.parse(
  readFileSync('test/fixtures/evaluate/evidence/golden.json', 'utf8'),
);

describe('evidence against scikit-learn and NumPy', () => {
  const distances = pairDistances(clusters.rows);

  for (const { k, labels, silhouette } of clusters.found) {
    it(`mean silhouette of ${k} clusters`, () => {
      close(meanSilhouette(distances, labels), silhouette);
    });
  }

  it('mean silhouette with one row alone in its cluster', () => {
    const alone = clusters.rows.map((_, row) => (row === 4 ? 1 : 0));
    close(meanSilhouette(distances, alone), clusters.oneAlone);
  });

  it('clusters and their inertia; their number has the largest silhouette', async () => {
    const [best] = [...clusters.found].sort((a, b) => b.silhouette - a.silhouette);
    assert.ok(best);
    const groups = await clusterMaps(clusters.rows, 4, 1, new Slices());
    assert.deepEqual(byFirst(groups), byFirst(groupsOf(best.labels)));
    const inertia = groups.reduce((sum, rows) => sum + squares(rows), 0);
    close(inertia, best.inertia);
  });

  it('shares in mask, box, centre, border and corners', async () => {
    const { maps, activations, box, mask, ignored, expected } = shares;
    const evaluation = smallEvaluation(
      maps.map((values, i) => ({
        path: `${i}.png`,
        photo: { width: 320, height: 320 },
        ...{ truth: 0, top: [0], boxes: [box], mask: maskOf(mask, ignored) },
        ...{ maps: { 0: square(values) }, meanActivation: square(activations[i] ?? []) },
      })),
    );
    const report = await evidenceReport(evaluation, { seed: 1, clusters: 5 }, () => {});
    const found = report.classes[0]?.shares ?? [];
    assert.deepEqual(
      found.map(({ region }) => region),
      expected.map(({ region }) => region),
    );
    for (const [i, { share, ofMeanActivation, chance, pictures }] of found.entries()) {
      close(share, expected[i]?.share);
      close(ofMeanActivation, expected[i]?.ofMeanActivation);
      close(chance, expected[i]?.chance);
      assert.equal(pictures, 2);
    }
  });
});

function close(value: number, expected: number | undefined): void {
  assert.ok(Math.abs(value - (expected ?? Number.NaN)) < 1e-6, `${value} is not ${expected}`);
}

function square(values: readonly number[]): ScalarMap {
  return { width: 7, height: 7, values: Float32Array.from(values) };
}

function maskOf(object: readonly number[], ignored: readonly number[]): PictureObjects['mask'] {
  const cells = (of: readonly number[], size: number) => {
    const all = new Uint8Array(size * size);
    for (const cell of of) all[cell] = 1;
    return all;
  };
  return (size) => ({ object: cells(object, size), ignored: cells(ignored, size) });
}

/** Sum of squared distances to the mean of the rows. */
function squares(rows: readonly number[]): number {
  const own = rows.map((row) => clusters.rows[row] ?? []);
  const centre = (own[0] ?? []).map(
    (_, i) => own.reduce((sum, row) => sum + (row[i] ?? 0), 0) / own.length,
  );
  return own.reduce((sum, row) => sum + distance(row, centre) ** 2, 0);
}

function groupsOf(labels: readonly number[]): number[][] {
  const groups: number[][] = [];
  for (const [row, label] of labels.entries()) {
    const group = groups[label] ?? [];
    group.push(row);
    groups[label] = group;
  }
  return groups;
}

function byFirst(groups: readonly number[][]): number[][] {
  return [...groups].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}
