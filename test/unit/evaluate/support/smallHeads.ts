import sharp from 'sharp';
import type { SmallModel } from '../../classifier/smallModel.ts';
import { node } from '../../classifier/smallParts.ts';

const SIDE = 16;

/** What follows the map of four channels and 7×7 cells. */
interface Head {
  nodes: SmallModel['nodes'];
  constants?: SmallModel['constants'];
}

const wave = (length: number, seed: number) =>
  Array.from({ length }, (_, i) => Math.sin(seed + 1.7 * i));

const linear = [
  node('pooled', 'GlobalAveragePool', ['features']),
  node('flat', 'Flatten', ['pooled']),
  node('logits', 'Gemm', ['flat', 'weights', 'bias']),
];

const softmax = (output: string) => node(output, 'Softmax', ['logits'], { axis: 1 });

/** Heads of small models for pictures of {@link writePicture}. */
export const HEADS: Record<string, Head> = {
  'of a softmax': { nodes: [...linear, softmax('scores')] },
  'of a sigmoid': { nodes: [...linear, node('scores', 'Sigmoid', ['logits'])] },
  'of a softmax over more classes than it gives': {
    nodes: [
      ...linear,
      softmax('shares'),
      node('scores', 'Gather', ['shares', 'axesOrder'], { axis: 1 }),
    ],
    constants: { axesOrder: { dims: [3], values: [1, 2, 3] } },
  },
  'of weights for each position': {
    nodes: [
      node('flat', 'Flatten', ['features']),
      node('logits', 'Gemm', ['flat', 'positionWeights', 'bias']),
      softmax('scores'),
    ],
    constants: { positionWeights: { dims: [196, 4], values: wave(784, 4) } },
  },
  'of maximum pooling': {
    nodes: [
      node('pooled', 'GlobalMaxPool', ['features']),
      node('flat', 'Flatten', ['pooled']),
      node('logits', 'Gemm', ['flat', 'weights', 'bias']),
      softmax('scores'),
    ],
  },
};

export function smallModel({ nodes, constants = {} }: Head): SmallModel {
  return {
    picture: [1, 3, SIDE, SIDE],
    nodes: [
      node('before', 'Conv', ['picture', 'kernel'], { strides: [2, 2] }),
      node('features', 'Relu', ['before']),
      ...nodes,
    ],
    constants: {
      ...constants,
      kernel: { dims: [4, 3, 3, 3], values: wave(108, 1) },
      weights: { dims: [4, 4], values: wave(16, 2) },
      bias: { dims: [4], values: [0.3, -0.2, 0.1, 0] },
    },
  };
}

export const SIDECAR = {
  preprocessing: {
    resize: { mode: 'stretch', size: SIDE },
    crop: 0,
    channels: 'RGB',
    scale: 1 / 255,
    mean: [0, 0, 0],
    std: [1, 1, 1],
  },
};

/** Coloured stripes that depend on the file's name. */
export async function writePicture(file: string): Promise<void> {
  const step = file.charCodeAt(file.length - 5);
  const pixels = Buffer.from(Array.from({ length: 3 * SIDE * SIDE }, (_, i) => (i * step) % 256));
  const raw = { width: SIDE, height: SIDE, channels: 3 } as const;
  await sharp(pixels, { raw }).png().toFile(file);
}
