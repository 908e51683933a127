import type { NodeOrigin } from '../origins/origins.ts';

/** Operators that change the order or number of positions before they are weighed one by one. */
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
  /** The first that takes positions apart. */
  flattening: NodeOrigin | undefined;
  /** The first behind the map that is not linear, softmax and the like at the end left out. */
  nonLinear: NodeOrigin | undefined;
  /** The last with weights: what makes the logits. */
  classifier: NodeOrigin | undefined;
}

/**
 * The nodes behind the tensor that a map is made of. Their operators only tell which line of code to point
 * to; what the head is, was found out by trying it.
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
