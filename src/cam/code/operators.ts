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
 * Whether a line of code calls an operation of the node's kind, other than by a module. An operator without a known spelling is taken
 * to be there: its recorded line is all that is known.
 */
export function mentions(line: string, origin: NodeOrigin): boolean {
  const withoutModules = line.replaceAll(/\bself\s*\.\s*[\p{ID_Continue}]+/gu, '');
  return spellingOf(origin)?.call.test(withoutModules) ?? true;
}
