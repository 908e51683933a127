import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CodeLocator } from '../../../src/cam/code/locate/locate.ts';
import { readOrigins } from '../../../src/cam/code/origins/origins.ts';
import type { SourceLine } from '../../../src/cam/code/python/codeLink.ts';
import { Engine } from '../../../src/cam/engine.ts';
import type { GapModelOptions } from '../../../src/cam/gapModels/gapModel.ts';
import { gapModelSource, gapModelStem, gapNetworks } from '../../../src/cam/gapModels/gapModel.ts';
import type { NetworkId } from '../../../src/cam/gapModels/network.ts';
import { Graph } from '../../../src/cam/onnx/file/graph.ts';
import { readOnnxModel } from '../../../src/cam/onnx/readModel.ts';
import { assertClose } from '../assertClose.ts';
import { folderSources } from '../code/folderSources.ts';
import { allChoices } from './choices.ts';
import type { OutputSummary, PythonAnswer, PythonRequest } from './python.ts';
import { fixtures, PythonRunner, requirePython, standIn } from './python.ts';

/** Names and outputs of torchvision's networks; made by make.py there. */
const torchvision: {
  networks: Record<
    string,
    { resize: number; crop: number; module: string; output: OutputSummary; shapes: object }
  >;
} = JSON.parse(readFileSync(path.join(fixtures, 'torchvision.json'), 'utf8'));

/** Lines that define and that run modules: path, definition, call. */
type Lines = [module: string, definition: string, call: string][];

const head = (maps: number): Lines => [
  ['pool', 'self.pool = nn.AdaptiveAvgPool2d(1)', 'pooled = self.pool(maps).flatten(1)'],
  ['classifier', `self.classifier = nn.Linear(${maps}, classes)`, 'return self.classifier(pooled)'],
];

const mapping = (inputs: number): Lines => [
  [
    'mapping',
    `self.mapping = nn.Conv2d(${inputs}, 1024, 3, padding=1)`,
    'maps = F.relu(self.mapping(x))',
  ],
];

const LINES: Record<NetworkId, Lines> = {
  alexnet: [
    ['features.6', 'nn.Conv2d(192, 384, 3, padding=1),', 'x = self.features(x)'],
    ...mapping(256),
    ...head(1024),
  ],
  vggnet: [
    ['features.5', 'nn.Conv2d(64, 128, 3, padding=1),', 'x = self.features(x)'],
    ...mapping(512),
    ...head(1024),
  ],
  googlenet: [
    [
      'inception4b.branch1.conv',
      'self.conv = nn.Conv2d(inputs, outputs, kernel, bias=False, **options)',
      'x = self.conv(x)',
    ],
    ...mapping(832),
    ...head(1024),
  ],
  resnet18: [
    [
      'layer4.0.conv2',
      'self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)',
      'y = self.bn2(self.conv2(y))',
    ],
    ...head(512),
  ],
};

