import type { Graph } from '../../onnx/file/graph.ts';
import type { Initializer } from '../../onnx/file/model.ts';
import { elementTypeNamed } from '../../onnx/file/model.ts';
import type { ConstantNodes } from '../../onnx/write/cut.ts';
import { encodeConstants } from '../../onnx/write/cut.ts';
import { exposeAsFloat } from '../../onnx/write/encode.ts';
import { newFloats } from '../../onnx/write/encodeNode.ts';
import { asFloatTensor, createSession } from '../../runtime/session.ts';

/** The weights that a part of a model may use. */
export interface WeightSource {
  initializers: Initializer[];
  /** Weights with this many values that the part computes from others: dequantised, cast, transposed, filled in. */
  computed(elements: number): Promise<Initializer[]>;
}

/** What a part computes from weights alone, by the number of values; each is computed when first asked for. */
export class ComputedWeights {
  readonly #graph: Graph;
  readonly #constants: ConstantNodes;
  readonly #found = new Map<number, Promise<Initializer[]>>();
  #shapes: Promise<Shape[]> | undefined;

  constructor(graph: Graph, constants: ConstantNodes) {
    this.#graph = graph;
    this.#constants = constants;
  }

  of(elements: number): Promise<Initializer[]> {
    const known = this.#found.get(elements);
    if (known) return known;
    const found = this.#compute(elements);
    this.#found.set(elements, found);
    return found;
  }

  async #compute(elements: number): Promise<Initializer[]> {
    if (this.#constants.outputs.length === 0) return [];
    this.#shapes ??= this.#inferShapes();
    const wanted = (await this.#shapes).filter(({ dims }) => product(dims) === elements);
    if (wanted.length === 0) return [];
    const exposed = wanted.map(({ name, elementType }) => exposeAsFloat(name, elementType));
    const bytes = await encodeConstants(this.#graph.model, this.#constants, exposed, 'held');
    const session = await createSession(bytes, this.#graph.file, {
      ...this.#graph.sessionNeeds,
      optimization: 'none',
    });
    try {
      const names = exposed.map(({ outputName }) => outputName);
      const results = await session.run({}, names);
      return [...results].map(([name, tensor]) => {
        const { dims, values } = asFloatTensor(name, tensor);
        return newFloats(name, dims, values);
      });
    } finally {
      await session.release();
    }
  }

  async #inferShapes(): Promise<Shape[]> {
    const outputs = this.#constants.outputs.map((name) => ({
      name,
      outputName: name,
      castNode: undefined,
    }));
    const bytes = await encodeConstants(this.#graph.model, this.#constants, outputs, 'asInputs');
    const session = await createSession(bytes, this.#graph.file, { optimization: 'none' });
    try {
      return outputs.map(({ name }) => ({
        name,
        elementType: elementTypeNamed(session.outputType(name)),
        dims: (session.outputDims(name) ?? []).map((size) => size ?? 0),
      }));
    } finally {
      await session.release();
    }
  }
}

interface Shape {
  name: string;
  elementType: number;
  dims: number[];
}

function product(dims: number[]): number {
  return dims.reduce((all, size) => all * size, 1);
}
