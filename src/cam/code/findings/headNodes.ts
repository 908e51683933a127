import type { NodeOrigin } from '../origins/origins.ts';

/** Operators that change the order or number of positions before each position gets its own weight. */
const FLATTENING = new Set([
  'Flatten',
  'Reshape',
  'Squeeze',
  'Transpose',
  'MatMul',
  'Gemm',
  'Einsum',
]);

const WEIGHTED = new Set([
  ...['Gemm', 'FusedGemm', 'MatMul', 'FusedMatMul', 'MatMulInteger', 'QLinearMatMul', 'QGemm'],
  ...['Conv', 'FusedConv', 'ConvInteger', 'QLinearConv', 'Einsum'],
]);

const LINEAR = new Set([
  ...WEIGHTED,
  ...[
    'Flatten',
    'Reshape',
    'Squeeze',
    'Unsqueeze',
    'Transpose',
    'Identity',
    'Cast',
    'Dropout',
    'Add',
    'Sub',
  ],
  ...[
    'BatchNormalization',
    'GlobalAveragePool',
    'GlobalMaxPool',
    'AveragePool',
    'MaxPool',
    'ReduceMean',
  ],
  ...['ReduceMax', 'ReduceSum', 'Concat', 'Slice', 'Constant', 'Shape', 'Gather', 'QuantizeLinear'],
  'DequantizeLinear',
]);

/** Nodes of the head, in the order of the graph. */
export interface HeadNodes {
  /** Everything behind the feature map. */
  all: NodeOrigin[];
  /** The first node that separates positions. */
  flattening: NodeOrigin | undefined;
  /** The first non-linear node behind the map, without softmax and the like at the end. */
  nonLinear: NodeOrigin | undefined;
  /** The last node with weights; it makes the logits. */
  classifier: NodeOrigin | undefined;
}

/**
 * The nodes behind the tensor that a map is made of. Their operators only decide which line of code to show; the kind
 * of head was measured by probing.
 */
export function headNodes(nodes: readonly NodeOrigin[], featureTensor: string): HeadNodes {
  const reached = new Set([featureTensor]);
  const all = nodes.filter(({ inputs, outputs }) => {
    if (!inputs.some((tensor) => reached.has(tensor))) return false;
    for (const tensor of outputs) reached.add(tensor);
    return true;
  });
  const classifier = all.findLast(({ operator }) => WEIGHTED.has(operator));
  const beforeLogits = classifier ? all.slice(0, all.indexOf(classifier)) : all;
  return {
    all,
    flattening: all.find(({ operator }) => FLATTENING.has(operator)),
    nonLinear: beforeLogits.find(({ operator }) => !LINEAR.has(operator)),
    classifier,
  };
}
