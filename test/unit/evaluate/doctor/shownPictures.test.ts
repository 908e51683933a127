import assert from 'node:assert/strict';
import { reasonToExamine } from '../../../../src/cam/evaluate/doctor/shownPictures.ts';

describe('Pictures that were looked at', () => {
  const shown = (right: number, wrong: number) =>
    Array.from({ length: right + wrong }, (_, i) => ({
      ...{ path: `/${i}.png`, expected: i % 2, predicted: i < right ? i % 2 : 5 },
    }));

  it('are a reason to examine the model if nearly all are wrong', () => {
    // P(X ≤ right) of fair coins: 1/64, 10/512, 79/4096 are below 0.02; 1/32, 9/256, 67/2048 are not.
    for (const [right, wrong] of [
      [0, 6],
      [1, 8],
      [2, 10],
    ] as const) {
      const text = reasonToExamine(shown(right, wrong));
      assert.match(text ?? '', new RegExp(`Of ${right + wrong} pictures only ${right} are`));
    }
    for (const [right, wrong] of [
      [0, 5],
      [1, 7],
      [2, 9],
      [6, 0],
    ] as const) {
      assert.equal(reasonToExamine(shown(right, wrong)), undefined);
    }
  });

  it('count once, and as they were last', () => {
    const six = shown(0, 6);
    assert.equal(reasonToExamine([...six.slice(0, 5), ...six.slice(0, 5)]), undefined);
    const repaired = six.map((picture) => ({ ...picture, predicted: picture.expected }));
    assert.equal(reasonToExamine([...six, ...repaired]), undefined);
  });

  it('of one class say nothing: the model may just not know it', () => {
    const one = shown(0, 12).map((picture) => ({ ...picture, expected: 0 }));
    assert.equal(reasonToExamine(one), undefined);
  });
});
