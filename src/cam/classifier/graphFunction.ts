import type { CutModel } from '../onnx/cut.ts';
import { cutModel } from '../onnx/cut.ts';
import type { ExposedTensor } from '../onnx/encode.ts';
import { exposeAsFloat } from '../onnx/encode.ts';
import type { Initializer, OnnxModel } from '../onnx/model.ts';
import type { FloatTensor, Session, SessionSettings } from '../runtime/session.ts';
import { createSession, runFloat } from '../runtime/session.ts';
import { batchRows } from './spatialTensor.ts';

/** Most bytes that one probing batch may take. */
const PROBE_BATCH_BYTES = 32 * 2 ** 20;

/** A tensor of the graph: where a part begins or ends. */
export interface GraphTensor {
  name: string;
  elementType: number;
  dims: readonly number[];
}

/**
 * A part of a model as a function that can be called: from one tensor to others. This is how a head is
 * read, by what it does and not by the operators it is made of.
 */
export class GraphFunction {
  readonly #session: Session;
  readonly #inputName: string;
  readonly #shapeInputs: { name: string; dims: number[] }[];
  readonly #outputs: ExposedTensor[];
  /** Weights and constants that the part uses. */
  readonly initializers: Initializer[];
  /** Whether several rows may be fed at once; found out on first use. */
  #takesBatches: boolean | undefined;

  private constructor(session: Session, cut: CutModel, outputs: ExposedTensor[]) {
    this.#session = session;
    this.#inputName = cut.inputName;
    this.#shapeInputs = cut.shapeInputs.map(({ name, dims }) => ({
      name,
      dims: dims.map((size) => size ?? 1),
    }));
    this.#outputs = outputs;
    this.initializers = cut.initializers;
  }

  static async create(
    model: OnnxModel,
    from: GraphTensor,
    to: GraphTensor[],
    file: string,
    settings: Pick<SessionSettings, 'externalDataFolder'>,
  ): Promise<GraphFunction> {
    const outputs = to.map(({ name, elementType }) => exposeAsFloat(name, elementType));
    const start = { ...from, dims: [...from.dims] };
    const cut = cutModel(model, start, outputs);
    const session = await createSession(cut.bytes, file, { ...settings, optimization: 'none' });
    return new GraphFunction(session, cut, outputs);
  }

  /**
   * Values of the tensor `output` for each row.
   * @param rows one float32 array for each row
   * @param dims shape of one row, without the batch
   */
  async evaluate(
    rows: Float32Array[],
    dims: readonly number[],
    output: string,
  ): Promise<Float32Array[]> {
    const results = await this.evaluateAll(rows, dims, [output]);
    return results.get(output) ?? [];
  }

  /** As {@link evaluate}, for several tensors in one run. */
  async evaluateAll(
    rows: Float32Array[],
    dims: readonly number[],
    outputs: string[],
  ): Promise<Map<string, Float32Array[]>> {
    const elements = dims.reduce((product, size) => product * size, 1);
    const together = Math.max(1, Math.floor(PROBE_BATCH_BYTES / (4 * elements)));
    this.#takesBatches ??= rows.length < 2 || (await this.#checkBatches(rows, dims, outputs));
    const batch = this.#takesBatches ? together : 1;
    const results = new Map(outputs.map((name): [string, Float32Array[]] => [name, []]));
    for (let start = 0; start < rows.length; start += batch) {
      const part = await this.#run(rows.slice(start, start + batch), dims, outputs);
      for (const [name, values] of part) results.get(name)?.push(...values);
    }
    return results;
  }

  /** Exporters bake a batch of one into reshapes; such a part must be fed row by row. */
  async #checkBatches(
    rows: Float32Array[],
    dims: readonly number[],
    outputs: string[],
  ): Promise<boolean> {
    const [output = ''] = outputs;
    const pair = rows.slice(0, 2);
    const single = await this.#run(pair.slice(1), dims, [output]);
    try {
      const both = await this.#run(pair, dims, [output]);
      const expected = single.get(output)?.[0];
      const found = both.get(output)?.[1];
      return expected !== undefined && found !== undefined && isClose(expected, found, 1e-3);
    } catch {
      return false;
    }
  }

  async #run(
    rows: Float32Array[],
    dims: readonly number[],
    outputs: string[],
  ): Promise<Map<string, Float32Array[]>> {
    const feeds: Record<string, FloatTensor> = {
      [this.#inputName]: { dims: [rows.length, ...dims], values: concatenate(rows) },
    };
    for (const { name, dims: shape } of this.#shapeInputs) {
      const fed = [rows.length, ...shape.slice(1)];
      const size = fed.reduce((product, length) => product * length, 1);
      feeds[name] = { dims: fed, values: new Float32Array(size) };
    }
    const exposed = this.#outputs.filter(({ name }) => outputs.includes(name));
    const found = await runFloat(
      this.#session,
      feeds,
      exposed.map(({ outputName }) => outputName),
    );
    const results = new Map<string, Float32Array[]>();
    for (const { name, outputName } of exposed) {
      const tensor = found.get(outputName);
      // A part that ignores the batch axis gives one row for all: not a batch.
      if (!tensor || tensor.values.length % rows.length !== 0) throw new Error('rows were merged');
      results.set(name, batchRows({ dims: [rows.length], values: tensor.values }));
    }
    return results;
  }

  dispose(): Promise<void> {
    return this.#session.release();
  }
}

function concatenate(rows: Float32Array[]): Float32Array {
  const [first] = rows;
  if (first && rows.length === 1) return first;
  const result = new Float32Array(rows.reduce((total, row) => total + row.length, 0));
  let offset = 0;
  for (const row of rows) {
    result.set(row, offset);
    offset += row.length;
  }
  return result;
}

/** Largest |a − b| relative to the largest |a|, against a tolerance. NaN is never close. */
export function isClose(
  expected: ArrayLike<number>,
  found: ArrayLike<number>,
  tolerance: number,
): boolean {
  if (expected.length !== found.length) return false;
  let scale = 1e-6;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    const a = expected[i] ?? Number.NaN;
    const distance = Math.abs(a - (found[i] ?? Number.NaN));
    if (!(distance <= Number.MAX_VALUE)) return false;
    scale = Math.max(scale, Math.abs(a));
    difference = Math.max(difference, distance);
  }
  return difference <= tolerance * scale;
}
