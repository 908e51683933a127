import assert from 'node:assert/strict';
import { inverse } from '../../../src/cam/linear/matrices/inverse.ts';
import type { Matrix } from '../../../src/cam/linear/matrices/matrix.ts';
import { addToDiagonal, timesVector } from '../../../src/cam/linear/matrices/matrix.ts';
import { Products } from '../../../src/cam/linear/matrices/products.ts';
import { assertClose } from '../assertClose.ts';

const a: Matrix = { rows: 2, columns: 3, values: Float64Array.of(1, 2, 3, 4, 5, 6) };
const b: Matrix = { rows: 3, columns: 2, values: Float64Array.of(1, 0, -1, 2, 0.5, 1e-12) };
const products = new Products();

describe('products of matrices', () => {
  it('are exact in float64', async () => {
    const { rows, columns, values } = await products.multiply(a, b);
    assert.deepEqual([rows, columns], [2, 2]);
    assert.deepEqual([...values], [0.5, 4 + 3e-12, 2, 10 + 6e-12]);
  });

  it('transpose the first factor', async () => {
    const { rows, columns, values } = await products.multiply(a, a, 'first');
    assert.deepEqual([rows, columns], [3, 3]);
    assert.deepEqual([...values], [17, 22, 27, 22, 29, 36, 27, 36, 45]);
  });

  it('transpose the second factor', async () => {
    const { rows, columns, values } = await products.multiply(a, a, 'second');
    assert.deepEqual([rows, columns], [2, 2]);
    assert.deepEqual([...values], [14, 32, 32, 77]);
  });

  it('end with the reason of the signal', async () => {
    const ended = new Products(AbortSignal.abort(new Error('enough')));
    await assert.rejects(ended.multiply(a, b), /enough/);
  });
});

describe('the inverse of a symmetric matrix', () => {
  for (const size of [1, 2, 96, 97, 250]) {
    it(`times the matrix is 1, for ${size} rows`, async () => {
      const factor = { rows: size, columns: size, values: new Float64Array(size * size) };
      for (let i = 0; i < size * size; i++) factor.values[i] = Math.sin(i * i + 1);
      const matrix = await products.multiply(factor, factor, 'second');
      addToDiagonal(matrix, 0.1);
      const found = await inverse(matrix, products);
      const one = await products.multiply(found, matrix);
      addToDiagonal(one, -1);
      assertClose(one.values, new Float64Array(size * size), 1e-9, 'A⁻¹A − 1');
    });
  }

  it('is that of NumPy', async () => {
    const values = Float64Array.of(4, 2, 0.6, 2, 5, 1, 0.6, 1, 3);
    const found = await inverse({ rows: 3, columns: 3, values }, products);
    // numpy.linalg.inv([[4, 2, 0.6], [2, 5, 1], [0.6, 1, 3]]) @ [1, 2, 3]
    const expected = [0.004484304932735432, 0.21255605381165923, 0.9282511210762332];
    assertClose(timesVector(found, [1, 2, 3]), expected, 1e-12, 'A⁻¹x');
  });

  it('is refused for one that is not positive definite', async () => {
    const values = Float64Array.of(1, 2, 2, 1);
    await assert.rejects(inverse({ rows: 2, columns: 2, values }, products), /positive definite/);
  });
});
