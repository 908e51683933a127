import type { Field, Message } from '../../../support/protobufTree.ts';
import {
  fieldsOf,
  integerField,
  isMessage,
  messageField,
  messagesOf,
  textField,
  textOf,
  WireType,
} from '../../../support/protobufTree.ts';
import type { Random } from '../../../support/random.ts';
import { TELLING_INTEGERS } from './fields.ts';

/** Field numbers of onnx.proto. */
const MODEL = { irVersion: 1, graph: 7, operatorSets: 8 } as const;
const GRAPH = { nodes: 1, initializers: 5, inputs: 11, outputs: 12 } as const;
const NODE = { inputs: 1, outputs: 2, operator: 4, attributes: 5 } as const;
const TENSOR = { dims: 1, elementType: 2, name: 8, raw: 9, external: 13, location: 14 } as const;

const INT64 = 7;
const ATTRIBUTE_TENSOR = 5;

const OPERATORS = [
  ...['Relu', 'Sigmoid', 'Softmax', 'Identity', 'Flatten', 'Transpose', 'Shape', 'Abs', 'Exp'],
  ...['GlobalAveragePool', 'GlobalMaxPool', 'MaxPool', 'AveragePool', 'Conv', 'ConvTranspose'],
  ...['Add', 'Mul', 'Div', 'MatMul', 'Gemm', 'Concat', 'Reshape', 'Squeeze', 'Unsqueeze', 'Tile'],
  ...['ReduceMean', 'ReduceSum', 'ReduceMax', 'Pad', 'Resize', 'Expand', 'Gather', 'DepthToSpace'],
  ...['ConstantOfShape', 'Range', 'NonZero', 'TopK', 'ArgMax', 'Cast', 'Dropout', 'NoSuchOperator'],
];

const LOCATIONS = [
  ...['../secret.bin', '/etc/passwd', '/dev/zero', '/dev/stdin', 'missing.bin', '', '.', '..'],
  ...[
    'weights.bin',
    './weights.bin',
    'sub/../weights.bin',
    'folder',
    'nul\0byte',
    '//server/share',
  ],
  ...['*/_ORT_MEM_ADDR_/*', 'file:///etc/passwd', 'outside-link', `${'a'.repeat(300)}.bin`],
];

const SPECIAL_FLOATS = [Number.NaN, Number.POSITIVE_INFINITY, -1e38, 1e38, 1e-40, 0];

type Mutation = (model: Message, graph: Message, random: Random) => void;

