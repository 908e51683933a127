import type { Field, Message } from '../support/protobufTree.ts';
import {
  encodeMessage,
  integerField,
  messageField,
  messagesOf,
  textField,
  textOf,
} from '../support/protobufTree.ts';

const INTEGER = 2;
const INTEGERS = 7;

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
