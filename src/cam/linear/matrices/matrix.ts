/** A matrix of float64 values, row-major. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** A matrix of float32 values, row-major. */
export interface RoughMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

export function roughly({ rows, columns, values }: Matrix): RoughMatrix {
  return { rows, columns, values: Float32Array.from(values) };
}

export function exactly({ rows, columns, values }: RoughMatrix): Matrix {
  return { rows, columns, values: Float64Array.from(values) };
}

export function zeros(rows: number, columns: number): Matrix {
  return { rows, columns, values: new Float64Array(rows * columns) };
}

/** Adds a value to each element of the diagonal, in place. */
export function addToDiagonal({ rows, columns, values }: Matrix, value: number): void {
  for (let i = 0; i < rows; i++)
    values[i * (columns + 1)] = (values[i * (columns + 1)] ?? 0) + value;
}

/** a + factor·b, in place of a. */
export function addScaled(a: Matrix, b: Matrix, factor: number): Matrix {
  for (let i = 0; i < a.values.length; i++) {
    a.values[i] = (a.values[i] as number) + factor * (b.values[i] as number);
  }
  return a;
}

/** The part of a matrix from the given row and column on. */
export function block(
  matrix: Matrix,
  firstRow: number,
  firstColumn: number,
  rows: number,
  columns: number,
): Matrix {
  const values = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const start = (firstRow + row) * matrix.columns + firstColumn;
    values.set(matrix.values.subarray(start, start + columns), row * columns);
  }
  return { rows, columns, values };
}

/** Writes a matrix into a larger one, from the given row and column on. */
export function place(into: Matrix, firstRow: number, firstColumn: number, part: Matrix): void {
  for (let row = 0; row < part.rows; row++) {
    into.values.set(
      part.values.subarray(row * part.columns, (row + 1) * part.columns),
      (firstRow + row) * into.columns + firstColumn,
    );
  }
}

export function transpose({ rows, columns, values }: Matrix): Matrix {
  const result = zeros(columns, rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      result.values[column * rows + row] = values[row * columns + column] as number;
    }
  }
  return result;
}

/** The rows and columns with these numbers. */
export function submatrix(
  { columns, values }: Matrix,
  rowNumbers: ArrayLike<number>,
  columnNumbers: ArrayLike<number>,
): Matrix {
  const result = zeros(rowNumbers.length, columnNumbers.length);
  for (let i = 0; i < rowNumbers.length; i++) {
    const start = (rowNumbers[i] as number) * columns;
    for (let j = 0; j < columnNumbers.length; j++) {
      result.values[i * columnNumbers.length + j] = values[
        start + (columnNumbers[j] as number)
      ] as number;
    }
  }
  return result;
}

/** Matrix times vector. */
export function timesVector(
  { rows, columns, values }: Matrix,
  vector: ArrayLike<number>,
): Float64Array {
  const result = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let column = 0; column < columns; column++) {
      sum += (values[row * columns + column] as number) * (vector[column] as number);
    }
    result[row] = sum;
  }
  return result;
}

export function columnOf({ rows, columns, values }: Matrix, column: number): Float64Array {
  const result = new Float64Array(rows);
  for (let row = 0; row < rows; row++) result[row] = values[row * columns + column] as number;
  return result;
}

/** A row, without a copy. */
export function rowOf({ columns, values }: Matrix, row: number): Float64Array {
  return values.subarray(row * columns, (row + 1) * columns);
}

/** The matrix with these rows, all of the same length. */
export function fromRows(rows: readonly Float64Array[]): Matrix {
  const result = zeros(rows.length, rows[0]?.length ?? 0);
  for (const [row, values] of rows.entries()) result.values.set(values, row * result.columns);
  return result;
}

/** The rows from `first` to before `end`, without a copy. */
export function rowsFrom({ columns, values }: Matrix, first: number, end: number): Matrix {
  return { rows: end - first, columns, values: values.subarray(first * columns, end * columns) };
}

/** Writes the rows of a matrix as those with the given numbers into another, which is as wide. */
export function putRows(into: Matrix, rows: Uint32Array, part: Matrix): void {
  const { columns } = into;
  for (const [i, row] of rows.entries()) {
    into.values.set(part.values.subarray(i * columns, (i + 1) * columns), row * columns);
  }
}
