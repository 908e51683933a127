import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Engine } from '../../../src/cam/engine.ts';
import { encodeSmallModel } from '../classifier/smallModel.ts';
import { node } from '../classifier/smallParts.ts';
import { assertFails } from '../engine/assertFails.ts';
import { makeMemoryFolder } from '../memoryFolder.ts';
import { modelPath, picturePath, sideOf } from './golden.ts';

const TRANSFORMER = 'vit.dynamo';

describe('the layer of a model, and where its cells lie', () => {
  const folder = makeMemoryFolder('cam-lens-layers-');
  const file = path.join(folder, 'layers.json');
  after(() => rmSync(folder, { recursive: true }));

  /** As after a restart. */
  async function withEngine<T>(answer: (engine: Engine) => Promise<T>): Promise<T> {
    const engine = new Engine(folder);
    try {
      return await answer(engine);
    } finally {
      await engine.dispose();
    }
  }

  const explain = (name = TRANSFORMER) =>
    withEngine((engine) => {
      const query = { method: 'grad-cam', classes: [1] } as const;
      return engine.explainByMethod(modelPath(name), picturePath(sideOf(name)), query);
    });
  const kept = () => Object.keys(JSON.parse(readFileSync(file, 'utf8'))).length;
  const edit = (from: RegExp, to: string) =>
    writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));

  it('are kept on disk by the content of the file', async () => {
    const first = await explain();
    assert.equal(kept(), 1);
    edit(/"text":"[^"]*"/, '"text":"as kept"');
    const second = await explain();
    assert.equal(second.place.text, 'as kept');
    assert.deepEqual(second.maps[0]?.map, first.maps[0]?.map);
    assert.equal(second.layer, first.layer);
    assert.notEqual((await explain('vit_last.dynamo')).place.text, 'as kept');
    assert.equal(kept(), 2);
  });

  it('are found again if what is kept is damaged', async () => {
    for (const damage of [
      () => edit(/"rowDims":\[[^\]]*\]/g, '"rowDims":[-1]'),
      () => edit(/"firstPosition":\d+/g, '"firstPosition":null'),
      () => edit(/"area":\{[^}]*\}/g, '"area":0'),
      () => edit(/"isCut":(true|false)/g, '"isCut":0'),
      () => writeFileSync(file, '{"no":'),
    ]) {
      await explain();
      edit(/"text":"[^"]*"/g, '"text":"as kept"');
      damage();
      assert.match((await explain()).place.text, /^in place, off by 0\.\d cells$/);
    }
  });

  it('that has none: Grad-CAM is offered until it was looked for, and that it has none is kept', async () => {
    const model = path.join(folder, 'shuffled.onnx');
    writeFileSync(model, shuffled());
    const query = { method: 'grad-cam', classes: [1] } as const;
    const before = kept();
    await withEngine(async (engine) => {
      const reasonOf = async () => (await engine.describeMethods(model)).offers[0]?.reason;
      assert.equal(await reasonOf(), undefined);
      const fails = engine.explainByMethod(model, picturePath(32), query);
      const { message } = await assertFails(fails, 'noSpatialMap');
      assert.equal(await reasonOf(), message);
      const { offers } = await engine.describeMethods(model);
      const possible = offers.filter(({ reason }) => reason === undefined);
      assert.deepEqual(
        possible.map(({ method }) => method),
        ['saliency', 'gradient-input', 'integrated-gradients', 'smooth-grad', 'occlusion'],
      );
    });
    assert.equal(kept(), before + 1);
    await withEngine((engine) =>
      assertFails(engine.explainByMethod(model, picturePath(32), query), 'noSpatialMap'),
    );
    assert.equal(kept(), before + 1);
  });
});

/** The pixels in another order, a convolution, and a head of two linear layers on all places. */
function shuffled(): Uint8Array {
  const waves = (count: number) => Array.from({ length: count }, (_, i) => Math.cos(3 * i + 1));
  const pixels = 32 * 32;
  const order = Array.from({ length: pixels }, (_, i) => (i * 389 + 71) % pixels);
  return encodeSmallModel({
    picture: [1, 3, 32, 32],
    nodes: [
      node('row', 'Reshape', ['picture', 'axes of the row']),
      node('mixed', 'Gather', ['row', 'axes of the order'], { axis: 2 }),
      node('back', 'Reshape', ['mixed', 'axes of the picture']),
      node('before', 'Conv', ['back', 'kernel'], { strides: [5, 5] }),
      node('features', 'Relu', ['before']),
      node('flat', 'Flatten', ['features']),
      node('hidden', 'MatMul', ['flat', 'first']),
      node('live', 'Relu', ['hidden']),
      node('scores', 'MatMul', ['live', 'second']),
    ],
    constants: {
      'axes of the row': { dims: [3], values: [1, 3, pixels] },
      'axes of the order': { dims: [pixels], values: order },
      'axes of the picture': { dims: [4], values: [1, 3, 32, 32] },
      kernel: { dims: [4, 3, 3, 3], values: waves(108) },
      first: { dims: [4 * 36, 6], values: waves(4 * 36 * 6) },
      second: { dims: [6, 3], values: waves(18) },
    },
  });
}
