import { t } from '@vscode/l10n';
import { CamError } from '../../base/errors.ts';
import { decodeInitializer, decodeTensor } from '../file/initializerValues.ts';
import { readNode, readTensorHeader } from '../file/messages.ts';
import type { Initializer, OnnxModel, OnnxNode } from '../file/model.ts';
import { TensorElementType } from '../file/model.ts';
import { encodeFloats } from '../write/encodeNode.ts';
import { rewriteMessage } from '../write/rewrite.ts';

const { float } = TensorElementType;

/** The narrower element types, all of whose values float32 can hold. */
type Narrow = typeof TensorElementType.bfloat16 | typeof TensorElementType.float16;

/** Attributes that name an element type; no operator uses them for anything else. */
const TYPE_ATTRIBUTES = new Set(['to', 'dtype', 'output_dtype']);

/** The graph with every tensor of the type `from` made float32, its values unchanged. */
export function widen(model: OnnxModel, from: Narrow): OnnxModel {
  const type = <T extends { elementType: number }>(info: T): T =>
    info.elementType === from ? { ...info, elementType: float } : info;
  const initializers = new Map(model.initializers);
  for (const weight of initializers.values()) {
    if (weight.elementType !== from) continue;
    initializers.set(weight.name, widenInitializer(weight, model.file.path));
  }
  return {
    ...model,
    nodes: model.nodes.map((node) => widenNode(node, from)),
    initializers,
    inputs: model.inputs.map(type),
    outputs: model.outputs.map(type),
    valueInfos: new Map(Array.from(model.valueInfos, ([name, info]) => [name, type(info)])),
    functions: model.functions.map((fn) => widenFunction(fn, from)),
  };
}

function widenNode(node: OnnxNode, from: Narrow): OnnxNode {
  const bytes = widenNodeBytes(node.bytes, from);
  return bytes === node.bytes ? node : readNode(bytes);
}

function widenInitializer(weight: Initializer, file: string): Initializer {
  const { name, dims, elements } = weight;
  return {
    name,
    dims,
    elements,
    elementType: float,
    storedElementType: weight.elementType,
    external: undefined,
    read: async () => {
      const values = await decodeInitializer(weight, file);
      if (values === undefined) throw undecodable(name, file);
      return encodeFloats(name, dims, values);
    },
  };
}

function undecodable(name: string, file: string): CamError {
  return new CamError({
    code: 'modelRefused',
    message: t('The values of "{1}" in {0} do not match its shape.', file, name),
    nextAction: t('Export the model again.'),
    file,
  });
}

/** The same bytes where nothing changes. NodeProto: attribute (5). */
function widenNodeBytes(node: Uint8Array, from: Narrow): Uint8Array {
  return rewriteMessage(node, {
    bytes: (field, value) => (field === 5 ? widenAttribute(value, from) : undefined),
  });
}

/** AttributeProto: name (1), i (3), t (5), g (6), tensors (10), graphs (11). */
function widenAttribute(attribute: Uint8Array, from: Narrow): Uint8Array {
  let isType = false;
  return rewriteMessage(attribute, {
    bytes: (field, value) => {
      if (field === 1) isType = TYPE_ATTRIBUTES.has(new TextDecoder().decode(value));
      if (field === 5 || field === 10) return widenTensor(value, from);
      return field === 6 || field === 11 ? widenGraph(value, from) : undefined;
    },
    varint: (field, value) => (field === 3 && isType && value === from ? float : undefined),
  });
}

function widenTensor(tensor: Uint8Array, from: Narrow): Uint8Array {
  const header = readTensorHeader(tensor);
  const values = header.elementType === from && !header.external ? decodeTensor(tensor) : undefined;
  return values ? encodeFloats(header.name, header.dims, values) : tensor;
}

/** GraphProto: node (1), initializer (5), input (11), output (12), value_info (13). */
function widenGraph(graph: Uint8Array, from: Narrow): Uint8Array {
  return rewriteMessage(graph, {
    bytes: (field, value) => {
      if (field === 1) return widenNodeBytes(value, from);
      if (field === 5) return widenTensor(value, from);
      return field >= 11 && field <= 13 ? widenValueInfo(value, from) : undefined;
    },
  });
}

/** ValueInfoProto.type (2) → TypeProto.tensor_type (1) → Tensor.elem_type (1). */
function widenValueInfo(info: Uint8Array, from: Narrow): Uint8Array {
  const ofTensor = (tensor: Uint8Array) =>
    rewriteMessage(tensor, {
      varint: (field, value) => (field === 1 && value === from ? float : undefined),
    });
  const ofType = (type: Uint8Array) =>
    rewriteMessage(type, { bytes: (field, value) => (field === 1 ? ofTensor(value) : undefined) });
  return rewriteMessage(info, {
    bytes: (field, value) => (field === 2 ? ofType(value) : undefined),
  });
}

/** FunctionProto: node (7), attribute_proto (11), value_info (12). */
function widenFunction(fn: Uint8Array, from: Narrow): Uint8Array {
  return rewriteMessage(fn, {
    bytes: (field, value) => {
      if (field === 7) return widenNodeBytes(value, from);
      if (field === 11) return widenAttribute(value, from);
      return field === 12 ? widenValueInfo(value, from) : undefined;
    },
  });
}
