import type { Initializer } from '../../onnx/file/model.ts';
import { TensorElementType } from '../../onnx/file/model.ts';
import type { AttributeValue } from '../../onnx/write/encodeNode.ts';
import {
  encodeAttribute,
  encodeNode,
  newFloats,
  newIntegers,
  newNumber,
} from '../../onnx/write/encodeNode.ts';

const { float, double, float16, bfloat16, int32, int64, bool } = TensorElementType;

/** What is known of a tensor of the model before it is run. */
export interface TensorFacts {
  dims: readonly number[];
  elementType: number;
}

/** What is known about the model to which a backward graph is appended. */
export interface ForwardFacts {
  /** Version of the standard operators: it holds for the appended nodes too. */
  opset: number;
  /** Of every tensor between the wanted ones and the output, and of the inputs of the nodes there. */
  tensors: ReadonlyMap<string, TensorFacts>;
  /** Values of small constants of whole numbers (axes, pads, shapes) and of truth values (0 or 1). */
  integers: ReadonlyMap<string, readonly number[]>;
  /** Values of constants of one real number, and of small lists that are settings of an operator: scales, a region. */
  realNumbers: ReadonlyMap<string, readonly number[]>;
}

type Attributes = Readonly<Record<string, AttributeValue>>;

/**
 * The nodes that are appended to a model to compute gradients. A gradient has the shape and the type of the tensor
 * whose gradient it is; that of rounded whole numbers has the type of the numbers that they stand for.
 */
export class BackwardGraph {
  readonly opset: number;
  /** Encoded, in an order in which they can run. */
  readonly nodes: Uint8Array[] = [];
  readonly #facts: ForwardFacts;
  readonly #prefix: string;
  readonly #constants = new Map<string, Initializer>();
  #count = 0;

  /** @param prefix begins the name of each tensor that is added; no exporter uses it */
  constructor(facts: ForwardFacts, prefix: string) {
    this.opset = facts.opset;
    this.#facts = facts;
    this.#prefix = prefix;
  }

  get initializers(): Initializer[] {
    return [...this.#constants.values()];
  }

  /** Shape of a tensor of the model. */
  dims(tensor: string): readonly number[] {
    return this.#known(tensor).dims;
  }

  /** `TensorProto.DataType` of a tensor of the model. */
  elementType(tensor: string): number {
    return this.#known(tensor).elementType;
  }

  /** Values of a constant of whole numbers or truth values (0 or 1); undefined for any other tensor, or if they are many. */
  integers(tensor: string): readonly number[] | undefined {
    return this.#facts.integers.get(tensor);
  }

  /** Values of a list of real numbers that is a setting of an operator; undefined for any other tensor. */
  realNumbers(tensor: string): readonly number[] | undefined {
    return this.#facts.realNumbers.get(tensor);
  }

  /** The value of a constant of one number; undefined for any other tensor. */
  constantNumber(tensor: string): number | undefined {
    const values = this.integers(tensor) ?? this.realNumbers(tensor) ?? [];
    return values.length === 1 ? values[0] : undefined;
  }

  /** Appends a node. @returns the name of its output */
  add(opType: string, inputs: string[], attributes: Attributes = {}, domain = ''): string {
    const [output = ''] = this.addAll(opType, inputs, 1, attributes, domain);
    return output;
  }

  /** Appends a node with several outputs. @returns their names */
  addAll(
    opType: string,
    inputs: string[],
    count: number,
    attributes: Attributes = {},
    domain = '',
  ): string[] {
    const outputs = Array.from({ length: count }, () => this.#newName());
    const encoded = Object.entries(attributes).map(([name, value]) => encodeAttribute(name, value));
    this.nodes.push(encodeNode({ opType, domain, inputs, outputs, attributes: encoded }));
    return outputs;
  }

  /** Whole numbers (int64) as a constant of one dimension: axes, a shape, pads. */
  integerList(values: readonly number[]): string {
    return this.#constant(`integers ${values.join()}`, (name) => newIntegers(name, [...values]));
  }

  /** A number as a constant without dimensions. @param like a tensor of the model that has the same element type */
  number(value: number, like: string): string {
    const type = this.elementType(like);
    return this.#constant(`number ${type} ${value}`, (name) => newNumber(name, value, type));
  }

  /** float32 values as a constant. */
  floats(dims: readonly number[], values: Float32Array): string {
    const name = this.#newName();
    this.#constants.set(name, newFloats(name, [...dims], values));
    return name;
  }

  #constant(key: string, make: (name: string) => Initializer): string {
    const found = this.#constants.get(key) ?? make(this.#newName());
    this.#constants.set(key, found);
    return found.name;
  }

  #newName(): string {
    return `${this.#prefix}${this.#count++}`;
  }

  #known(tensor: string): TensorFacts {
    const facts = this.#facts.tensors.get(tensor);
    if (!facts) throw new Error(`nothing is known about the tensor ${tensor}`);
    return facts;
  }
}

/**
 * Whether a tensor has a gradient: counts and truth values have none. Numbers of fewer bits stand for real ones that
 * are rounded.
 */
export function isReal(elementType: number): boolean {
  return ![int32, int64, bool].some((each) => each === elementType);
}

export function isFloatingPoint(elementType: number): boolean {
  return [float, double, float16, bfloat16].some((each) => each === elementType);
}

/** Number of values of a tensor. */
export function elementsOf(dims: readonly number[]): number {
  return dims.reduce((product, size) => product * size, 1);
}
