import assert from 'node:assert/strict';
import { chooseStrength } from '../../../src/cam/linear/chooseStrength.ts';
import { cases, samplesOfCase } from './cases.ts';

const STRENGTHS = [0.01, 0.1, 1];

describe('the strength of a ridge head', () => {
  for (const each of cases) {
    const { title, strength, balancedAccuracy } = each;
    const half = STRENGTHS.indexOf(strength);
    if (balancedAccuracy === undefined || half < 0) continue;

    it(`is judged by the balanced accuracy of Ridge: ${title}`, async () => {
      const { tried } = await chooseStrength(samplesOfCase(each), undefined, 1);
      const found = tried.find((one) => Math.abs(one.strength / strength - 1) < 1e-9);
      assert.equal(found?.balancedAccuracy, balancedAccuracy);
    });
  }

  it('is the one of the best that is nearest to 1', async () => {
    for (const each of cases) {
      const { strength, tried } = await chooseStrength(samplesOfCase(each), each.groups, 1);
      const best = Math.max(...tried.map((one) => one.balancedAccuracy));
      const ofBest = tried.filter((one) => one.balancedAccuracy === best);
      const fromOne = (value: number) => Math.abs(Math.log10(value));
      assert.ok(ofBest.some((one) => one.strength === strength));
      for (const other of ofBest) assert.ok(fromOne(strength) <= fromOne(other.strength) + 1e-9);
      assert.equal(tried.length, 13);
    }
  });

  it('is found on a part of whole groups where there are many samples', async () => {
    const rows = 2010;
    const labels = Array.from({ length: rows }, (_, row) => row % 2);
    const values = Float32Array.from(labels, (label, row) => label + Math.sin(row));
    const samples = { features: { rows, columns: 1, values }, classes: ['a', 'b'], labels };
    const groups = labels.map((_, row) => Math.floor(row / 10));
    const chosen = await chooseStrength(samples, groups, 1);
    assert.equal(chosen.samples, 1010);
  });
});
