import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as ort from 'onnxruntime-node';
import sharp from 'sharp';
import { Engine } from '../../../src/cam/engine.ts';
import { withoutChannels } from '../../../src/cam/maps/ablation.ts';
import type { MapKind } from '../../../src/cam/maps/featureMap.ts';
import type { SmallModel, SmallNode } from './smallModel.ts';
import { encodeSmallModel } from './smallModel.ts';
import { node } from './smallParts.ts';

const SIDE = 16;

const softmax = (name: string, input: string) => node(name, 'Softmax', [input], { axis: 1 });

/** What follows the logits of four classes, and which map it allows. */
interface Kind {
  nodes: SmallNode[];
  constants?: SmallModel['constants'];
  mapKind: MapKind;
}

const second: SmallNode = node('other', 'Gemm', ['flat', 'otherWeights', 'bias']);

const KINDS: Record<string, Kind> = {
  'a softmax': { nodes: [softmax('scores', 'logits')], mapKind: 'cam' },
  'a sigmoid': { nodes: [node('scores', 'Sigmoid', ['logits'])], mapKind: 'cam' },
  'a softmax in per cent': {
    nodes: [softmax('shares', 'logits'), node('scores', 'Mul', ['shares', 'hundred'])],
    mapKind: 'cam',
  },
  'a softmax in another order': {
    nodes: [
      softmax('shares', 'logits'),
      node('scores', 'Gather', ['shares', 'axesOrder'], { axis: 1 }),
    ],
    constants: { axesOrder: { dims: [4], values: [2, 0, 3, 1] } },
    mapKind: 'cam',
  },
  'a softmax without its first class': {
    nodes: [
      softmax('shares', 'logits'),
      node('scores', 'Gather', ['shares', 'axesOrder'], { axis: 1 }),
    ],
    constants: { axesOrder: { dims: [3], values: [1, 2, 3] } },
    mapKind: 'cam',
  },
  'one column of a softmax': {
    nodes: [
      softmax('shares', 'logits'),
      node('scores', 'Gather', ['shares', 'axesOrder'], { axis: 1 }),
    ],
    constants: { axesOrder: { dims: [1], values: [1] } },
    mapKind: 'cam',
  },
  'a softmax written out': {
    nodes: [
      node('largest', 'ReduceMax', ['logits', 'axesClass']),
      node('less', 'Sub', ['logits', 'largest']),
      node('powers', 'Exp', ['less']),
      node('sum', 'ReduceSum', ['powers', 'axesClass']),
      node('scores', 'Div', ['powers', 'sum']),
    ],
    constants: { axesClass: { dims: [1], values: [1] } },
    mapKind: 'cam',
  },
  'the mean of two softmaxes': {
    nodes: [
      second,
      softmax('a', 'logits'),
      softmax('b', 'other'),
      node('both', 'Add', ['a', 'b']),
      node('scores', 'Mul', ['both', 'half']),
    ],
    mapKind: 'gradCam',
  },
  'a softmax of a softmax': {
    nodes: [softmax('shares', 'logits'), softmax('scores', 'shares')],
    mapKind: 'gradCam',
  },
  'probabilities of an order': {
    nodes: [
      node('above', 'Sigmoid', ['logits']),
      node('product', 'Mul', ['above', 'above']),
      node('scores', 'Mul', ['product', 'half']),
    ],
    mapKind: 'gradCam',
  },
};

/** A map of four channels, made by a convolution and a ReLU, its mean, and a linear layer. */
function modelOf({ nodes, constants = {} }: Pick<Kind, 'nodes' | 'constants'>): SmallModel {
  const wave = (length: number, seed: number) =>
    Array.from({ length }, (_, i) => Math.sin(seed + 1.7 * i));
  return {
    picture: [1, 3, SIDE, SIDE],
    nodes: [
      node('before', 'Conv', ['picture', 'kernel'], { strides: [2, 2] }),
      node('features', 'Relu', ['before']),
      node('pooled', 'GlobalAveragePool', ['features']),
      node('flat', 'Flatten', ['pooled']),
      node('logits', 'Gemm', ['flat', 'weights', 'bias']),
      ...nodes,
    ],
    constants: {
      ...constants,
      kernel: { dims: [4, 3, 3, 3], values: wave(108, 1) },
      weights: { dims: [4, 4], values: wave(16, 2) },
      otherWeights: { dims: [4, 4], values: wave(16, 5) },
      bias: { dims: [4], values: [0.3, -0.2, 0.1, 0] },
      hundred: { dims: [1], values: [100] },
      half: { dims: [1], values: [0.5] },
    },
  };
}

const SIDECAR = {
  preprocessing: {
    resize: { mode: 'stretch', size: SIDE },
    crop: 0,
    channels: 'RGB',
    scale: 1 / 255,
    mean: [0, 0, 0],
    std: [1, 1, 1],
  },
};

