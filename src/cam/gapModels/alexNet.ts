import type { Network } from './network.ts';
import { IMAGENET_NORMALISATION, mappingLayer } from './network.ts';

/** AlexNet up to conv5, as torchvision has it. */
export const alexNet: Network = {
  id: 'alexnet',
  name: 'AlexNet',
  className: 'AlexNet',
  torchvision: { model: 'alexnet', weights: 'AlexNet_Weights' },
  normalisation: IMAGENET_NORMALISATION,
  learningRate: '1e-4',
  sizeMb: 19,
  resolutions: [
    { cells: 13, stridePx: 16, change: 'without pool5', isOriginal: true },
    { cells: 6, stridePx: 32, change: 'with pool5', isOriginal: false },
  ],
  endsInMeanPooling: false,
  code: (cells) => ({
    parts: '',
    layers: `        self.features = nn.Sequential(
            nn.Conv2d(3, 64, 11, stride=4, padding=2),
            nn.ReLU(),
            nn.MaxPool2d(3, stride=2),
            nn.Conv2d(64, 192, 5, padding=2),
            nn.ReLU(),
            nn.MaxPool2d(3, stride=2),
            nn.Conv2d(192, 384, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(384, 256, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(256, 256, 3, padding=1),
            nn.ReLU(),
${pool5(cells === 6)}
        )${mappingLayer(256)}`,
    forward: `        x = self.features(x)
        maps = F.relu(self.mapping(x))`,
    maps: 1024,
  }),
};

function pool5(isKept: boolean): string {
  return isKept
    ? '            nn.MaxPool2d(3, stride=2),  # without it the maps would have 13x13 cells'
    : '            # AlexNet has a MaxPool2d(3, stride=2) here; without it the maps keep 13x13 cells.';
}