describe('generated files, run by PyTorch', function () {
  this.timeout(300_000);
  const engine = new Engine();
  let python: PythonRunner | undefined;
  let folder: string;

  before(function () {
    const command = requirePython(this);
    python = new PythonRunner(command);
  });

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'cam-lens-gap-model-'));
  });

  // Models of up to 78 MB: each goes with its test.
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  after(async () => {
    python?.end();
    await engine.dispose();
  });

  const run = async (
    options: GapModelOptions,
    request: Partial<PythonRequest>,
  ): Promise<{ answer: PythonAnswer; script: string; model: string }> => {
    const script = path.join(folder, `${gapModelStem(options)}.py`);
    writeFileSync(script, gapModelSource(options));
    assert.ok(python);
    const answer = await python.run({ script, arguments: ['--no-pretrained'], ...request });
    return { answer, script, model: script.replace(/py$/, 'onnx') };
  };

  for (const options of allChoices) {
    const { network, pooling, cells } = options;
    it(`${gapModelStem(options)} ${cells}×${cells} is exact, with PyTorch's logits`, async () => {
      const picture = path.join(folder, 'picture.png');
      const { answer, model } = await run(options, { picture });
      assert.equal(answer.error, undefined, answer.error);

      const { verdict, model: description } = await engine.inspectModel(model);
      assert.equal(verdict.standing, 'exact', verdict.text);
      assert.equal(description?.mapKind, pooling === 'gap' ? 'cam' : 'maxPooled');

      const { claim, featureMap, logits } = await engine.explain(model, picture);
      assert.equal(claim.standing, 'exact', claim.text);
      assert.ok(claim.text.includes(`${cells}×${cells}`), claim.text);
      assert.equal(featureMap.channels, network === 'resnet18' ? 512 : 1024);
      const scale = Math.max(1, ...answer.logits.map(Math.abs));
      assertClose(logits, answer.logits, 1e-4 * scale, 'logits');
      await assertStride(model, options);
    });
  }

  const assertStride = async (model: string, { network, cells }: GapModelOptions) => {
    const { layers } = await engine.readFacts(model);
    const map = layers.findLast(({ shape }) => shape?.width === cells && shape.height === cells);
    const resolution = gapNetworks
      .find(({ id }) => id === network)
      ?.resolutions.find((candidate) => candidate.cells === cells);
    assert.ok(resolution);
    assert.deepEqual(map?.stride, { x: resolution.stridePx, y: resolution.stridePx });
  };

  for (const { id, name, resolutions, sizeMb } of gapNetworks) {
    it(`${name} has the size that is said`, async () => {
      const cells = resolutions[0]?.cells ?? 0;
      const classes = ['--no-pretrained', '--classes', '10'];
      const options: GapModelOptions = { network: id, pooling: 'gap', cells };
      const { answer } = await run(options, { arguments: classes, exports: false });
      assert.equal(Math.round((4 * answer.parameters) / 1e6), sizeMb);
    });

    it(`${name} takes torchvision's weights, and makes of a picture what torchvision's does`, async () => {
      const known = torchvision.networks[id];
      assert.ok(known);
      // The resolution with all of the network's layers; each loses only poolings, strides or the end.
      const cells = Math.min(...resolutions.map((resolution) => resolution.cells));
      const { answer } = await run(
        { network: id, pooling: 'gap', cells },
        { arguments: [], folders: [standIn], exports: false, output: known.module },
      );
      assert.equal(answer.error, undefined, answer.error);
      const own = id === 'resnet18' ? 'none' : 'classifier, mapping';
      assert.match(
        answer.printed,
        new RegExp(`^Weights from torchvision; random ones: ${own}$`, 'm'),
      );
      assert.deepEqual(answer.output.shape, known.output.shape);
      const { mean, max, channels } = known.output;
      const found = [answer.output.mean, answer.output.max, ...answer.output.channels];
      assertClose(found, [mean, max, ...channels], 1e-4 * max, 'output');
    });
  }

  it('ResNet-18 with mean pooling has the labels of ImageNet if it has its weights', async () => {
    const options: GapModelOptions = { network: 'resnet18', pooling: 'gap', cells: 14 };
    const { script } = await run(options, { arguments: [], folders: [standIn], exports: false });
    const sidecar = JSON.parse(readFileSync(script.replace(/py$/, 'cam.json'), 'utf8'));
    assert.equal(sidecar.labels.length, 1000);
    assert.equal(sidecar.labels[999], 'category 999');
    const { resize, crop } = torchvision.networks.resnet18 ?? {};
    assert.deepEqual(sidecar.preprocessing.resize, { mode: 'shorter-side', size: resize });
    assert.equal(sidecar.preprocessing.crop, crop);
  });

  it('without torchvision the network begins with random weights, and one line says so', async () => {
    const options: GapModelOptions = { network: 'alexnet', pooling: 'gap', cells: 13 };
    const { answer } = await run(options, {
      arguments: [],
      hidden: ['torchvision'],
      exports: false,
    });
    assert.match(
      answer.printed,
      /^Random weights: none from torchvision \(ModuleNotFoundError: .*torchvision.*\)\nWrote /,
    );
  });

  it('without onnxscript the other exporter writes the file, with names of modules', async () => {
    const options: GapModelOptions = { network: 'alexnet', pooling: 'gmp', cells: 6 };
    const picture = path.join(folder, 'picture.png');
    const { answer, model } = await run(options, { hidden: ['onnxscript'], picture });
    assert.equal(answer.error, undefined, answer.error);
    assert.match(answer.printed, /pip install onnxscript/);
    const { claim, logits } = await engine.explain(model, picture);
    assert.equal(claim.standing, 'exact', claim.text);
    assertClose(logits, answer.logits, 1e-4, 'logits');
    const { layers } = await engine.readFacts(model);
    const modules = layers.map(({ module }) => module);
    for (const module of ['features.0', 'features.10', 'mapping']) {
      assert.ok(modules.includes(module), `${module} in ${modules}`);
    }
  });

  for (const { id, name, resolutions } of gapNetworks) {
    it(`from the nodes of ${name} its lines are found`, async function () {
      requirePython(this, 'onnxscript');
      const cells = resolutions[0]?.cells ?? 0;
      const { answer, script, model } = await run({ network: id, pooling: 'gap', cells }, {});
      assert.equal(answer.error, undefined, answer.error);
      const source = readFileSync(script, 'utf8').split('\n');
      const origins = readOrigins(new Graph(await readOnnxModel(model)));
      const locator = new CodeLocator(origins, folderSources(folder));
      for (const [module, definition, call] of LINES[id]) {
        const origin = origins.find((candidate) => candidate.module === module);
        assert.ok(origin, `${module} is in ${origins.map((candidate) => candidate.module)}`);
        const link = await locator.locate(origin);
        const textOf = (line: SourceLine | undefined) => source[(line?.line ?? 0) - 1]?.trim();
        assert.equal(textOf(link?.definition), definition);
        assert.equal(textOf(link?.call), call);
      }
    });
  }

  const refused: [what: string, request: Partial<PythonRequest>, message: RegExp][] = [
    ['Pillow', { hidden: ['PIL'] }, /SystemExit: Training reads pictures with Pillow: pip install/],
    ['class folders', {}, /SystemExit: .*needs a folder of pictures for each class; found \[\]/],
  ];
  for (const [what, request, message] of refused) {
    it(`training without ${what} ends with a line that says so`, async function () {
      if (what !== 'Pillow') requirePython(this, 'PIL');
      const options: GapModelOptions = { network: 'alexnet', pooling: 'gap', cells: 13 };
      const data = ['--no-pretrained', '--data', folder];
      const { answer, model } = await run(options, { ...request, arguments: data });
      assert.match(answer.error ?? '', message);
      assert.equal(existsSync(model), false);
    });
  }
});