describe('the probabilities of a model', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-probabilities-'));
  const picture = path.join(folder, 'picture.png');
  const pixels = Buffer.from(Array.from({ length: 3 * SIDE * SIDE }, (_, i) => (i * 37) % 256));
  const engine = new Engine();

  before(async () => {
    const raw = { width: SIDE, height: SIDE, channels: 3 } as const;
    await sharp(pixels, { raw }).png().toFile(picture);
  });

  after(async () => {
    await engine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  function write(
    name: string,
    kind: Pick<Kind, 'nodes' | 'constants'>,
    output: Pick<SmallModel, 'givesIntegers' | 'givesMaps'> = {},
  ): string {
    const file = path.join(folder, `${name.replaceAll(' ', '-')}.onnx`);
    writeFileSync(file, encodeSmallModel({ ...modelOf(kind), ...output }));
    writeFileSync(file.replace('.onnx', '.cam.json'), JSON.stringify(SIDECAR));
    return file;
  }

  /** What onnxruntime gives for the file as it is. */
  async function outputOf(file: string): Promise<Float32Array> {
    const session = await ort.InferenceSession.create(file, { logSeverityLevel: 4 });
    const area = SIDE * SIDE;
    const values = new Float32Array(3 * area).map(
      (_, i) => (pixels[3 * (i % area) + Math.floor(i / area)] as number) / 255,
    );
    const input = new ort.Tensor('float32', values, [1, 3, SIDE, SIDE]);
    const { scores } = await session.run({ picture: input });
    await session.release();
    return scores?.data as Float32Array;
  }

  for (const [name, kind] of Object.entries(KINDS)) {
    it(`are its own output: ${name}`, async () => {
      const file = write(name, kind);
      const [{ probabilities, claim }, { mapKind }, output] = [
        await engine.explain(file, picture),
        await engine.openModel(file),
        await outputOf(file),
      ];
      assert.equal(mapKind, kind.mapKind);
      assert.equal(claim.standing, kind.mapKind === 'cam' ? 'exact' : 'approximate', claim.text);
      const divisor = name.endsWith('per cent') ? 100 : 1;
      assert.equal(probabilities.length, output.length);
      for (const [c, value] of output.entries()) {
        const found = probabilities[c] as number;
        assert.ok(Math.abs(found - value / divisor) < 1e-5, `class ${c}: ${found}, ${value}`);
      }
    });
  }

  it('are those of the classes, not of ranks', async () => {
    const plain = write('plain', { nodes: [softmax('scores', 'logits')] });
    const sorted = write('sorted', {
      nodes: [
        softmax('shares', 'logits'),
        { ...node('scores', 'TopK', ['shares', 'axesCount']), outputs: ['scores', 'places'] },
      ],
      constants: { axesCount: { dims: [1], values: [3] } },
    });
    const [expected, found] = [
      await engine.explain(plain, picture),
      await engine.explain(sorted, picture),
    ];
    assert.deepEqual(found.probabilities, expected.probabilities);
    assert.equal((await outputOf(sorted))[0], Math.max(...expected.probabilities));
  });

  it('are those behind the winning class, if that is all that the model gives', async () => {
    const plain = write('plain', { nodes: [softmax('scores', 'logits')] });
    const expected = await engine.explain(plain, picture);
    const winner = (name: string) => node(name, 'ArgMax', ['shares'], { axis: 1 });
    const [float, int64] = [1, 7];
    for (const nodes of [
      [winner('scores')],
      // A number of the winner that might be a score by its type.
      [
        winner('best'),
        node('exact', 'Cast', ['best'], { to: float }),
        node('scores', 'Cast', ['exact'], { to: int64 }),
      ],
    ]) {
      const kind = { nodes: [softmax('shares', 'logits'), ...nodes] };
      const file = write('winner', kind, { givesIntegers: true });
      const found = await engine.explain(file, picture);
      assert.deepEqual(found.probabilities, expected.probabilities);
      assert.equal(found.claim.standing, 'exact');
    }
  });

  it('are those behind a map from labels to scores, which names the classes', async () => {
    const plain = write('plain', { nodes: [softmax('scores', 'logits')] });
    const expected = await engine.explain(plain, picture);
    const labels = ['cheesecake', 'donuts', 'fries', 'ice cream'];
    const map = node('scores', 'ZipMap', ['shares'], { classlabels_strings: labels });
    const nodes = [softmax('shares', 'logits'), { ...map, domain: 'ai.onnx.ml' }];
    const file = write('map', { nodes }, { givesMaps: true });
    assert.deepEqual((await engine.openModel(file)).labels.value, labels);
    const found = await engine.explain(file, picture);
    assert.deepEqual(found.probabilities, expected.probabilities);
    assert.equal(found.claim.standing, 'exact');
  });

  it('follow from the changed logits if channels are switched off', async () => {
    const file = write('part', KINDS['a softmax without its first class'] as Kind);
    const explanation = await engine.explain(file, picture);
    const model = await engine.openModel(file);
    assert.equal(model.activation, 'partOfSoftmax');
    const { probabilities, logits } = withoutChannels(explanation, model, [0]);
    // p'_c ÷ p'_d = p_c ÷ p_d · e^(ΔS_c − ΔS_d)
    const [a = 0, b = 0] = probabilities;
    const [p = 0, q = 0] = explanation.probabilities;
    const change = (c: number) => (logits[c] as number) - (explanation.logits[c] as number);
    assert.ok(Math.abs(a / b - (p / q) * Math.exp(change(0) - change(1))) < 1e-5);
    assert.ok(probabilities.reduce((sum, value) => sum + value, 0) < 1);
  });
});
