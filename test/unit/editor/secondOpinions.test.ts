import assert from 'node:assert/strict';
import type { SecondOpinion } from '../../../src/cam/results/explanation.ts';
import { SecondOpinions } from '../../../src/editor/showCam/offers/secondOpinions.ts';
import type { Explained } from '../../../src/protocol/showCam.ts';
import { countingExplanation, countingModel } from '../../pages/support/explanation.ts';

const OPINION: SecondOpinion = {
  text: 'x/255',
  settings: { channels: 'RGB', scale: 1 / 255, mean: [0, 0, 0], std: [1, 1, 1] },
  surety: 0.97,
  instead: 0.31,
};

function explained(image: string, version = 'one', guessed = ['scale', 'mean', 'std']): Explained {
  const model = countingModel();
  const { preprocessing } = model;
  return {
    model: { ...model, version, preprocessing: { ...preprocessing, guessed } },
    explanation: { ...countingExplanation(model, Uint8Array.of(1)), imagePath: image },
    variant: {},
  };
}

describe('offers of other values of pixels', () => {
  let asked: string[][];
  let shown: (SecondOpinion | undefined)[];
  let used: [string, SecondOpinion][];
  let memory: Map<string, unknown>;
  let found: SecondOpinion | undefined;

  const opinions = () =>
    new SecondOpinions({
      ask: async (_, images) => {
        asked.push(images);
        return found;
      },
      show: (opinion) => shown.push(opinion),
      use: async (model, opinion) => {
        used.push([model, opinion]);
      },
      memory: {
        get: <T>(key: string, fallback: T) => (memory.get(key) as T | undefined) ?? fallback,
        update: (key, value) => memory.set(key, value),
      },
    });

  beforeEach(() => {
    [asked, shown, used, memory, found] = [[], [], [], new Map(), OPINION];
  });

  it('are asked for once, about the first three pictures that are shown', async () => {
    const of = opinions();
    for (const image of ['a', 'b', 'b', 'a']) await of.consider(explained(image));
    assert.deepEqual(asked, []);
    for (const image of ['c', 'd', 'e']) await of.consider(explained(image));
    assert.deepEqual(asked, [['a', 'b', 'c']]);
    assert.deepEqual([shown, of.opinion], [[OPINION], OPINION]);
  });

  it('are not asked for if a source states the values', async () => {
    const of = opinions();
    for (const image of ['a', 'b', 'c']) await of.consider(explained(image, 'one', ['resize']));
    assert.deepEqual(asked, []);
  });

  it('go with the model or its settings that they were for', async () => {
    const of = opinions();
    for (const image of ['a', 'b', 'c']) await of.consider(explained(image));
    await of.consider(explained('c', 'two'));
    assert.deepEqual(shown, [OPINION, undefined]);
    for (const image of ['a', 'b']) await of.consider(explained(image, 'two'));
    assert.deepEqual(asked[1], ['c', 'a', 'b']);
  });

  it('are taken', async () => {
    const of = opinions();
    for (const image of ['a', 'b', 'c']) await of.consider(explained(image));
    await of.answer('try');
    assert.deepEqual(used, [[countingModel().path, OPINION]]);
    assert.deepEqual(shown, [OPINION, undefined]);
  });

  it('do not come back for a model if they are declined', async () => {
    const of = opinions();
    for (const image of ['a', 'b', 'c']) await of.consider(explained(image));
    await of.answer('keep');
    assert.deepEqual([used, of.opinion], [[], undefined]);
    const again = opinions();
    for (const image of ['a', 'b', 'c']) await again.consider(explained(image));
    assert.equal(asked.length, 1);
  });

  it('are none if the engine finds none', async () => {
    found = undefined;
    const of = opinions();
    for (const image of ['a', 'b', 'c']) await of.consider(explained(image));
    assert.deepEqual([asked.length, shown], [1, []]);
    await of.answer('keep');
    assert.equal(memory.size, 0);
  });
});
