import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fairTail, mcNemarP, wilson } from '../../../../src/cam/evaluate/doctor/rates.ts';
import { assertClose } from '../../assertClose.ts';

interface Golden {
  wilson: { hits: number; of: number; low: number; high: number }[];
  mcnemar: { one: number; other: number; p: number }[];
  tails: { hits: number; n: number; p: number }[];
}

describe('Rates of the doctor', () => {
  const file = path.join('test', 'fixtures', 'evaluate', 'doctor', 'rates.json');
  const golden: Golden = JSON.parse(readFileSync(file, 'utf8'));

  it("have SciPy's Wilson intervals", () => {
    for (const { hits, of, low, high } of golden.wilson) {
      const rate = wilson(hits, of);
      assert.equal(rate.value, hits / of);
      assert.equal(rate.of, of);
      assertClose([rate.low, rate.high], [low, high], 1e-12, `${hits} of ${of}`);
    }
  });

  it("have SciPy's exact p of McNemar's test", () => {
    for (const { one, other, p } of golden.mcnemar) {
      assertClose([mcNemarP(one, other)], [p], 1e-9, `${one} and ${other}`);
    }
  });

  it("have SciPy's tail of the fair coin", () => {
    for (const { hits, n, p } of golden.tails) {
      assertClose([fairTail(hits, n) / p], [1], 1e-8, `${hits} of ${n}`);
    }
  });
});
