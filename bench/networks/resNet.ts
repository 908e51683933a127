import { Builder } from './builder.ts';
import type { Graph } from './onnxWriter.ts';

/** Depth and width of a residual network (He et al., 2016) of basic blocks. */
export interface ResNetSize {
  /** Blocks of each of the four stages. */
  blocks: [number, number, number, number];
  /** Channels of the first stage; each further one has twice as many. */
  width: number;
  isQuantised?: boolean;
}

/** 3×224×224 → 512×7×7 → global average → 1000 classes, 11.7 million parameters, 47 MB. */
export const RESNET_18: ResNetSize = { blocks: [2, 2, 2, 2], width: 64 };

/** A residual network with global average pooling and one linear layer. */
export function makeResNet(size: ResNetSize): Graph {
  const { builder, features, channels } = resNetTrunk(size);
  builder.linear(builder.globalAverage(features), channels, 1000, 'logits');
  return builder.graph;
}

/** A ResNet-18's layers with the head of a ConvNeXt: 768 channels, mean, layer normalisation, linear. */
export function makeLayerNormHead(): Graph {
  const { builder, features, channels } = resNetTrunk(RESNET_18);
  const wide = builder.convolution(features, channels, 768, { kernel: 1 });
  const pooled = builder.globalAverage(wide);
  const scale = builder.constant([768], new Float32Array(768).fill(1));
  const shift = builder.constant([768], new Float32Array(768));
  builder.linear(builder.add('LayerNormalization', [pooled, scale, shift]), 768, 1000, 'logits');
  return builder.graph;
}

function resNetTrunk({ blocks, width, isQuantised = false }: ResNetSize) {
  const builder = new Builder({ isQuantised });
  const image = builder.rounded('image');
  let x = stem(builder, image, width);
  let channels = width;
  for (const [stage, count] of blocks.entries()) {
    const stageChannels = width * 2 ** stage;
    for (let block = 0; block < count; block++) {
      const stride = block === 0 && stage > 0 ? 2 : 1;
      x = basicBlock(builder, x, channels, stageChannels, stride);
      channels = stageChannels;
    }
  }
  return { builder, features: x, channels };
}

function stem(builder: Builder, image: string, width: number): string {
  const x = builder.relu(builder.convolution(image, 3, width, { kernel: 7, stride: 2 }));
  const window = { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] };
  return builder.add('MaxPool', [x], window);
}

function basicBlock(builder: Builder, x: string, from: number, to: number, stride: number): string {
  const first = builder.relu(builder.convolution(x, from, to, { kernel: 3, stride }));
  const second = builder.rounded(builder.convolution(first, to, to, { kernel: 3 }));
  const shortcut =
    stride === 1 ? x : builder.rounded(builder.convolution(x, from, to, { kernel: 1, stride }));
  return builder.relu(builder.add('Add', [second, shortcut]));
}

/** Blocks of each of the four stages of a ResNet-50, and channels of their 3×3 convolutions. */
const BOTTLENECKS: [blocks: number, width: number][] = [
  [3, 64],
  [4, 128],
  [6, 256],
  [3, 512],
];

/** Channels of a bottleneck's result for each of its 3×3 convolution. */
const EXPANSION = 4;

/** A ResNet-50 as torchvision has it: 2048×7×7 → global average → 1000 classes, 25.6 million parameters, 102 MB. */
export function makeResNet50(): Graph {
  const builder = new Builder();
  let x = stem(builder, 'image', 64);
  let channels = 64;
  for (const [stage, [count, width]] of BOTTLENECKS.entries()) {
    for (let block = 0; block < count; block++) {
      const stride = block === 0 && stage > 0 ? 2 : 1;
      x = bottleneck(builder, x, channels, width, stride);
      channels = width * EXPANSION;
    }
  }
  builder.linear(builder.globalAverage(x), channels, 1000, 'logits');
  return builder.graph;
}

function bottleneck(
  builder: Builder,
  x: string,
  from: number,
  width: number,
  stride: number,
): string {
  const to = width * EXPANSION;
  const narrow = builder.relu(builder.convolution(x, from, width, { kernel: 1 }));
  const middle = builder.relu(builder.convolution(narrow, width, width, { kernel: 3, stride }));
  const wide = builder.convolution(middle, width, to, { kernel: 1 });
  const shortcut =
    from === to && stride === 1 ? x : builder.convolution(x, from, to, { kernel: 1, stride });
  return builder.relu(builder.add('Add', [wide, shortcut]));
}
