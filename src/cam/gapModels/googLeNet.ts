import type { Network } from './network.ts';
import { mappingLayer } from './network.ts';

const PARTS = `class ConvUnit(nn.Module):
    """Convolution, batch norm, ReLU."""

    def __init__(self, inputs: int, outputs: int, kernel: int, **options: int):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, bias=False, **options)
        self.bn = nn.BatchNorm2d(outputs, eps=0.001)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.conv(x)
        x = self.bn(x)
        return F.relu(x)


class Inception(nn.Module):
    """Four branches side by side; the third is 3x3, as in torchvision (5x5 in its paper)."""

    def __init__(self, inputs: int, b1: int, b2: tuple, b3: tuple, b4: int):
        super().__init__()
        self.branch1 = ConvUnit(inputs, b1, 1)
        self.branch2 = nn.Sequential(
            ConvUnit(inputs, b2[0], 1),
            ConvUnit(b2[0], b2[1], 3, padding=1),
        )
        self.branch3 = nn.Sequential(
            ConvUnit(inputs, b3[0], 1),
            ConvUnit(b3[0], b3[1], 3, padding=1),
        )
        self.branch4 = nn.Sequential(
            nn.MaxPool2d(3, stride=1, padding=1),
            ConvUnit(inputs, b4, 1),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        branches = self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x)
        return torch.cat(branches, 1)


`;

const LAYERS = `        self.conv1 = ConvUnit(3, 64, 7, stride=2, padding=3)
        self.maxpool1 = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.conv2 = ConvUnit(64, 64, 1)
        self.conv3 = ConvUnit(64, 192, 3, padding=1)
        self.maxpool2 = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.inception3a = Inception(192, 64, (96, 128), (16, 32), 32)
        self.inception3b = Inception(256, 128, (128, 192), (32, 96), 64)
        self.maxpool3 = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.inception4a = Inception(480, 192, (96, 208), (16, 48), 64)
        self.inception4b = Inception(512, 160, (112, 224), (24, 64), 64)
        self.inception4c = Inception(512, 128, (128, 256), (24, 64), 64)
        self.inception4d = Inception(512, 112, (144, 288), (32, 64), 64)
        self.inception4e = Inception(528, 256, (160, 320), (32, 128), 128)`;

const LAYERS_5 = `
        self.maxpool4 = nn.MaxPool2d(2, stride=2, ceil_mode=True)
        self.inception5a = Inception(832, 256, (160, 320), (32, 128), 128)
        self.inception5b = Inception(832, 384, (192, 384), (48, 128), 128)`;

const REMOVED_5 = `
        # GoogLeNet goes on with a pooling, inception 5a and 5b; without, the maps keep 14x14 cells.`;

const FORWARD = `        x = self.maxpool1(self.conv1(x))
        x = self.maxpool2(self.conv3(self.conv2(x)))
        x = self.inception3a(x)
        x = self.inception3b(x)
        x = self.maxpool3(x)
        x = self.inception4a(x)
        x = self.inception4b(x)
        x = self.inception4c(x)
        x = self.inception4d(x)
        x = self.inception4e(x)`;

const FORWARD_5 = `
        x = self.maxpool4(x)
        x = self.inception5a(x)
        x = self.inception5b(x)`;

/** GoogLeNet up to inception 4e, as torchvision has it (with batch norm). */
export const googLeNet: Network = {
  id: 'googlenet',
  name: 'GoogLeNet',
  className: 'GoogLeNet',
  torchvision: { model: 'googlenet', weights: 'GoogLeNet_Weights' },
  // Torchvision's weights come from TensorFlow and expect −1 … 1; its own model converts in `transform_input`.
  normalisation: { mean: '(0.5, 0.5, 0.5)', std: '(0.5, 0.5, 0.5)' },
  learningRate: '1e-3',
  sizeMb: 44,
  resolutions: [
    { cells: 14, stridePx: 16, change: 'up to inception 4e', isOriginal: true },
    { cells: 7, stridePx: 32, change: 'up to inception 5b', isOriginal: false },
  ],
  endsInMeanPooling: false,
  code: (cells) => ({
    parts: PARTS,
    layers: `${LAYERS}${cells === 7 ? LAYERS_5 : REMOVED_5}${mappingLayer(cells === 7 ? 1024 : 832)}`,
    forward: `${FORWARD}${cells === 7 ? FORWARD_5 : ''}
        maps = F.relu(self.mapping(x))`,
    maps: 1024,
  }),
};
