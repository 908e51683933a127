import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fairTail, mcNemarP } from '../../../../src/cam/evaluate/doctor/rates.ts';
import { assertClose } from '../../assertClose.ts';

interface Golden {
  mcnemar: { one: number; other: number; p: number }[];
  tails: { hits: number; n: number; p: number }[];
}

describe('Rates of the doctor', () => {
  const file = path.join('test', 'fixtures', 'evaluate', 'doctor', 'rates.json');
  const golden: Golden = JSON.parse(readFileSync(file, 'utf8'));

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
