import { describe, it } from 'mocha';
import type { TensorFacts } from '../../../src/cam/gradients/graph/backwardGraph.ts';
import { TensorElementType } from '../../../src/cam/onnx/file/model.ts';
import type { AttributeValue } from '../../../src/cam/onnx/write/encodeNode.ts';
import type { Use } from './assertNoRule.ts';
import { assertNoRule } from './assertNoRule.ts';

interface UseWithFacts extends Use {
  /** Facts of inputs, if they are not float32 of 3 × 3. */
  facts?: Record<string, TensorFacts>;
}

const USES: [use: UseWithFacts, expected: string][] = [
  [
    {
      opType: 'FusedMatMul',
      domain: 'com.microsoft',
      inputs: ['x', 'b'],
      outputs: ['out'],
      attributes: { transBatchB: 1 },
    },
    'com.microsoft.FusedMatMul (transBatchB=1)',
  ],
  [
    { opType: 'Einsum', inputs: ['x'], outputs: ['out'], attributes: { equation: 'ii->i' } },
    'Einsum (equation=ii->i)',
  ],
  [{ opType: 'ReduceMax', inputs: ['x', 'axes'], outputs: ['out'] }, 'ReduceMax (axes that vary)'],
  [
    { opType: 'LayerNormalization', inputs: ['x', 'scale', 'bias'], outputs: ['y', 'out'] },
    'LayerNormalization (output 2)',
  ],
  [
    {
      opType: 'BatchNormalization',
      inputs: ['x', 'scale', 'bias', 'mean', 'variance'],
      outputs: ['y', '', 'out'],
      attributes: { training_mode: 1 },
    },
    'BatchNormalization (output 3)',
  ],
  [
    {
      opType: 'SkipLayerNormalization',
      domain: 'com.microsoft',
      inputs: ['x', 'skip', 'scale'],
      outputs: ['y', '', 'out'],
    },
    'com.microsoft.SkipLayerNormalization (output 3)',
  ],
  [attention({ is_causal: 1 }), 'Attention (is_causal=1)'],
  [attention({ softcap: { float: 20 } }), 'Attention (softcap=20)'],
  [attention({}, ['x', 'k', 'v', '', 'past_key']), 'Attention (input 5)'],
  [attention({}), 'Attention (2 dimensions)'],
  [
    {
      ...attention({}, ['x', 'k', 'v', 'mask']),
      facts: { mask: { dims: [3, 3], elementType: 9 } },
    },
    'Attention (attn_mask of bool)',
  ],
  [
    {
      ...attention({}),
      facts: {
        x: { dims: [1, 4, 3, 2], elementType: TensorElementType.float },
        k: { dims: [1, 2, 3, 2], elementType: TensorElementType.float },
      },
    },
    'Attention (grouped queries)',
  ],
];

function attention(
  attributes: Record<string, AttributeValue>,
  inputs: string[] = ['x', 'k', 'v'],
): UseWithFacts {
  return { opType: 'Attention', inputs, outputs: ['out'], attributes };
}

const SQUARE = { dims: [3, 3], elementType: TensorElementType.float };

describe('A setting without a gradient is named, with the operator and the node', () => {
  for (const [{ facts = {}, ...use }, expected] of USES) {
    it(expected, () => assertNoRule(use, expected, (name) => facts[name] ?? SQUARE));
  }
});
