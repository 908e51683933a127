import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { CamError } from '../../../src/cam/base/errors.ts';
import type { RuleCase } from './ruleCases.ts';
import { errorsOf } from './ruleCases.ts';

interface Use {
  operator: string;
  opset: number;
  inputs: Record<string, number[]>;
  constants?: Record<string, { dims: number[]; values: number[] }>;
  attributes?: RuleCase['nodes'][number]['attributes'];
  names: string[];
  setting: string;
}

const place = { dims: [1, 2], values: [0, 1] };

const USES: Use[] = [
  {
    operator: 'ScatterElements',
    opset: 18,
    inputs: { x: [2, 2], updates: [1, 2] },
    constants: { place },
    attributes: { reduction: 'mul' },
    names: ['x', 'place', 'updates'],
    setting: 'reduction=mul',
  },
  {
    operator: 'ScatterND',
    opset: 18,
    inputs: { x: [2, 2], updates: [1] },
    constants: { place },
    attributes: { reduction: 'max' },
    names: ['x', 'place', 'updates'],
    setting: 'reduction=max',
  },
  {
    operator: 'Scatter',
    opset: 10,
    inputs: { x: [2, 2], updates: [1, 2] },
    constants: { place },
    names: ['x', 'place', 'updates'],
    setting: 'opset 10 < 11',
  },
  {
    operator: 'GatherND',
    opset: 13,
    inputs: { x: [3000, 3000] },
    constants: { place },
    names: ['x', 'place'],
    setting: 'opset 13 < 16',
  },
  {
    operator: 'Pad',
    opset: 18,
    inputs: { x: [3, 3] },
    constants: { pads: { dims: [4], values: [0, -1, 0, 1] } },
    attributes: { mode: 'reflect' },
    names: ['x', 'pads'],
    setting: 'mode=reflect, pads<0',
  },
  {
    operator: 'Pad',
    opset: 18,
    inputs: { x: [3, 3], value: [1] },
    constants: { pads: { dims: [4], values: [0, 1, 0, 1] } },
    names: ['x', 'pads', 'value'],
    setting: 'constant_value=computed',
  },
  {
    operator: 'TopK',
    opset: 7,
    inputs: { x: [2, 3] },
    attributes: { k: 2 },
    names: ['x'],
    setting: 'opset 7 < 9',
  },
];

describe('Parts and indices in a setting without a rule are refused', () => {
  for (const use of USES) {
    it(`${use.operator} (${use.setting})`, async () => {
      await assert.rejects(errorsOf(caseOf(use)), (error: unknown) => {
        assert.ok(error instanceof CamError);
        assert.equal(error.code, 'noGradientRule');
        const used = `the operator ${use.operator} (${use.setting}) of "/block/part"`;
        assert.ok(error.message.includes(used), error.message);
        assert.match(error.message, /case\.onnx/);
        assert.equal(error.nextAction, 'Use occlusion: it needs no gradient.');
        return true;
      });
    });
  }
});

/** Refused before it is run: it needs no numbers. */
function caseOf({
  operator,
  opset,
  inputs,
  constants = {},
  attributes = {},
  names,
}: Use): RuleCase {
  const none = { type: 'float' as const, dims: [], values: [] };
  const tensors = Object.entries(inputs).map(([name, dims]) => [name, { ...none, dims }]);
  const whole = Object.entries(constants).map(([name, values]) => [
    name,
    { ...values, type: 'int64' as const },
  ]);
  const outputs = operator === 'TopK' ? ['y', 'where'] : ['y'];
  return {
    operator,
    title: operator,
    opset,
    nodes: [{ name: '/block/part', operator, domain: '', inputs: names, outputs, attributes }],
    inputs: Object.fromEntries(tensors),
    constants: Object.fromEntries(whole),
    seed: none,
    y: none,
    gradients: {},
  };
}
