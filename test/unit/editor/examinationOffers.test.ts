import assert from 'node:assert/strict';
import { ExaminationOffers } from '../../../src/editor/showCam/offers/examinationOffers.ts';

describe('the offer to examine a model', () => {
  let offered: [reason: string, model: string, image: string][];
  let memory: Map<string, unknown>;

  const offers = () =>
    new ExaminationOffers({
      offer: (...offer) => offered.push(offer),
      memory: {
        get: <T>(key: string, fallback: T) => (memory.get(key) as T | undefined) ?? fallback,
        update: (key, value) => memory.set(key, value),
      },
    });
  const show = (
    to: ExaminationOffers,
    count: number,
    predicted: (i: number) => number,
    model = { path: '/net.onnx', version: 'one' },
  ) => {
    for (let i = 0; i < count; i++) {
      to.consider({ model, imagePath: `/${i}.png`, expected: i % 2, predicted: predicted(i) });
    }
  };

  beforeEach(() => {
    [offered, memory] = [[], new Map()];
  });

  it('comes once, when six pictures of two classes are all wrong', () => {
    const shown = offers();
    show(shown, 5, () => 7);
    assert.equal(offered.length, 0);
    show(shown, 9, () => 7);
    assert.equal(offered.length, 1);
    assert.match(offered[0]?.[0] ?? '', /^Of 6 pictures only 0 are what their folders say/);
    assert.deepEqual(offered[0]?.slice(1), ['/net.onnx', '/5.png']);
    show(offers(), 9, () => 7);
    assert.equal(offered.length, 1);
  });

  it('does not come for a model that is mostly right, nor for pictures of no class', () => {
    show(offers(), 40, (i) => (i % 4 === 0 ? 7 : i % 2));
    const shown = offers();
    for (let i = 0; i < 20; i++) {
      const model = { path: '/net.onnx', version: 'one' };
      shown.consider({ model, imagePath: `/${i}.png`, expected: undefined, predicted: 7 });
    }
    assert.equal(offered.length, 0);
  });

  it('counts again when the model has changed', () => {
    const shown = offers();
    show(shown, 5, () => 7);
    show(shown, 1, () => 7, { path: '/net.onnx', version: 'two' });
    assert.equal(offered.length, 0);
  });
});
