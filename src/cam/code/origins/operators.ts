import type { NodeOrigin } from './origins.ts';

/** How Python code makes a module of an operator's kind, and how it calls the operation itself. */
interface Spelling {
  operators: readonly string[];
  /** Class of the module. */
  moduleClass: RegExp;
  /** A call in the code, e.g. `F.conv2d(`, `x.mean(`. */
  call: RegExp;
}

const SPELLINGS: readonly Spelling[] = [
  {
    operators: ['Conv', 'FusedConv', 'ConvInteger', 'QLinearConv', 'NhwcFusedConv'],
    moduleClass: /Conv\d?d?$/,
    call: /\bconv\d?d?\(/,
  },
  { operators: ['ConvTranspose'], moduleClass: /ConvTranspose/, call: /\bconv_transpose\d?d?\(/ },
  {
    operators: [
      'Gemm',
      'FusedGemm',
      'MatMul',
      'MatMulInteger',
      'QLinearMatMul',
      'FusedMatMul',
      'QGemm',
    ],
    moduleClass: /Linear$/,
    call: /\b(linear|matmul|addmm|mm|einsum)\(|\s@\s/,
  },
  { operators: ['MaxPool', 'QLinearMaxPool'], moduleClass: /MaxPool/, call: /max_?pool/i },
  {
    operators: ['AveragePool', 'QLinearAveragePool'],
    moduleClass: /AvgPool/,
    call: /avg_?pool/i,
  },
  {
    operators: ['GlobalAveragePool', 'QLinearGlobalAveragePool', 'ReduceMean'],
    moduleClass: /AvgPool/,
    call: /avg_?pool|\bmean\(/i,
  },
  {
    operators: ['GlobalMaxPool', 'ReduceMax'],
    moduleClass: /MaxPool/,
    call: /max_?pool|\ba?max\(/i,
  },
  { operators: ['ReduceSum'], moduleClass: /$^/, call: /\bsum\(/ },
  { operators: ['BatchNormalization'], moduleClass: /BatchNorm/, call: /batch_norm\(/ },
  { operators: ['LayerNormalization'], moduleClass: /LayerNorm/, call: /layer_norm\(/ },
  {
    operators: ['Flatten', 'Reshape'],
    moduleClass: /Flatten|Unflatten/,
    call: /\b(flatten|view|reshape|squeeze)\(/,
  },
  { operators: ['Relu', 'FusedRelu'], moduleClass: /ReLU$/, call: /\brelu_?\(/ },
  { operators: ['Concat'], moduleClass: /$^/, call: /\bcat\(|\bconcat\(/ },
  { operators: ['Add'], moduleClass: /$^/, call: /\+|\badd_?\(/ },
];

function spellingOf({ operator }: NodeOrigin): Spelling | undefined {
  return SPELLINGS.find(({ operators }) => operators.includes(operator));
}

/** The class of the module that makes such a node, to choose between several definitions. */
export function moduleClassOf(origin: NodeOrigin): RegExp | undefined {
  return spellingOf(origin)?.moduleClass;
}

/**
 * Whether a line of code calls an operation of the node's kind, other than by a module. An operator without a known
 * spelling counts as called, because only its recorded line is known.
 */
export function mentions(line: string, origin: NodeOrigin): boolean {
  const withoutModules = line.replaceAll(/\bself\s*\.\s*[\p{ID_Continue}]+/gu, '');
  return spellingOf(origin)?.call.test(withoutModules) ?? true;
}

/** Functions and methods by name, and the operators that the exporters write for them. */
const FUNCTIONS: readonly { name: RegExp; torchScript: string[]; dynamo: string[] }[] = [
  {
    name: /^adaptive_avg_pool\dd$/,
    torchScript: ['AveragePool', 'GlobalAveragePool'],
    dynamo: ['AveragePool', 'GlobalAveragePool', 'ReduceMean'],
  },
  { name: /^avg_pool\dd$/, torchScript: ['AveragePool'], dynamo: ['AveragePool'] },
  { name: /^mean$/, torchScript: ['ReduceMean'], dynamo: ['ReduceMean'] },
  {
    name: /^adaptive_max_pool\dd$/,
    torchScript: ['MaxPool', 'GlobalMaxPool'],
    dynamo: ['MaxPool', 'GlobalMaxPool', 'ReduceMax'],
  },
  { name: /^max_pool\dd$/, torchScript: ['MaxPool'], dynamo: ['MaxPool'] },
  { name: /^a?max$/, torchScript: ['ReduceMax'], dynamo: ['ReduceMax'] },
];

/** Pooling by mean, and by maximum: a call makes nodes of one of them. */
const POOLING: readonly (readonly string[])[] = [
  ['AveragePool', 'GlobalAveragePool', 'ReduceMean'],
  ['MaxPool', 'GlobalMaxPool', 'ReduceMax'],
];

/** All operators that a call of the node's kind can become; empty for a node that is not a pooling. */
export function poolingOperators({ operator }: NodeOrigin): readonly string[] {
  return POOLING.find((operators) => operators.includes(operator)) ?? [];
}

/** The pooling operators that a call of a function or method can become in a node's model. */
export function operatorsOfCall(name: string, { node }: NodeOrigin): readonly string[] {
  const found = FUNCTIONS.find((one) => one.name.test(name));
  // Only the TorchScript exporter names nodes by paths.
  return (node.startsWith('/') ? found?.torchScript : found?.dynamo) ?? [];
}

/** Functions that may also be exported as means. */
export const WRITTEN_WITH_MEANS =
  /^(var|std|var_mean|std_mean|normalize|(layer|group|instance|batch|rms)_norm)$/;
