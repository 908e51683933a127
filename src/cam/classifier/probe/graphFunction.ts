import { t } from '@vscode/l10n';
import { CamError } from '../../base/errors.ts';
import type { Graph } from '../../onnx/file/graph.ts';
import type { Initializer, ValueInfo } from '../../onnx/file/model.ts';
import type { CutModel } from '../../onnx/write/cut.ts';
import { cutModel } from '../../onnx/write/cut.ts';
import type { ExposedTensor } from '../../onnx/write/encode.ts';
import { exposeAsFloat } from '../../onnx/write/encode.ts';
import type { RawTensor, Session } from '../../runtime/session.ts';
import { asFloatTensor, createSession } from '../../runtime/session.ts';
import type { VectorFunction } from './behaviour.ts';
import type { WeightSource } from './computedWeights.ts';
import { ComputedWeights } from './computedWeights.ts';
import { encodeValues } from './pictureFeeds.ts';
import { ANALYSIS_SIDE } from './pictureInput.ts';
import { isClose, randomValues } from './probes.ts';
import { batchRows } from './spatialTensor.ts';

/** The most bytes that one batch of probes may take. */
const PROBE_BATCH_BYTES = 32 * 2 ** 20;

/** A tensor of the graph: where a part begins or ends. */
export interface GraphTensor {
  name: string;
  elementType: number;
  dims: readonly number[];
}

/**
 * A part of a model as a function that can be called, from one tensor to others. This is how a head is
 * read: by what it does, not by the operators it is made of.
 */
export class GraphFunction implements WeightSource {
  readonly #session: Session;
  readonly #inputName: string;
  readonly #shapeInputs: ValueInfo[];
  readonly #outputs: ExposedTensor[];
  /** Weights and constants that the part uses. */
  readonly initializers: Initializer[];
  readonly #computed: ComputedWeights;
  /** Shape of the tensor that the part begins with. */
  readonly #fromDims: readonly number[];
  /** Absolute path of the model, for messages. */
  readonly #file: string;
  /** Whether several rows may be fed at once; tried on first use. */
  #takesBatches: boolean | undefined;

  private constructor(
    graph: Graph,
    cut: CutModel,
    session: Session,
    fromDims: readonly number[],
    outputs: ExposedTensor[],
  ) {
    this.#computed = new ComputedWeights(graph, cut.constants);
    this.#session = session;
    this.#inputName = cut.inputName;
    this.#shapeInputs = cut.shapeInputs;
    this.#fromDims = fromDims;
    this.#file = graph.file;
    this.#outputs = outputs;
    this.initializers = cut.initializers;
  }

  /**
   * @param from its shape may have any batch size
   * @param to tensors after `from`, each once
   * @throws CamError `modelRefused` where the tensor is too large to be probed, or as `createSession`.
   */
  static async create(graph: Graph, from: GraphTensor, to: GraphTensor[]): Promise<GraphFunction> {
    const { file } = graph;
    requireProbeable(from, file);
    const outputs = to.map(({ name, elementType }) => exposeAsFloat(name, elementType));
    const start = { ...from, dims: [...from.dims] };
    const cut = await cutModel(graph, start, outputs);
    const session = await createSession(cut.bytes, file, {
      ...graph.sessionNeeds,
      optimization: 'none',
    });
    for (const { name, outputName } of outputs) {
      if (session.outputType(outputName) === 'float32') continue;
      await session.release();
      throw notInFloat(name, file);
    }
    return new GraphFunction(graph, cut, session, from.dims, outputs);
  }

  computed(elements: number): Promise<Initializer[]> {
    return this.#computed.of(elements);
  }

  /**
   * Values of the tensor `output` for each row; if left out, of the part's first output.
   * @param rows one float32 array for each row
   * @param dims shape of one row, without the batch; tokens as a grid or as they are
   */
  async evaluate(
    rows: Float32Array[],
    dims: readonly number[],
    output = this.#outputs[0]?.name ?? '',
  ): Promise<Float32Array[]> {
    const results = await this.evaluateAll(rows, dims, [output]);
    return results.get(output) ?? [];
  }

  /** Number of values of one row. */
  get inputs(): number {
    return this.#rowDims.reduce((product, size) => product * size, 1);
  }

  /** As {@link evaluate}, for rows as the graph holds them. */
  ask(rows: Float32Array[], output?: string): Promise<Float32Array[]> {
    return this.evaluate(rows, this.#rowDims, output);
  }

  /** The function that ends at one of the tensors. */
  to(output: string): VectorFunction {
    return {
      inputs: this.inputs,
      ask: (rows) => this.ask(rows, output),
      randomValues: (random) => randomValues(random, this.inputs, -1, 1),
    };
  }

  get #rowDims(): readonly number[] {
    return this.#fromDims.slice(1);
  }

  /** As {@link evaluate}, for several tensors in one run. */
  async evaluateAll(
    rows: Float32Array[],
    dims: readonly number[],
    outputs: string[],
  ): Promise<Map<string, Float32Array[]>> {
    const elements = dims.reduce((product, size) => product * size, 1);
    const batch = await this.#batchSize(rows, dims, outputs, elements);
    const results = new Map(outputs.map((name): [string, Float32Array[]] => [name, []]));
    for (let start = 0; start < rows.length; start += batch) {
      const part = await this.#run(rows.slice(start, start + batch), dims, outputs);
      for (const [name, values] of part) results.get(name)?.push(...values);
    }
    return results;
  }