const mutations: Mutation[] = [
  function attributeInteger(_model, graph, random) {
    const integers = allNodes(graph)
      .flatMap((node) => messagesOf(node, NODE.attributes))
      .flatMap((attribute) => attribute.fields)
      .filter(({ number, value }) => number !== 20 && typeof value === 'bigint');
    if (integers.length > 0) random.pick(integers).value = random.pick(TELLING_INTEGERS);
  },
  function removeAttribute(_model, graph, random) {
    const node = anyNode(graph, random);
    const attributes = node ? fieldsOf(node, NODE.attributes) : [];
    if (node && attributes.length > 0) removeField(node, random.pick(attributes));
  },
  function rewireInput(_model, graph, random) {
    const node = anyNode(graph, random);
    const inputs = node ? fieldsOf(node, NODE.inputs) : [];
    if (inputs.length > 0) random.pick(inputs).value = Buffer.from(anyTensor(graph, random));
  },
  function rewireOutput(_model, graph, random) {
    const outputs = messagesOf(graph, GRAPH.outputs).flatMap((output) => fieldsOf(output, 1));
    if (outputs.length > 0) random.pick(outputs).value = Buffer.from(anyTensor(graph, random));
  },
  function reorderInputs(_model, graph, random) {
    const node = anyNode(graph, random);
    const inputs = node ? fieldsOf(node, NODE.inputs) : [];
    if (inputs.length < 2) return;
    const [a, b] = [random.pick(inputs), random.pick(inputs)];
    [a.value, b.value] = [b.value, a.value];
  },
  function removeNode(_model, graph, random) {
    const nodes = fieldsOf(graph, GRAPH.nodes);
    if (nodes.length > 0) removeField(graph, random.pick(nodes));
  },
  function bypassNode(_model, graph, random) {
    const nodes = fieldsOf(graph, GRAPH.nodes);
    if (nodes.length === 0) return;
    const field = random.pick(nodes);
    if (!isMessage(field.value)) return;
    const from = textOf(field.value, NODE.inputs);
    const to = textOf(field.value, NODE.outputs);
    field.value = { type: 'Node', fields: [textField(1, from), textField(2, to)] };
    field.value.fields.push(textField(NODE.operator, 'Identity'));
  },
  function changeOperator(_model, graph, random) {
    const node = anyNode(graph, random);
    const [operator] = node ? fieldsOf(node, NODE.operator) : [];
    if (operator) operator.value = Buffer.from(random.pick(OPERATORS));
  },
  function insertNode(_model, graph, random) {
    const node = anyNode(graph, random);
    if (!node) return;
    const [input] = fieldsOf(node, NODE.inputs);
    if (!input) return;
    const from = textOf(node, NODE.inputs);
    input.value = Buffer.from('fuzz_inserted');
    const inserted = [textField(1, from), textField(2, 'fuzz_inserted')];
    inserted.push(textField(NODE.operator, random.pick(OPERATORS)));
    const place = graph.fields.findIndex(({ value }) => value === node);
    graph.fields.splice(Math.max(0, place), 0, messageField(1, { type: 'Node', fields: inserted }));
  },
  function shuffleNodes(_model, graph, random) {
    const [a, b] = [random.below(graph.fields.length), random.below(graph.fields.length)];
    const field = graph.fields[a];
    if (!field) return;
    graph.fields[a] = graph.fields[b] as Field;
    graph.fields[b] = field;
  },
  function tensorDimension(_model, graph, random) {
    const dims = allTensors(graph).flatMap((tensor) => fieldsOf(tensor, TENSOR.dims));
    if (dims.length > 0) random.pick(dims).value = random.pick(TELLING_INTEGERS);
  },
  function permuteDimensions(_model, graph, random) {
    const tensor = pickOrNone(allTensors(graph), random);
    const dims = tensor ? fieldsOf(tensor, TENSOR.dims) : [];
    if (dims.length < 2) return;
    const [a, b] = [random.pick(dims), random.pick(dims)];
    [a.value, b.value] = [b.value, a.value];
  },
  function shapeConstant(_model, graph, random) {
    const tensors = allTensors(graph).filter(
      (tensor) => elementTypeOf(tensor) === INT64 && fieldsOf(tensor, TENSOR.raw).length > 0,
    );
    const [raw] = tensors.length > 0 ? fieldsOf(random.pick(tensors), TENSOR.raw) : [];
    if (!(raw?.value instanceof Uint8Array) || raw.value.length < 8) return;
    const bytes = Buffer.from(raw.value);
    bytes.writeBigInt64LE(random.pick(TELLING_INTEGERS), 8 * random.below(bytes.length >> 3));
    raw.value = bytes;
  },
  function weightValue(_model, graph, random) {
    const tensors = allTensors(graph).filter((tensor) => elementTypeOf(tensor) === 1);
    const [raw] = tensors.length > 0 ? fieldsOf(random.pick(tensors), TENSOR.raw) : [];
    if (!(raw?.value instanceof Uint8Array) || raw.value.length < 4) return;
    const bytes = Buffer.from(raw.value);
    const special = random.pick(SPECIAL_FLOATS);
    const count = random.chance(0.3) ? bytes.length >> 2 : 1;
    const start = count > 1 ? 0 : random.below(bytes.length >> 2);
    for (let i = 0; i < count; i++) bytes.writeFloatLE(special, 4 * (start + i));
    raw.value = bytes;
  },
  function portDimension(_model, graph, random) {
    const ports = [...messagesOf(graph, GRAPH.inputs), ...messagesOf(graph, GRAPH.outputs)];
    const dimensions = ports
      .flatMap((port) => messagesOf(port, 2))
      .flatMap((type) => messagesOf(type, 1))
      .flatMap((tensor) => messagesOf(tensor, 2))
      .flatMap((shape) => messagesOf(shape, 1));
    const dimension = pickOrNone(dimensions, random);
    if (!dimension) return;
    const free = { number: 2, wireType: WireType.bytes, value: Buffer.from('free') };
    const fixed = integerField(1, random.pick(TELLING_INTEGERS));
    dimension.fields = [random.chance(0.25) ? free : fixed];
  },
  function elementType(_model, graph, random) {
    const types = [
      ...allTensors(graph).flatMap((tensor) => fieldsOf(tensor, TENSOR.elementType)),
      ...[...messagesOf(graph, GRAPH.inputs), ...messagesOf(graph, GRAPH.outputs)]
        .flatMap((port) => messagesOf(port, 2))
        .flatMap((type) => messagesOf(type, 1))
        .flatMap((tensor) => fieldsOf(tensor, 1)),
    ];
    if (types.length > 0) random.pick(types).value = BigInt(random.below(25));
  },
  function moveOutside(_model, graph, random) {
    const tensor = pickOrNone(allTensors(graph), random);
    if (!tensor) return;
    if (random.chance(0.7)) {
      tensor.fields = tensor.fields.filter(({ number }) => number !== TENSOR.raw);
    }
    const { location } = TENSOR;
    tensor.fields = tensor.fields.filter(({ number }) => number !== location);
    tensor.fields.push(integerField(location, 1), entry('location', random.pick(LOCATIONS)));
    if (random.chance(0.5)) tensor.fields.push(entry('offset', anyNumber(random)));
    if (random.chance(0.5)) tensor.fields.push(entry('length', anyNumber(random)));
  },
  function externalEntry(_model, graph, random) {
    const entries = allTensors(graph).flatMap((tensor) => messagesOf(tensor, TENSOR.external));
    const changed = pickOrNone(entries, random);
    if (!changed) return;
    const value = textOf(changed, 1) === 'location' ? random.pick(LOCATIONS) : anyNumber(random);
    changed.fields = [textField(1, textOf(changed, 1)), textField(2, value)];
  },
  function renameTensor(_model, graph, random) {
    const tensor = pickOrNone(allTensors(graph), random);
    const [name] = tensor ? fieldsOf(tensor, TENSOR.name) : [];
    if (name) name.value = Buffer.from(anyTensor(graph, random));
  },
  function versions(model, _graph, random) {
    const numbers = [
      ...fieldsOf(model, MODEL.irVersion),
      ...messagesOf(model, MODEL.operatorSets).flatMap((set) => fieldsOf(set, 2)),
    ];
    if (numbers.length > 0) random.pick(numbers).value = BigInt(random.below(30));
  },
  function addInput(_model, graph, random) {
    const ports = fieldsOf(graph, random.chance(0.5) ? GRAPH.inputs : GRAPH.outputs);
    if (ports.length === 0) return;
    const added = structuredClone(random.pick(ports));
    if (isMessage(added.value)) {
      added.value.fields = added.value.fields.filter(({ number }) => number !== 1);
      added.value.fields.unshift(textField(1, anyTensor(graph, random)));
    }
    graph.fields.push(added);
  },
];

