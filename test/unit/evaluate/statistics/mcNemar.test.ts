import assert from 'node:assert/strict';
import { mcNemar } from '../../../../src/cam/evaluate/statistics/mcNemar.ts';
import golden from '../../../fixtures/evaluate/parity/golden.json' with { type: 'json' };
import { assertClose } from '../../assertClose.ts';

describe("McNemar's test", () => {
  it('is that of SciPy: exact below 25 discordant pictures, then χ²', () => {
    for (const { b, c, kind, statistic, pValue } of golden.mcNemar) {
      const found = mcNemar(b, c);
      assert.equal(found.kind, kind, `${b}, ${c}`);
      assertClose([found.statistic], [statistic], 1e-12, `statistic of ${b}, ${c}`);
      assertClose([found.pValue], [pValue], 1e-12, `p of ${b}, ${c}`);
      assert.ok(Math.abs(found.pValue / pValue - 1) < 1e-9, `small p of ${b}, ${c}`);
    }
  });
});
