import { Slices } from '../../base/slices.ts';
import { TensorElementType } from '../../onnx/file/model.ts';
import { encodeModel } from '../../onnx/write/encode.ts';
import { encodeAttribute, encodeNode } from '../../onnx/write/encodeNode.ts';
import type { Session } from '../../runtime/session.ts';
import { createSession } from '../../runtime/session.ts';
import type { Matrix } from './matrix.ts';

/** Which factor of a product is transposed first. */
type Transposed = 'none' | 'first' | 'second';

const sessions = new Map<Transposed, Promise<Session>>();

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
    await this.pause();
    const session = await sessionOf(transposed);
    const feeds = { a: tensorOf(a), b: tensorOf(b) };
    const product = (await session.run(feeds, ['product'])).get('product');
    const rows = transposed === 'first' ? a.columns : a.rows;
    const columns = transposed === 'second' ? b.rows : b.columns;
    return { rows, columns, values: product?.data as Float64Array };
  }

  /** Lets other work run if it has waited for a while. @throws the signal's reason */
  async pause(): Promise<void> {
    if (this.#slices.isOver) await this.#slices.next();
    this.#signal?.throwIfAborted();
  }
}

function tensorOf({ rows, columns, values }: Matrix) {
  return { type: 'float64', dims: [rows, columns], data: values };
}

function sessionOf(transposed: Transposed): Promise<Session> {
  const known = sessions.get(transposed);
  if (known) return known;
  const created = createSession(encodeProduct(transposed), 'Gemm', { optimization: 'basic' });
  sessions.set(transposed, created);
  return created;
}

/** A model of one Gemm node: Y = op(A)·op(B). */
function encodeProduct(transposed: Transposed): Uint8Array {
  const matrix = { elementType: TensorElementType.double, dims: [undefined, undefined] };
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
