import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'mocha';
import { Engine } from '../../../src/cam/engine.ts';
import { sessionOptions } from '../../../src/cam/runtime/session.ts';
import { assertClose } from '../assertClose.ts';

const folder = path.resolve('test/fixtures/paddedPooling');
const picture = path.join(folder, 'picture.png');
const configPath = path.join(folder, 'tiny.cam.json');

/** By PyTorch in float64, see `make.py` there; the gradient is that of the top class. */
const golden: Record<string, { logits: number[]; top: number; saliency: number[] }> = JSON.parse(
  readFileSync(path.join(folder, 'golden.json'), 'utf8'),
);

const tells = (notices: string[]) => notices.some((notice) => /Pad_Fusion/.test(notice));

describe('Zeros that a model adds before a max pooling', function () {
  this.timeout(60_000);
  const engine = new Engine();

  after(() => engine.dispose());

  for (const [name, { logits, top, saliency }] of Object.entries(golden)) {
    const file = path.join(folder, `${name}.onnx`);
    const matters = name !== 'behindRelu' && name !== 'lowest';

    it(`count in the scores of ${name}, and in the gradient`, async () => {
      const found = await engine.explain(file, picture, { configPath });
      assertClose(found.logits, logits, 1e-6, 'logits');
      assert.equal(found.claim.standing, 'exact');
      const query = { method: 'saliency', classes: [top] } as const;
      const bySaliency = await engine.explainByMethod(file, picture, query, { configPath });
      assertClose(bySaliency.logits, logits, 1e-6, 'logits beside the gradient');
      assertClose(bySaliency.maps[0]?.map.values ?? [], saliency, 1e-6, 'gradient');
    });

    it(`are ${matters ? '' : 'not '}told of ${name}`, async () => {
      const { notices } = await engine.openModel(file, { configPath });
      const methods = await engine.describeMethods(file, { configPath });
      assert.deepEqual([tells(notices), tells(methods.notices)], [matters, matters]);
      assert.ok(!notices.some((notice) => /training mode/.test(notice)));
    });
  }

  it('cost no optimisation where there are none', () => {
    assert.equal(sessionOptions({ optimization: 'all' }).extra?.optimization, undefined);
  });
});