/** One random change that keeps the file well-formed but changes its meaning; in place. */
export function mutateGraph(model: Message, random: Random): void {
  const [graph] = messagesOf(model, MODEL.graph);
  if (graph) random.pick(mutations)(model, graph, random);
}

function allNodes(graph: Message): Message[] {
  return messagesOf(graph, GRAPH.nodes);
}

function anyNode(graph: Message, random: Random): Message | undefined {
  return pickOrNone(allNodes(graph), random);
}

/** Weights, and the values of Constant nodes. */
function allTensors(graph: Message): Message[] {
  const constants = allNodes(graph)
    .flatMap((node) => messagesOf(node, NODE.attributes))
    .flatMap((attribute) => messagesOf(attribute, ATTRIBUTE_TENSOR));
  return [...messagesOf(graph, GRAPH.initializers), ...constants];
}

/** The name of a tensor of the graph; rarely a new or an empty one. */
function anyTensor(graph: Message, random: Random): string {
  const outputs = allNodes(graph).flatMap((node) => fieldsOf(node, NODE.outputs));
  const names = [
    ...outputs.map(({ value }) => (value instanceof Uint8Array ? Buffer.from(value) : '')),
    ...messagesOf(graph, GRAPH.initializers).map((tensor) => textOf(tensor, TENSOR.name)),
    ...messagesOf(graph, GRAPH.inputs).map((input) => textOf(input, 1)),
    'no_such_tensor',
    '',
  ];
  return random.pick(names).toString();
}

function elementTypeOf(tensor: Message): number {
  const [type] = fieldsOf(tensor, TENSOR.elementType);
  return typeof type?.value === 'bigint' ? Number(type.value) : 0;
}

function entry(key: string, value: string): Field {
  const fields = [textField(1, key), textField(2, value)];
  return messageField(TENSOR.external, { type: 'Entry', fields });
}

function anyNumber(random: Random): string {
  return random.chance(0.1) ? 'many' : String(random.pick(TELLING_INTEGERS));
}

function pickOrNone<T>(list: T[], random: Random): T | undefined {
  return list.length === 0 ? undefined : random.pick(list);
}

function removeField(message: Message, field: Field): void {
  message.fields.splice(message.fields.indexOf(field), 1);
}
