import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Engine } from '../../../src/cam/engine.ts';
import type { MapMethod, MethodExplanation } from '../../../src/cam/results/methodMap.ts';
import { MAP_METHODS } from '../../../src/cam/results/methodMap.ts';
import type { SmallModel, SmallNode } from '../classifier/smallModel.ts';
import { encodeSmallModel } from '../classifier/smallModel.ts';
import { features, node } from '../classifier/smallParts.ts';
import { assertFails } from '../engine/assertFails.ts';
import { picturePath } from './golden.ts';

const CHANNELS = 4;
const OF_PIXELS = ['saliency', 'gradient-input', 'integrated-gradients', 'smooth-grad'] as const;
const OF_LAYER = ['grad-cam', 'hires-cam', 'layer-cam'] as const;

/** A head without a class activation map: two linear layers on all places, with a ReLU. */
function head(from: string, to: string, places: number): Pick<SmallModel, 'nodes' | 'constants'> {
  const waves = (count: number) => Array.from({ length: count }, (_, i) => Math.cos(3 * i + 1));
  return {
    nodes: [
      node('flat', 'Flatten', [from]),
      node('hidden', 'MatMul', ['flat', 'first']),
      node('live', 'Relu', ['hidden']),
      node(to, 'MatMul', ['live', 'second']),
    ],
    constants: {
      first: { dims: [CHANNELS * places, 6], values: waves(CHANNELS * places * 6) },
      second: { dims: [6, 3], values: waves(18) },
    },
  };
}

describe('a model without a gradient, or with a damaged one', () => {
  const engine = new Engine();
  let folder = '';
  let count = 0;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-refusals-'));
  });
  after(async () => {
    await engine.dispose();
    rmSync(folder, { recursive: true });
  });

  /** Maps of 4 channels × 6×6, what is given, and the head. */
  function write(
    before: SmallNode[],
    {
      from = 'features',
      after = [],
      constants = {},
    }: {
      from?: string;
      after?: SmallNode[];
      constants?: SmallModel['constants'];
    } = {},
  ): string {
    const trunk = features(CHANNELS, 5);
    const last = head(from, after.length > 0 ? 'logits' : 'scores', 36);
    const file = path.join(folder, `model${count++}.onnx`);
    const model = encodeSmallModel({
      picture: [1, 3, 32, 32],
      nodes: [...trunk.nodes, ...before, ...last.nodes, ...after],
      constants: { ...trunk.constants, ...last.constants, ...constants },
    });
    writeFileSync(file, model);
    return file;
  }

  const explain = (file: string, method: MapMethod) =>
    engine.explainByMethod(file, picturePath(32), { method, classes: [1] });

  async function reasonsOf(file: string): Promise<Partial<Record<MapMethod, string>>> {
    const { offers } = await engine.describeMethods(file);
    assert.deepEqual(
      offers.map(({ method }) => method),
      MAP_METHODS,
    );
    return Object.fromEntries(offers.map(({ method, reason }) => [method, reason]));
  }

  for (const [operator, nodes, from] of [
    ['Hardmax', [node('odd', 'Hardmax', ['features'], { axis: 1 })], 'odd'],
    [
      'com.microsoft.Trilu',
      [{ ...node('odd', 'Trilu', ['features']), domain: 'com.microsoft' }],
      'odd',
    ],
  ] as const) {
    it(`names the operator that has no rule, and covers parts: ${operator}`, async () => {
      const file = write([...nodes], { from });
      const reasons = await reasonsOf(file);
      for (const method of OF_PIXELS) {
        const { message, nextAction } = await assertFails(explain(file, method), 'noGradientRule');
        assert.ok(message.includes(`the operator ${operator}.`), message);
        assert.match(nextAction, /occlusion/);
        assert.equal(reasons[method], message);
      }
      // The layer behind it has a gradient.
      for (const method of OF_LAYER) {
        assert.equal(reasons[method], undefined);
        const found = await explain(file, method);
        assert.equal(found.layer, 'odd');
        assertSound(found);
      }
      assert.equal(reasons.occlusion, undefined);
      assertSound(await explain(file, 'occlusion'));
    });
  }

  it('has no map of a layer either if the operator is behind all layers', async () => {
    const after = [{ ...node('scores', 'Trilu', ['logits']), domain: 'com.microsoft' }];
    const file = write([], { after });
    const reasons = await reasonsOf(file);
    for (const method of [...OF_PIXELS, ...OF_LAYER]) {
      const { message } = await assertFails(explain(file, method), 'noGradientRule');
      assert.match(message, /the operator com\.microsoft\.Trilu/);
      assert.equal(reasons[method], message);
    }
    assertSound(await explain(file, 'occlusion'));
  });

  it('says that the scores are not finite', async () => {
    const bad = { bad: { dims: [3], values: [0, Number.NaN, 0] } };
    const everywhere = write([], {
      after: [node('scores', 'Add', ['logits', 'bad'])],
      constants: bad,
    });
    // Only for some pictures: the logarithm of a negative number.
    const here = write([], { after: [node('scores', 'Log', ['logits'])] });
    for (const file of [everywhere, here]) {
      for (const method of ['grad-cam', 'saliency', 'occlusion'] as const) {
        const { message } = await assertFails(explain(file, method), 'outputNotFinite');
        assert.ok(message.includes(path.basename(file)), message);
      }
    }
  });

  it('does not pass off a gradient that is not finite', async () => {
    // The root of 0 has an endless slope, and a ReLU gives 0.
    const file = write([node('roots', 'Sqrt', ['features'])], { from: 'roots' });
    for (const method of ['saliency', 'gradient-input', 'integrated-gradients'] as const) {
      const { maps } = await explain(file, method);
      assert.equal(maps[0]?.claim.standing, 'mismatch', method);
    }
    assertSound(await explain(file, 'occlusion'));
  });

  it('says that nothing moves scores that are steps', async () => {
    const file = write([], { after: [node('scores', 'Floor', ['logits'])] });
    for (const method of ['saliency', 'gradient-input', 'smooth-grad'] as const) {
      const { maps } = await explain(file, method);
      assert.ok(maps[0]?.map.values.every((value) => value === 0));
      assert.match(maps[0]?.claim.text ?? '', /0 everywhere: nothing here moves the logit/);
    }
  });

  it('says that nothing moves scores that are constant', async () => {
    const file = write([], {
      after: [node('none', 'Mul', ['logits', 'nothing']), node('scores', 'Add', ['none', 'bias'])],
      constants: {
        nothing: { dims: [1], values: [0] },
        bias: { dims: [3], values: [1, 2, 3] },
      },
    });
    for (const method of ['saliency', 'integrated-gradients', 'occlusion'] as const) {
      const { maps } = await explain(file, method);
      assert.ok(maps[0]?.map.values.every((value) => value === 0));
      assert.match(maps[0]?.claim.text ?? '', /0 everywhere: nothing here moves the logit/);
    }
  });
});

function assertSound({ maps }: MethodExplanation): void {
  const [first] = maps;
  assert.ok(first);
  assert.ok(first.map.values.every(Number.isFinite));
  assert.ok(first.map.values.some((value) => value !== 0));
  assert.equal(first.claim.standing, 'approximate', first.claim.text);
}
