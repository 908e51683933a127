import { describe, it } from 'mocha';
import { TensorElementType } from '../../../src/cam/onnx/file/model.ts';
import type { Use } from './assertNoRule.ts';
import { assertNoRule } from './assertNoRule.ts';

const resize = { opType: 'Resize', inputs: ['x', '', 'scales'], outputs: ['out'] };
const fused = {
  opType: 'FusedConv',
  domain: 'com.microsoft',
  inputs: ['x', 'weight'],
  outputs: ['out'],
};

const USES: [use: Use, expected: string][] = [
  [
    {
      ...resize,
      attributes: { antialias: 1, coordinate_transformation_mode: 'align_corners' },
    },
    'Resize (antialias=1 and align_corners)',
  ],
  [{ ...resize, attributes: { mode: 'area' } }, 'Resize (mode=area)'],
  [
    { ...resize, attributes: { coordinate_transformation_mode: 'quarter_pixel' } },
    'Resize (coordinate_transformation_mode=quarter_pixel)',
  ],
  [{ ...resize, attributes: { nearest_mode: 'random' } }, 'Resize (nearest_mode=random)'],
  [{ ...resize, attributes: {} }, 'Resize (scales that vary)'],
  [{ ...fused, attributes: { activation: 'Clip' } }, 'com.microsoft.FusedConv (activation=Clip)'],
];

const MAP = { dims: [1, 1, 3, 3], elementType: TensorElementType.float };

describe('Convolutions and resizing in a setting without a gradient are refused', () => {
  for (const [use, expected] of USES) it(expected, () => assertNoRule(use, expected, () => MAP));
});