  async #batchSize(
    rows: Float32Array[],
    dims: readonly number[],
    outputs: string[],
    elements: number,
  ): Promise<number> {
    if (this.#fixedRows > 1) return this.#fixedRows;
    if (rows.length < 2) return 1;
    this.#takesBatches ??= await this.#checkBatches(rows, dims, outputs);
    return this.#takesBatches ? Math.max(1, Math.floor(PROBE_BATCH_BYTES / (4 * elements))) : 1;
  }

  /** A model for N pictures at once may need exactly N rows in any part. */
  get #fixedRows(): number {
    return this.#fromDims[0] ?? 1;
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
    const fedRows = Math.max(rows.length, this.#fixedRows);
    const exposed = this.#outputs.filter(({ name }) => outputs.includes(name));
    const found = await this.#session.run(
      this.#feeds(rows, dims),
      exposed.map(({ outputName }) => outputName),
    );
    const results = new Map<string, Float32Array[]>();
    for (const { name, outputName } of exposed) {
      const tensor = found.get(outputName);
      const given = tensor ? asFloatTensor(outputName, tensor).values : new Float32Array();
      // A part that ignores the batch axis gives one row for all: not a batch.
      if (!tensor || given.length % fedRows !== 0) throw this.#mergedRows(name);
      results.set(name, batchRows({ dims: [fedRows], values: given }).slice(0, rows.length));
    }
    return results;
  }

  #mergedRows(name: string): CamError {
    return new CamError({
      code: 'modelRefused',
      message: t(
        '{0} has a tensor "{1}" that mixes the images of a batch, so its head cannot be read.',
        this.#file,
        name,
      ),
      nextAction: t('Export the model again for one image, or with a free batch size.'),
      file: this.#file,
    });
  }

  #feeds(rows: Float32Array[], dims: readonly number[]): Record<string, RawTensor> {
    const fedRows = Math.max(rows.length, this.#fixedRows);
    const values = concatenate(rows, fedRows);
    const feeds: Record<string, RawTensor> = {
      [this.#inputName]: {
        type: 'float32',
        dims: [fedRows, ...this.#rowShape(dims)],
        data: values,
      },
    };
    for (const { name, dims: shape, elementType } of this.#shapeInputs) {
      const fed = [fedRows, ...shape.slice(1).map((size) => size ?? ANALYSIS_SIDE)];
      const size = fed.reduce((product, length) => product * length, 1);
      feeds[name] = { ...encodeValues(new Float32Array(size), elementType), dims: fed };
    }
    return feeds;
  }

  /** Tokens are fed as the graph holds them, [T, C] or [C, T]. */
  #rowShape(dims: readonly number[]): readonly number[] {
    const [, first, last] = this.#fromDims;
    if (this.#fromDims.length !== 3 || dims.length !== 3) return dims;
    const [a = 0, b = 0, c = 0] = dims;
    if (c === last && (a !== first || a * b === first)) return [a * b, c];
    return [a, b * c];
  }

  /** Shapes of the part's outputs for a tensor of zeros. */
  async measure(): Promise<Map<string, number[]>> {
    const found = await this.#session.run(
      this.#feeds([new Float32Array(this.inputs)], this.#rowDims),
      this.#outputs.map(({ outputName }) => outputName),
    );
    return new Map(
      this.#outputs.map(({ name, outputName }) => [name, [...(found.get(outputName)?.dims ?? [])]]),
    );
  }

  dispose(): Promise<void> {
    return this.#session.release();
  }
}

function notInFloat(name: string, file: string): CamError {
  return new CamError({
    code: 'modelRefused',
    message: t('The tensor "{1}" of {0} holds numbers that cannot be read as float32.', file, name),
    nextAction: t('Check the model with onnx.checker.check_model, then export it again.'),
    file,
  });
}

/** Probing feeds many maps of the tensor's size. */
const MAX_PROBED_ELEMENTS = 2 ** 26;

/** @throws CamError `modelRefused` */
export function requireProbeable({ name, dims }: GraphTensor, file: string): void {
  const elements = dims.reduce((product, size) => product * size, 1);
  if (elements <= MAX_PROBED_ELEMENTS) return;
  throw new CamError({
    code: 'modelRefused',
    message: t(
      '{0} makes a tensor "{1}" of shape [{2}], too large to examine.',
      file,
      name,
      dims.join(', '),
    ),
    nextAction: t('Check the model for wrong layer sizes or too large an input.'),
    file,
  });
}

/** The rows one after the other, padded with zero rows to `count`. */
function concatenate(rows: Float32Array[], count: number): Float32Array {
  const [first = new Float32Array()] = rows;
  if (rows.length === 1 && count === 1) return first;
  const result = new Float32Array(count * first.length);
  let offset = 0;
  for (const row of rows) {
    result.set(row, offset);
    offset += row.length;
  }
  return result;
}
