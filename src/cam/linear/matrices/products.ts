import { Slices } from '../../base/slices.ts';
import { TensorElementType } from '../../onnx/file/model.ts';
import { encodeModel } from '../../onnx/write/encode.ts';
import { encodeAttribute, encodeNode } from '../../onnx/write/encodeNode.ts';
import type { Session } from '../../runtime/session.ts';
import { createSession } from '../../runtime/session.ts';
import type { Matrix, RoughMatrix } from './matrix.ts';

/** Which factor of a product is transposed first. */
type Transposed = 'none' | 'first' | 'second';

type Precision = 'float32' | 'float64';

const sessions = new Map<string, Promise<Session>>();

/**
 * Products of matrices, by onnxruntime: its kernels are many times as fast as JavaScript. All long work on matrices goes
 * through here, so here it lets other work run and can be ended.
 */
export class Products {
  readonly #slices = new Slices();
  readonly #signal: AbortSignal | undefined;

  /** @param signal ends the work before the next product: it throws the signal's reason */
  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /** A·B, Aᵀ·B or A·Bᵀ in float64. */
  async multiply(a: Matrix, b: Matrix, transposed: Transposed = 'none'): Promise<Matrix> {
    return (await this.#run(a, b, transposed, 'float64')) as Matrix;
  }

  /** As {@link multiply} in float32, in half of the time. */
  async multiplyRoughly(
    a: RoughMatrix,
    b: RoughMatrix,
    transposed: Transposed = 'none',
  ): Promise<RoughMatrix> {
    return (await this.#run(a, b, transposed, 'float32')) as RoughMatrix;
  }

  async #run(
    a: Matrix | RoughMatrix,
    b: Matrix | RoughMatrix,
    transposed: Transposed,
    type: Precision,
  ): Promise<Matrix | RoughMatrix> {
    await this.pause();
    const session = await sessionOf(transposed, type);
    const tensorOf = ({ rows, columns, values }: Matrix | RoughMatrix) => ({
      type,
      dims: [rows, columns],
      data: values,
    });
    const results = await session.run({ a: tensorOf(a), b: tensorOf(b) }, ['product']);
    const rows = transposed === 'first' ? a.columns : a.rows;
    const columns = transposed === 'second' ? b.rows : b.columns;
    return { rows, columns, values: results.get('product')?.data as Float64Array };
  }

  /** Lets other work run if it has waited for a while. @throws the signal's reason */
  async pause(): Promise<void> {
    if (this.#slices.isOver) await this.#slices.next();
    this.#signal?.throwIfAborted();
  }
}

function sessionOf(transposed: Transposed, type: Precision): Promise<Session> {
  const key = `${transposed} ${type}`;
  const known = sessions.get(key);
  if (known) return known;
  const model = encodeProduct(transposed, type);
  const created = createSession(model, 'Gemm', { optimization: 'basic' });
  sessions.set(key, created);
  return created;
}

/** A model of one Gemm node: Y = op(A)·op(B). */
function encodeProduct(transposed: Transposed, type: Precision): Uint8Array {
  const elementType = type === 'float32' ? TensorElementType.float : TensorElementType.double;
  const matrix = { elementType, dims: [undefined, undefined] };
  return encodeModel({
    irVersion: 8,
    operatorSets: [{ domain: '', version: 13 }],
    functions: [],
    nodes: [
      encodeNode({
        opType: 'Gemm',
        inputs: ['a', 'b'],
        outputs: ['product'],
        attributes: [
          encodeAttribute('transA', transposed === 'first' ? 1 : 0),
          encodeAttribute('transB', transposed === 'second' ? 1 : 0),
        ],
      }),
    ],
    initializers: [],
    inputs: [
      { ...matrix, name: 'a' },
      { ...matrix, name: 'b' },
    ],
    outputs: ['product'],
  });
}
