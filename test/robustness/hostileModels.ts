import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Field, Message } from '../support/protobufTree.ts';
import {
  decodeMessage,
  encodeMessage,
  integerField,
  isMessage,
  messageField,
  messagesOf,
  textField,
  textOf,
} from '../support/protobufTree.ts';

const INTEGER = 2;
const INTEGERS = 7;

/** Average pooling over 2^31 rows: its run takes years. Labels and preprocessing are those of `tiny.cam.json`. */
export function yearsModel(): Uint8Array {
  const file = path.resolve('test/fixtures/models/gap_linear.dynamo.onnx');
  const attributes = { kernel_shape: [2n ** 31n, 3n], pads: [2n ** 30n, 1n, 2n ** 30n, 1n] };
  const node = { operator: 'AveragePool', attributes };
  return insertBefore(decodeMessage(readFileSync(file), 'Model'), 'conv2d_1', node);
}

/** An operator with one input and one output. */
export interface InsertedNode {
  operator: string;
  attributes: Record<string, bigint | bigint[]>;
}

/**
 * The model with an operator put in front of the node that makes `output`: it takes that node's first input, and the
 * node gets its output instead.
 */
export function insertBefore(model: Message, output: string, inserted: InsertedNode): Uint8Array {
  const changed = structuredClone(model);
  const [graph] = messagesOf(changed, 7);
  const index = graph?.fields.findIndex(
    ({ number, value }) => number === 1 && 'fields' in Object(value) && makes(value, output),
  );
  const node = graph?.fields[index ?? -1]?.value;
  if (!graph || index === undefined || !isNode(node)) throw new Error(`nothing makes ${output}`);
  const [input] = node.fields.filter(({ number }) => number === 1);
  if (!input) throw new Error(`${output} is made of nothing`);
  const fields: Field[] = [
    textField(1, textOf(node, 1)),
    textField(2, 'hostile'),
    textField(4, inserted.operator),
    ...Object.entries(inserted.attributes).map(([name, value]) => attribute(name, value)),
  ];
  input.value = Buffer.from('hostile');
  graph.fields.splice(index, 0, messageField(1, { type: 'Node', fields }));
  return encodeMessage(changed);
}

function makes(value: Field['value'], output: string): boolean {
  return isNode(value) && textOf(value, 2) === output;
}

function isNode(value: Field['value'] | undefined): value is Message {
  return typeof value === 'object' && 'fields' in value && value.type === 'Node';
}

function attribute(name: string, value: bigint | bigint[]): Field {
  const single = typeof value === 'bigint';
  const fields = [
    textField(1, name),
    ...(single ? [integerField(3, value)] : value.map((item) => integerField(8, item))),
    integerField(20, single ? INTEGER : INTEGERS),
  ];
  return messageField(5, { type: 'Attribute', fields });
}

/** The model with other values in a list of 64-bit integers. */
export function setShape(model: Message, name: string, values: bigint[]): Uint8Array {
  const changed = structuredClone(model);
  const [tensor] = messagesOf(changed, 7)
    .flatMap((graph) => messagesOf(graph, 5))
    .filter((initializer) => textOf(initializer, 8) === name);
  const raw = tensor?.fields.find(({ number }) => number === 9);
  if (!raw) throw new Error(`there is no ${name}`);
  raw.value = new Uint8Array(BigInt64Array.from(values).buffer);
  return encodeMessage(changed);
}

/** The model with other integers in an attribute of the node that makes `output`. */
export function setAttribute(
  model: Message,
  output: string,
  name: string,
  values: bigint[],
): Uint8Array {
  const changed = structuredClone(model);
  const node = messagesOf(changed, 7)
    .flatMap((graph) => messagesOf(graph, 1))
    .find((candidate) => makes(candidate, output));
  const index = node?.fields.findIndex(
    ({ value }) => isMessage(value) && textOf(value, 1) === name,
  );
  if (!node || index === undefined || index < 0) throw new Error(`${output} has no ${name}`);
  node.fields[index] = attribute(name, values);
  return encodeMessage(changed);
}
