import { CholeskyDecomposition, Matrix as DenseMatrix } from 'ml-matrix';
import type { Matrix } from './matrix.ts';
import { addScaled, block, place, transpose, zeros } from './matrix.ts';
import type { Products } from './products.ts';

/** Up to this size a Cholesky decomposition in JavaScript is as fast as products of halves. */
const MAX_DIRECT = 24;

/**
 * Inverse of a symmetric positive definite matrix, by halves: with A = (A₁₁ A₂₁ᵀ; A₂₁ A₂₂), T = A₂₁A₁₁⁻¹ and the Schur
 * complement S = A₂₂ − T·A₂₁ᵀ,
 * A⁻¹ = (A₁₁⁻¹ + TᵀS⁻¹T, −TᵀS⁻¹; −S⁻¹T, S⁻¹) (Horn & Johnson, Matrix Analysis, 0.7.3).
 * Nearly all of the 4/3·n³ multiplications are in products of matrices.
 * @throws Error if the matrix is not positive definite: a bug of the caller
 */
export async function inverse(matrix: Matrix, products: Products): Promise<Matrix> {
  const size = matrix.rows;
  if (size <= MAX_DIRECT) return directInverse(matrix);
  const half = size >> 1;
  const rest = size - half;
  const inverse11 = await inverse(block(matrix, 0, 0, half, half), products);
  const a21 = block(matrix, half, 0, rest, half);
  const t = await products.multiply(a21, inverse11);
  const complement = block(matrix, half, half, rest, rest);
  addScaled(complement, await products.multiply(t, a21, 'second'), -1);
  const inverse22 = await inverse(complement, products);
  const st = await products.multiply(inverse22, t);
  addScaled(inverse11, await products.multiply(t, st, 'first'), 1);
  for (let i = 0; i < st.values.length; i++) st.values[i] = -(st.values[i] as number);
  const result = zeros(size, size);
  place(result, 0, 0, inverse11);
  place(result, 0, half, transpose(st));
  place(result, half, 0, st);
  place(result, half, half, inverse22);
  return result;
}

function directInverse({ rows, values }: Matrix): Matrix {
  const dense = DenseMatrix.from1DArray(rows, rows, values);
  // The decomposition refuses a matrix that rounding has made unsymmetric.
  for (let i = 0; i < rows; i++) for (let j = 0; j < i; j++) dense.set(j, i, dense.get(i, j));
  const cholesky = new CholeskyDecomposition(dense);
  if (!cholesky.isPositiveDefinite()) throw new Error('the matrix is not positive definite');
  const solved = cholesky.solve(DenseMatrix.eye(rows));
  return { rows, columns: rows, values: Float64Array.from(solved.to1DArray()) };
}
