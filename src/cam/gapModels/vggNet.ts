import type { Network } from './network.ts';
import { IMAGENET_NORMALISATION, mappingLayer } from './network.ts';

/** Channels of VGG-16's convolutions, block by block; a pooling follows each block. */
const BLOCKS = [
  [64, 64],
  [128, 128],
  [256, 256, 256],
  [512, 512, 512],
  [512, 512, 512],
];

/** VGG-16 up to conv5-3, as torchvision has it. */
export const vggNet: Network = {
  id: 'vggnet',
  name: 'VGGnet',
  className: 'VggNet',
  torchvision: { model: 'vgg16', weights: 'VGG16_Weights' },
  normalisation: IMAGENET_NORMALISATION,
  learningRate: '1e-4',
  sizeMb: 78,
  resolutions: [
    { cells: 14, stridePx: 16, change: 'without pool5', isOriginal: true },
    { cells: 7, stridePx: 32, change: 'with pool5', isOriginal: false },
  ],
  endsInMeanPooling: false,
  code: (cells) => ({
    parts: '',
    layers: `        self.features = nn.Sequential(
${convolutions()}
${pool5(cells === 7)}
        )${mappingLayer(512)}`,
    forward: `        x = self.features(x)
        maps = F.relu(self.mapping(x))`,
    maps: 1024,
  }),
};

/** One layer per line, so that a code link can point to each. */
function convolutions(): string {
  let inputs = 3;
  const blocks = BLOCKS.map((block) =>
    block
      .map((outputs) => {
        const convolution = `            nn.Conv2d(${inputs}, ${outputs}, 3, padding=1),`;
        inputs = outputs;
        return `${convolution}\n            nn.ReLU(),`;
      })
      .join('\n'),
  );
  return blocks.join('\n            nn.MaxPool2d(2),\n');
}

function pool5(isKept: boolean): string {
  return isKept
    ? '            nn.MaxPool2d(2),  # without it the maps would have 14x14 cells'
    : '            # VGG-16 has a MaxPool2d(2) here; without it the maps keep 14x14 cells.';
}
