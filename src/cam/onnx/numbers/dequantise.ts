import { attributesOf, positionalInputs } from '../file/attributes.ts';
import type { Graph } from '../file/graph.ts';
import type { FieldReader } from '../file/messages.ts';
import { readBytes, readMessage } from '../file/messages.ts';
import type { Initializer, OnnxModel, OnnxNode } from '../file/model.ts';
import { TensorElementType } from '../file/model.ts';
import type { NewNode } from '../write/encodeNode.ts';
import { encodeAttribute, newIntegers, newNode, newNumber, newZero } from '../write/encodeNode.ts';
import { isNeverNegative } from './quantisation.ts';

/** A quantised model with its rounding taken out, see {@link graphOfTwin}. */
export interface FloatTwin {
  /** In these nodes every tensor has the name that it has in the quantised model, and the values it stands for. */
  nodes: OnnxNode[];
  initializers: Map<string, Initializer>;
  /** Names of the tensors that the quantised model rounds. */
  rounded: Set<string>;
  /** Those of them that are kept from falling below 0, in the graph's order, each with the node that does so. */
  lowerEnds: ReadonlyMap<string, OnnxNode>;
}

/**
 * The float equivalent of a quantised model (QuantizeLinear/DequantizeLinear pairs, QLinear operators,
 * dynamic quantisation): a head cannot be read through rounding, so this is taken out. So is the upper end of
 * each tensor's range, which only bounds the numbers seen when the model was quantised; the lower end is
 * kept where it is 0, because that is how a ReLU is quantised.
 *
 * Operators are recognised by name here, against the rule: probing cannot find what rounds, and only the
 * definition of an integer operator says what it computes without its rounding.
 * @param carrying names of the tensors that depend on the picture
 * @returns undefined where nothing is quantised
 */
export async function dequantise(
  model: OnnxModel,
  carrying: ReadonlySet<string>,
): Promise<FloatTwin | undefined> {
  const twin = new TwinBuilder(model, carrying);
  for (const node of model.nodes) await twin.add(node);
  return twin.rounded.size > 0 ? twin : undefined;
}

/** The graph of a twin, in which the named tensors may fall below 0. */
export function graphOfTwin(
  graph: Graph,
  { nodes, initializers, lowerEnds }: FloatTwin,
  unclipped: ReadonlySet<string>,
): Graph {
  const passedOn = new Map(
    [...lowerEnds].flatMap(([name, node]) =>
      unclipped.has(name)
        ? [[node, newNode({ opType: 'Identity', inputs: node.inputs, outputs: [name] })]]
        : [],
    ),
  );
  const changed = nodes.map((node) => passedOn.get(node) ?? node);
  return graph.rewritten({ ...graph.model, nodes: changed, initializers });
}

/** Rebuilds a graph node by node. */
class TwinBuilder implements FloatTwin {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: Map<string, Initializer>;
  readonly rounded = new Set<string>();
  readonly lowerEnds = new Map<string, OnnxNode>();
  readonly #model: OnnxModel;
  readonly #carrying: ReadonlySet<string>;
  /** Zero points that DynamicQuantizeLinear finds: the scale beside them is 1 in the twin. */
  readonly #dynamic = new Set<string>();
  #count = 0;

  constructor(model: OnnxModel, carrying: ReadonlySet<string>) {
    this.#model = model;
    this.initializers = new Map(model.initializers);
    this.#carrying = carrying;
  }

  async add(node: OnnxNode): Promise<void> {
    const [output = ''] = node.outputs;
    const replaced = this.#carrying.has(output) && (await this.#replace(node, output));
    if (replaced) this.rounded.add(output);
    else this.nodes.push(node);
  }

