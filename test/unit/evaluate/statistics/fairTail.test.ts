import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fairTail } from '../../../../src/cam/evaluate/statistics/fairTail.ts';
import { assertClose } from '../../assertClose.ts';

interface Golden {
  tails: { hits: number; n: number; p: number }[];
}

describe('The tail of the fair coin', () => {
  const file = path.join('test', 'fixtures', 'evaluate', 'doctor', 'rates.json');
  const golden: Golden = JSON.parse(readFileSync(file, 'utf8'));

  it('is that of SciPy', () => {
    for (const { hits, n, p } of golden.tails) {
      assertClose([fairTail(hits, n) / p], [1], 1e-8, `${hits} of ${n}`);
    }
  });
});
