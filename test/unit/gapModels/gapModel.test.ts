import assert from 'node:assert/strict';
import type { GapModelOptions } from '../../../src/cam/gapModels/gapModel.ts';
import { gapModelSource, gapModelStem, gapNetworks } from '../../../src/cam/gapModels/gapModel.ts';
import { allChoices } from './choices.ts';

const alexNet: GapModelOptions = { network: 'alexnet', pooling: 'gap', cells: 13 };

describe('the file of a new GAP model', () => {
  const names: [options: GapModelOptions, name: string, stem: string, pythonClass: string][] = [
    [alexNet, 'AlexNet-GAP', 'alexnet_gap', 'AlexNetGap'],
    [{ ...alexNet, pooling: 'gmp' }, 'AlexNet-GMP', 'alexnet_gmp', 'AlexNetGmp'],
    [{ network: 'vggnet', pooling: 'gap', cells: 14 }, 'VGGnet-GAP', 'vggnet_gap', 'VggNetGap'],
    [
      { network: 'googlenet', pooling: 'gmp', cells: 7 },
      'GoogLeNet-GMP',
      'googlenet_gmp',
      'GoogLeNetGmp',
    ],
    [
      { network: 'resnet18', pooling: 'gap', cells: 28 },
      'ResNet-18-GAP',
      'resnet18_gap',
      'ResNet18Gap',
    ],
  ];
  for (const [options, name, stem, pythonClass] of names) {
    it(`${name} is ${stem}.py with the class ${pythonClass}`, () => {
      assert.equal(gapModelStem(options), stem);
      const text = gapModelSource(options);
      assert.match(text, new RegExp(`^"""${name}: `));
      assert.match(text, new RegExp(`^class ${pythonClass}\\(nn\\.Module\\):$`, 'm'));
      assert.match(text, new RegExp(`^    python ${stem}\\.py --data FOLDER `, 'm'));
    });
  }

  it('has a different text for each choice, in short lines of ASCII, without placeholders', () => {
    const texts = allChoices.map((options) => gapModelSource(options));
    assert.equal(new Set(texts).size, 18);
    for (const text of texts) {
      assert.doesNotMatch(text, /undefined|\$\{|\[object|\t/);
      // Editors mark characters that look like others, such as the sign of multiplication.
      assert.match(text, /^[\n -~]+$/);
      assert.ok(text.endsWith('    main()\n'));
      const lines = text.split('\n');
      assert.ok(lines.length <= 325, `${lines.length} lines`);
      for (const line of lines) assert.ok(line.length <= 100, line);
    }
  });

  it('pools as chosen, and differs between the poolings in little else', () => {
    const gap = gapModelSource(alexNet, 'net').split('\n');
    const gmp = gapModelSource({ ...alexNet, pooling: 'gmp' }, 'net').split('\n');
    const differing = gap.filter((line, index) => line !== gmp[index]);
    assert.ok(differing.includes('        self.pool = nn.AdaptiveAvgPool2d(1)'));
    assert.ok(gmp.includes('        self.pool = nn.AdaptiveMaxPool2d(1)'));
    assert.equal(gap.length, gmp.length);
    // The title, the class and its description, the pooling, and the three places that make a model.
    assert.equal(differing.length, 7);
  });

  it("ends the paper's networks in a convolution of 3×3 to 1024 maps", () => {
    const inputs = { alexnet: [256, 256], vggnet: [512, 512], googlenet: [832, 1024] };
    for (const [network, channels] of Object.entries(inputs)) {
      const { id, resolutions } = gapNetworks.find(({ id }) => id === network) ?? {};
      assert.ok(id && resolutions);
      for (const [index, { cells }] of resolutions.entries()) {
        const text = gapModelSource({ network: id, pooling: 'gap', cells });
        const layer = `self.mapping = nn.Conv2d(${channels[index]}, 1024, 3, padding=1)`;
        assert.ok(text.includes(layer), layer);
        assert.ok(text.includes('self.classifier = nn.Linear(1024, classes)'));
      }
    }
  });

  it('names the file that it is written to', () => {
    const text = gapModelSource(alexNet, 'alexnet_gap_2');
    assert.ok(text.includes('python alexnet_gap_2.py --data FOLDER'));
    assert.ok(text.includes('alexnet_gap_2.cam.json'));
    assert.doesNotMatch(text, /alexnet_gap\./);
  });

  it('is refused for a mapping resolution that the network cannot have', () => {
    assert.throws(() => gapModelSource({ ...alexNet, cells: 14 }), /AlexNet has no maps of 14/);
  });
});
