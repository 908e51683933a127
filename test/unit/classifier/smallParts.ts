import type { SmallModel, SmallNode } from './smallModel.ts';

/** Rectified maps, made by a convolution of 3×3 without padding. */
export function features(
  channels: number,
  stride: number,
): Pick<SmallModel, 'nodes' | 'constants'> {
  const values = Array.from({ length: channels * 27 }, (_, i) => Math.sin(i + 1));
  return {
    nodes: [
      {
        name: 'before',
        operator: 'Conv',
        inputs: ['picture', 'kernel'],
        attributes: { strides: [stride, stride] },
      },
      { name: 'features', operator: 'Relu', inputs: ['before'] },
    ],
    constants: { kernel: { dims: [channels, 3, 3, 3], values } },
  };
}

/** A node whose output has its name. */
export function node(
  name: string,
  operator: string,
  inputs: string[],
  attributes: SmallNode['attributes'] = {},
): SmallNode {
  return { name, operator, inputs, attributes };
}
