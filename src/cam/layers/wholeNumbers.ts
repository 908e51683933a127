import { attributesOf, positionalInputs } from '../onnx/file/attributes.ts';
import type { OnnxNode } from '../onnx/file/model.ts';

/** A small tensor of whole numbers, row-major. A single number is not distinguished from a list of one. */
interface WholeNumbers {
  values: number[];
  /** Length of a row, if there are two dimensions. */
  columns: number | undefined;
}

/** `TensorProto.DataType` int32 and int64. */
const WHOLE_TYPES = [6, 7];

/** Longer lists are no axes, pads or shapes. */
const MAX_ELEMENTS = 64;

/**
 * Follows the arithmetic on sizes that exporters write in place of a constant: PyTorch's older one
 * computes the pads of Pad and the ends of Slice (`chunk`) in the graph.
 */
export class WholeNumberFolder {
  readonly #found = new Map<string, WholeNumbers>();

  /** @param constants values of the small constants, by name */
  constructor(constants: ReadonlyMap<string, number[]>) {
    for (const [name, values] of constants) this.#found.set(name, { values, columns: undefined });
  }

  get(name: string): number[] | undefined {
    return this.#found.get(name)?.values;
  }

  /**
   * Computes the output of a node if possible; nodes come in the order of the graph.
   * @param sizesOf sizes of a tensor that carries the picture
   */
  add(node: OnnxNode, sizesOf: (name: string) => (number | undefined)[] | undefined): void {
    const [output] = node.outputs;
    if (output === undefined || this.#found.has(output)) return;
    const found =
      node.opType === 'Shape'
        ? shapeOf(node, sizesOf(node.inputs[0] ?? ''))
        : compute(
            node,
            positionalInputs(node).map((name) => this.#found.get(name)),
          );
    if (found && found.values.length <= MAX_ELEMENTS && found.values.every(Number.isFinite)) {
      this.#found.set(output, found);
    }
  }
}

function list(values: number[] | undefined): WholeNumbers | undefined {
  return values && { values, columns: undefined };
}

function shapeOf(
  node: OnnxNode,
  sizes: (number | undefined)[] | undefined,
): WholeNumbers | undefined {
  const attributes = attributesOf(node);
  const part = sizes?.slice(attributes.get('start')?.int ?? 0, attributes.get('end')?.int);
  const known = part?.filter((size) => size !== undefined);
  return known && known.length === part?.length ? list(known) : undefined;
}

const ARITHMETIC = new Map<string, (a: number, b: number) => number>([
  ['Add', (a, b) => a + b],
  ['Sub', (a, b) => a - b],
  ['Mul', (a, b) => a * b],
  ['Div', (a, b) => Math.trunc(a / b)],
]);

function compute(node: OnnxNode, inputs: (WholeNumbers | undefined)[]): WholeNumbers | undefined {
  const [first, second] = inputs;
  if (!first) return undefined;
  const operate = ARITHMETIC.get(node.opType);
  if (operate) return second && list(broadcast(first.values, second.values, operate));
  switch (node.opType) {
    case 'Identity':
      return first;
    case 'Cast':
      return WHOLE_TYPES.includes(attributesOf(node).get('to')?.int ?? 0) ? first : undefined;
    case 'Squeeze':
    case 'Unsqueeze':
      return first.columns === undefined ? first : undefined;
    case 'Gather':
      if (first.columns !== undefined || !second) return undefined;
      return list(second.values.map((index) => first.values.at(index) ?? Number.NaN));
    case 'Concat':
      if (inputs.some((input) => !input || input.columns !== undefined)) return undefined;
      return list(inputs.flatMap((input) => input?.values ?? []));
    case 'Reshape':
      return second && reshape(first.values, second.values);
    case 'Transpose':
      return transpose(first);
    case 'Slice':
      return slice(node, first, inputs);
    default:
      return undefined;
  }
}

function broadcast(
  a: number[],
  b: number[],
  operate: (a: number, b: number) => number,
): number[] | undefined {
  if (a.length !== b.length && a.length !== 1 && b.length !== 1) return undefined;
  return Array.from({ length: a.length === 1 ? b.length : a.length }, (_, i) =>
    operate(a[a.length === 1 ? 0 : i] ?? 0, b[b.length === 1 ? 0 : i] ?? 0),
  );
}

function reshape(values: number[], target: number[]): WholeNumbers | undefined {
  if (target.length === 1) return list(values);
  const [, columns = 0] = target;
  if (target.length !== 2 || columns <= 0 || values.length % columns !== 0) return undefined;
  return { values, columns };
}

function rowsOf({ values, columns = 1 }: WholeNumbers): number[][] {
  return Array.from({ length: Math.floor(values.length / columns) }, (_, row) =>
    values.slice(row * columns, (row + 1) * columns),
  );
}

function transpose(given: WholeNumbers): WholeNumbers | undefined {
  if (given.columns === undefined) return undefined;
  const rows = rowsOf(given);
  const values = Array.from({ length: given.columns }, (_, column) =>
    rows.map((row) => row[column] ?? 0),
  );
  return { values: values.flat(), columns: rows.length };
}

/** A part of the rows, as ONNX counts: negative positions from the end. */
function slice(
  node: OnnxNode,
  given: WholeNumbers,
  inputs: (WholeNumbers | undefined)[],
): WholeNumbers | undefined {
  const attributes = attributesOf(node);
  const setting = (name: string, at: number) =>
    attributes.get(name)?.ints ?? inputs[at]?.values ?? [];
  const [start] = setting('starts', 1);
  const [end] = setting('ends', 2);
  const [axis = 0, ...more] = setting('axes', 3);
  const [step = 1] = setting('steps', 4);
  if (start === undefined || end === undefined || axis !== 0 || more.length > 0 || step === 0) {
    return undefined;
  }
  const rows = rowsOf(given);
  const position = (at: number) => {
    const fromStart = at < 0 ? at + rows.length : at;
    const [low, high] = step > 0 ? [0, rows.length] : [-1, rows.length - 1];
    return Math.min(Math.max(fromStart, low), high);
  };
  const taken: number[][] = [];
  const last = position(end);
  for (let at = position(start); step > 0 ? at < last : at > last; at += step) {
    taken.push(rows[at] ?? []);
  }
  return { values: taken.flat(), columns: given.columns };
}
