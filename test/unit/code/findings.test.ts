import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compareTransforms } from '../../../src/cam/code/findings/compareTransforms.ts';
import { findDeadChannels, findFindings } from '../../../src/cam/code/findings/findings.ts';
import { headNodes } from '../../../src/cam/code/findings/headNodes.ts';
import { poolBeforeFlatten } from '../../../src/cam/code/findings/poolBeforeFlatten.ts';
import { CodeLocator } from '../../../src/cam/code/locate/locate.ts';
import { parsePython } from '../../../src/cam/code/python/parsePython.ts';
import { transformsOf } from '../../../src/cam/code/python/transforms.ts';
import { Engine } from '../../../src/cam/engine.ts';
import { activeChannels, deadChannels } from '../../../src/cam/pins/activeChannels.ts';
import { fixtureSources } from './folderSources.ts';

const folder = path.resolve('test/fixtures/findings');
const models = path.resolve('test/fixtures/models');
const flatNet = path.join(folder, 'flat_net.onnx');
const source = readFileSync(path.join(folder, 'flat_net.py'), 'utf8');

describe('findings of a model about its code', () => {
  const engine = new Engine();
  after(() => engine.dispose());

  async function findingsOf(model: string) {
    const nodes = await engine.readOrigins(model);
    return { nodes, found: findFindings(await engine.inspectModel(model), nodes) };
  }

  it('a head that weighs each position, and strides that make the map coarse, at their lines', async () => {
    const { nodes, found } = await findingsOf(flatNet);
    const locator = new CodeLocator(nodes, fixtureSources(folder));
    const lines = await Promise.all(
      found.map(async ({ kind, node }) => [kind, (await locator.locate(node))?.definition?.line]),
    );
    assert.deepEqual(lines, [
      ['head', 17],
      ['coarseMap', 13],
    ]);
    const [head, coarse] = found;
    assert.match(
      head?.nextAction ?? '',
      /nn\.AdaptiveAvgPool2d\(1\), nn\.Flatten\(\), nn\.Linear\(8, 5\)/,
    );
    assert.match(
      coarse?.message ?? '',
      /4×4, coarser than 7×7: each cell stands for 4 input pixels/,
    );
    assert.match(coarse?.nextAction ?? '', /8×8/);
  });

  it('nothing about the head after the quick fix', async () => {
    const { found } = await findingsOf(path.join(folder, 'flat_net_pooled.onnx'));
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ['coarseMap'],
    );
  });

  it('the file after the quick fix is the one that PyTorch exported as an exact CAM', async () => {
    const file = await parsePython('flat_net.py', source);
    const edits = poolBeforeFlatten(
      { file, line: 17 },
      { file, line: 18 },
      { channels: 8, height: 4, width: 4 },
    );
    assert.ok(edits);
    const fixed = [...edits]
      .sort((a, b) => b.from - a.from)
      .reduce(
        (text, { from, to, text: edit }) => text.slice(0, from) + edit + text.slice(to),
        source,
      );
    assert.equal(fixed, readFileSync(path.join(folder, 'flat_net_pooled.py.txt'), 'utf8'));
    const { verdict } = await engine.inspectModel(path.join(folder, 'flat_net_pooled.onnx'));
    assert.match(verdict.text, /^Exact CAM: 8 channels × 4×4, mean pooling, linear layer/);
  });

  it('a non-linear layer behind the pooling', async () => {
    const { nodes, found } = await findingsOf(path.join(models, 'gap_mlp.dynamo.onnx'));
    const head = found.find(({ kind }) => kind === 'head');
    assert.equal(head?.node.operator, 'Relu');
    assert.match(head?.message ?? '', /^Grad-CAM/);
    const linears = nodes.filter(({ operator }) => operator === 'Gemm');
    assert.ok(nodes.indexOf(head.node) > nodes.indexOf(linears[0] ?? head.node));
  });

  it('the classifier is the last layer with weights', async () => {
    const nodes = await engine.readOrigins(flatNet);
    const { classifier, flattening } = headNodes(nodes, 'relu_1');
    assert.equal(classifier?.operator, 'Gemm');
    assert.equal(classifier.module, 'head.1');
    assert.equal(flattening?.module, 'head.0');
  });

  it('channels that never fire on any of the images', async () => {
    const nodes = await engine.readOrigins(flatNet);
    const maps = [
      [0, 1, 0, -2],
      [0, 0, 3, -1],
    ].map((values) => ({ channels: 4, width: 1, height: 1, values: Float32Array.from(values) }));
    const firing = maps.map(activeChannels);
    assert.deepEqual(firing, ['0100', '0010']);
    const silent = deadChannels(firing);
    assert.deepEqual(silent, { count: 2, channels: 4, images: 2 });
    const [dead, ...others] = findDeadChannels(silent, nodes, 'relu_1');
    assert.deepEqual(others, []);
    assert.match(dead?.message ?? '', /^2 of 4 channels .* on the 2 pinned images/);
    assert.equal(dead?.node.operator, 'Relu');
    const alive = { count: 0, channels: 2, images: 2 };
    assert.deepEqual(findDeadChannels(alive, nodes, 'relu_1'), []);
    assert.equal(deadChannels([]), undefined);
    assert.equal(deadChannels(['01', '011']), undefined, 'maps of two models');
  });

  it('transforms that disagree with the preprocessing in use', async () => {
    const { preprocessing } = await engine.openModel(flatNet);
    assert.equal(preprocessing.file, path.join(folder, 'flat_net.cam.json'));
    const found = compareTransforms(
      transformsOf(await parsePython('flat_net.py', source)),
      preprocessing.value,
    );
    assert.deepEqual(found, [
      {
        line: 27,
        inCode: 'mean 0.5, 0.5, 0.5; std 0.25, 0.25, 0.25',
        inUse: 'mean 0.485, 0.456, 0.406; std 0.25, 0.25, 0.25',
      },
    ]);
    const bytes = {
      ...preprocessing.value,
      scale: 1,
      mean: [127.5, 127.5, 127.5],
      std: [63.75, 63.75, 63.75],
    };
    assert.deepEqual(
      compareTransforms(transformsOf(await parsePython('flat_net.py', source)), bytes),
      [],
    );
  });
});
