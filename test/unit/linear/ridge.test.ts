import assert from 'node:assert/strict';
import { balancedAccuracy } from '../../../src/cam/linear/chooseStrength.ts';
import { leaveOut } from '../../../src/cam/linear/leaveOut.ts';
import { checkedRidge } from '../../../src/cam/linear/outOfFold.ts';
import { ridge } from '../../../src/cam/linear/ridge.ts';
import { assertHead, assertNear, cases, samplesOfCase } from './cases.ts';

describe('ridge heads, against scikit-learn', () => {
  for (const each of cases) {
    const { title, strength, rows } = each;
    const samples = samplesOfCase(each);

    it(`has the weights of Ridge: ${title}`, async () => {
      assertHead(await ridge(samples, strength), each.ridge, 1e-4);
    });

    const { leaveOneOut, leaveGroupsOut, outOfFold } = each;
    if (leaveOneOut) {
      it(`predicts each sample from the others: ${title}`, async () => {
        const alone = Array.from({ length: rows }, (_, row) => row);
        const scores = await leaveOut(samples, alone, strength);
        assertNear(scores.values, leaveOneOut, 1e-4, 'scores');
        assert.equal(balancedAccuracy(scores, samples), each.balancedAccuracy);
      });
    }
    if (leaveGroupsOut) {
      it(`predicts each group from the others: ${title}`, async () => {
        const scores = await leaveOut(samples, each.groups, strength);
        assertNear(scores.values, leaveGroupsOut, 1e-4, 'scores');
      });
    }
    if (outOfFold) {
      it(`predicts each fold from the others: ${title}`, async () => {
        const found = await checkedRidge(samples, each.folds, async () => strength);
        assertHead(found.head, each.ridge, 1e-4);
        assertNear(found.outOfFold.values, outOfFold, 1e-4, 'scores');
      });
    }
  }
});
