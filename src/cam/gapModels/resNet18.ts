import type { Network } from './network.ts';
import { IMAGENET_NORMALISATION } from './network.ts';

const PARTS = `class BasicBlock(nn.Module):
    """Two convolutions and a way around them."""

    def __init__(self, inputs: int, outputs: int, stride: int = 1):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = nn.Sequential()
        if inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False),
                nn.BatchNorm2d(outputs),
            )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        return F.relu(y + self.downsample(x))


`;

/** ResNet-18 of torchvision. It already ends in mean pooling and needs no extra layer. */
export const resNet18: Network = {
  id: 'resnet18',
  name: 'ResNet-18',
  className: 'ResNet18',
  torchvision: { model: 'resnet18', weights: 'ResNet18_Weights' },
  normalisation: IMAGENET_NORMALISATION,
  learningRate: '1e-3',
  sizeMb: 45,
  resolutions: [
    { cells: 7, stridePx: 32, change: 'as it is', isOriginal: true },
    { cells: 14, stridePx: 16, change: 'layer4 without its stride', isOriginal: false },
    {
      cells: 28,
      stridePx: 8,
      change: 'layer3 and layer4 without their strides',
      isOriginal: false,
    },
  ],
  endsInMeanPooling: true,
  code: (cells) => ({
    parts: PARTS,
    layers: `        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        self.layer1 = nn.Sequential(BasicBlock(64, 64), BasicBlock(64, 64))
        self.layer2 = nn.Sequential(BasicBlock(64, 128, stride=2), BasicBlock(128, 128))
${strided('layer3', 128, 256, cells <= 14)}
${strided('layer4', 256, 512, cells <= 7)}`,
    forward: `        x = F.relu(self.bn1(self.conv1(x)))
        x = self.maxpool(x)
        x = self.layer1(x)
        x = self.layer2(x)
        x = self.layer3(x)
        maps = self.layer4(x)`,
    maps: 512,
  }),
};

function strided(name: string, inputs: number, outputs: number, hasStride: boolean): string {
  const first = `BasicBlock(${inputs}, ${outputs}, stride=${hasStride ? 2 : 1})`;
  const note = hasStride
    ? ''
    : '        # With a stride of 2, as in ResNet-18, the maps would be half as fine.\n';
  return `${note}        self.${name} = nn.Sequential(${first}, BasicBlock(${outputs}, ${outputs}))`;
}
