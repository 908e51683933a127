import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { errorsOf, ruleCases } from './ruleCases.ts';

/** Of float32 arithmetic, relative to the largest value. */
const TOLERANCE = 1e-6;

for (const [family, cases] of ruleCases()) {
  describe(`Gradients by the rules of ${family} equal those of PyTorch in float64`, () => {
    const operators = [...new Set(cases.map(({ operator }) => operator))];
    for (const operator of operators) {
      it(operator, async () => {
        const wrong: string[] = [];
        for (const each of cases.filter((one) => one.operator === operator)) {
          const errors = await errorsOf(each).catch((error: unknown) => ({ y: String(error) }));
          for (const [name, error] of Object.entries(errors)) {
            if (!(Number(error) <= TOLERANCE)) wrong.push(`${each.title}: ${name} ${error}`);
          }
        }
        assert.deepEqual(wrong, []);
      });
    }
  });
}