  /** @returns false for a node that stays as it is */
  async #replace(node: OnnxNode, output: string): Promise<boolean> {
    const inputs = positionalInputs(node);
    const [a = '', b = '', c = '', d = '', e = '', f = '', g = '', h = '', i = ''] = inputs;
    switch (node.opType) {
      case 'QuantizeLinear':
        // A zero point that is left out is 0 of uint8, unless another type is named.
        return this.#push(
          'Identity',
          [a],
          output,
          attributesOf(node).has('output_dtype') && c === '' ? undefined : c,
        );
      case 'DequantizeLinear':
        return this.#push('Identity', [a], output);
      case 'DynamicQuantizeLinear':
        return this.#addDynamic(a, node.outputs);
      case 'MatMulInteger':
        if (!this.#isDynamic(c)) return false;
        return this.#push('MatMul', [a, this.#shifted(b, d)], output);
      case 'ConvInteger': {
        if (!this.#isDynamic(c)) return false;
        const weights = this.#shifted(b, this.#alongFirst(d, b));
        return this.#push('Conv', [a, weights], output, undefined, attributesBut(node));
      }
      case 'DynamicQuantizeMatMul':
        return this.#pushSum('MatMul', [a, this.#scaled(b, c, d)], e, output);
      case 'MatMulIntegerToFloat':
        if (!this.#isDynamic(e)) return false;
        return this.#pushSum('MatMul', [a, this.#scaled(b, d, f)], g, output);
      case 'QLinearMatMul':
        return this.#push('MatMul', [this.#value(a, b, c), this.#value(d, e, f)], output, h);
      case 'QLinearConv': {
        const bias = i === '' ? [] : [this.#scaledBias(i, b, e)];
        const weights = this.#scaled(d, this.#alongFirst(e, d), this.#alongFirst(f, d));
        return this.#push('Conv', [a, weights, ...bias], output, h, attributesBut(node));
      }
      case 'QGemm': {
        if ((attributesOf(node).get('alpha')?.float ?? 1) !== 1) return false;
        const turned = attributesOf(node).get('transB')?.int === 1;
        const along = (name: string) => (turned ? this.#alongFirst(name, d) : name);
        const weights = this.#scaled(d, along(e), along(f));
        const bias = g === '' ? [] : [this.#scaledBias(g, b, e)];
        const attributes = attributesBut(node);
        const zeroPoint = h === '' ? undefined : i;
        return this.#push('Gemm', [a, weights, ...bias], output, zeroPoint, attributes);
      }
      case 'QLinearAdd':
      case 'QLinearMul': {
        const operands = [this.#value(a, b, c), this.#value(d, e, f)];
        return this.#push(node.opType.slice('QLinear'.length), operands, output, h);
      }
      case 'QLinearGlobalAveragePool':
      case 'QLinearAveragePool':
      case 'QLinearLeakyRelu':
      case 'QLinearSigmoid':
      case 'QLinearSoftmax':
      case 'QLinearReduceMean': {
        if (attributesOf(node).get('channels_last')?.int === 1) return false;
        const attributes = attributesBut(node, 'channels_last', 'opset');
        return this.#push(node.opType.slice('QLinear'.length), [a], output, e, attributes);
      }
      case 'QLinearConcat': {
        const operands: string[] = [];
        for (let at = 2; at < inputs.length; at += 3) {
          const [name = '', scale = '', zeroPoint = ''] = inputs.slice(at, at + 3);
          operands.push(this.#value(name, scale, zeroPoint));
        }
        return this.#push('Concat', operands, output, b, attributesBut(node));
      }
      default:
        return false;
    }
  }

  /** @param zeroPoint of the quantised result; undefined where the operator does not quantise */
  async #push(
    opType: string,
    inputs: string[],
    output: string,
    zeroPoint?: string,
    attributes: Uint8Array[] = [],
  ): Promise<boolean> {
    const isClipped = zeroPoint !== undefined && (await isNeverNegative(this.#model, zeroPoint));
    const made = isClipped ? this.#name() : output;
    this.#add({ opType, inputs, outputs: [made], attributes });
    if (isClipped) {
      this.lowerEnds.set(output, this.#add({ opType: 'Relu', inputs: [made], outputs: [output] }));
    }
    return true;
  }

  /** An operator's result plus a bias that may be left out. */
  #pushSum(opType: string, inputs: string[], bias: string, output: string): true {
    const made = bias === '' ? output : this.#name();
    this.#add({ opType, inputs, outputs: [made] });
    if (bias !== '') this.#add({ opType: 'Add', inputs: [made, bias], outputs: [output] });
    return true;
  }

  #addDynamic(input: string, [output = '', scale = '', zeroPoint = '']: string[]): true {
    this.#add({ opType: 'Identity', inputs: [input], outputs: [output] });
    this.initializers.set(scale, newNumber(scale, 1));
    this.initializers.set(zeroPoint, newZero(zeroPoint, TensorElementType.uint8));
    this.#dynamic.add(zeroPoint);
    return true;
  }

  #isDynamic(zeroPoint: string): boolean {
    return this.#dynamic.has(zeroPoint);
  }

  /** What a quantised operand stands for: one that carries the picture is already that in the twin. */
  #value(name: string, scale: string, zeroPoint: string): string {
    return this.#carrying.has(name) ? name : this.#scaled(name, scale, zeroPoint);
  }

  /** scale·(q − zeroPoint) */
  #scaled(name: string, scale: string, zeroPoint: string): string {
    return this.#made('Mul', [this.#shifted(name, zeroPoint), scale]);
  }

  /** q − zeroPoint */
  #shifted(name: string, zeroPoint: string): string {
    const values = this.#asFloat(name);
    return zeroPoint === '' ? values : this.#made('Sub', [values, this.#asFloat(zeroPoint)]);
  }

  /** An int32 bias stands for itself × the scales of both factors. */
  #scaledBias(name: string, scale: string, weightScale: string): string {
    return this.#made('Mul', [this.#made('Mul', [this.#asFloat(name), scale]), weightScale]);
  }

  /** One number for each entry of the weights' first axis, in a shape that goes along it. */
  #alongFirst(name: string, weights: string): string {
    const numbers = this.#model.initializers.get(name);
    const rank = this.#model.initializers.get(weights)?.dims.length;
    if (name === '' || !numbers || numbers.elements === 1 || rank === undefined) return name;
    const shape = this.#name();
    this.initializers.set(shape, newIntegers(shape, [-1, ...Array(rank - 1).fill(1)]));
    return this.#made('Reshape', [name, shape]);
  }

  #asFloat(name: string): string {
    return this.#made('Cast', [name], [encodeAttribute('to', TensorElementType.float)]);
  }

  #made(opType: string, inputs: string[], attributes: Uint8Array[] = []): string {
    const output = this.#name();
    this.#add({ opType, inputs, outputs: [output], attributes });
    return output;
  }

  #add(node: NewNode): OnnxNode {
    const added = newNode(node);
    this.nodes.push(added);
    return added;
  }

  #name(): string {
    return `cam_lens_twin_${this.#count++}`;
  }
}

/** Encoded attributes of a node, without those of the given names. */
function attributesBut(node: OnnxNode, ...names: string[]): Uint8Array[] {
  const readAttribute: FieldReader<Uint8Array[]> = (field, result, reader) => {
    if (field === 5) result.push(readBytes(reader));
  };
  const readName: FieldReader<{ name: string }> = (field, result, reader) => {
    if (field === 1) result.name = reader.readString();
  };
  return readMessage(node.bytes, readAttribute, []).filter((attribute) => {
    const { name } = readMessage(attribute, readName, { name: '' });
    return !names.includes(name);
  });
}
