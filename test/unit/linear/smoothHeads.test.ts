import { logistic } from '../../../src/cam/linear/logistic.ts';
import type { LinearHead } from '../../../src/cam/linear/samples/linearHead.ts';
import { squaredHinge } from '../../../src/cam/linear/squaredHinge.ts';
import { assertHead, cases, samplesOfCase } from './cases.ts';

describe('heads by L-BFGS, against scikit-learn', () => {
  for (const each of cases) {
    const { title, strength, squaredHinge: hinge, logistic: softmax } = each;
    const samples = samplesOfCase(each);
    if (hinge) {
      it(`has the weights of LinearSVC: ${title}`, async () => {
        const head = await squaredHinge(samples, strength);
        assertHead(each.classes === 2 ? lastClass(head) : head, hinge, 1e-3);
      });
    }
    if (softmax) {
      it(`has the weights of LogisticRegression: ${title}`, async () => {
        const head = await logistic(samples, strength);
        assertHead(each.classes === 2 ? difference(head) : head, softmax, 1e-3);
      });
    }
  }
});

/** Of two classes scikit-learn has the second against the first. */
function lastClass({ weights, biases }: LinearHead): LinearHead {
  const { columns, values } = weights;
  return { weights: { rows: 1, columns, values: values.slice(columns) }, biases: biases.slice(1) };
}

function difference({ weights, biases }: LinearHead): LinearHead {
  const { columns, values } = weights;
  const of = (j: number) => (values[columns + j] ?? 0) - (values[j] ?? 0);
  return {
    weights: { rows: 1, columns, values: Float64Array.from({ length: columns }, (_, j) => of(j)) },
    biases: Float64Array.of((biases[1] ?? 0) - (biases[0] ?? 0)),
  };
}
