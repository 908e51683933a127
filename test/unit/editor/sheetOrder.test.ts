import assert from 'node:assert/strict';
import type { BriefExplanation } from '../../../src/cam/results/brief.ts';
import type { SheetOrder, SheetPicture } from '../../../src/protocol/showCam.ts';
import type { SheetEntry } from '../../../webview/showCam/state/sheet.ts';
import { inOrder, isRight, sheetCounts } from '../../../webview/showCam/state/sheet.ts';

describe('the order of the contact sheet', () => {
  // Wrong: 1 and 4. Not computed: 2. Failed: 5.
  const entries = entriesOf([
    [0, explained(0.9, { predicted: 3, expected: 3 })],
    [1, explained(0.6, { predicted: 3, expected: 1 })],
    [3, explained(0.4, { predicted: 3, expected: 3 })],
    [4, explained(0.95, { predicted: 3, expected: 1 })],
    [5, failed()],
    [6, explained(0.7, { predicted: 3 })],
  ]);
  const inThis = (order: SheetOrder) => inOrder(entries, 8, order);

  it('is the given one', () => {
    assert.deepEqual(inThis('given'), [0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('is by the probability of the first class', () => {
    assert.deepEqual(inThis('confidence'), [4, 0, 6, 1, 3, 2, 7, 5]);
  });

  it('is by the surest mistake, then by the least sure of the others', () => {
    assert.deepEqual(inThis('mistakes'), [4, 1, 3, 6, 0, 2, 7, 5]);
  });

  it('stays as given where no folder names a class', () => {
    const nameless = entriesOf([
      [0, explained(0.1, { predicted: 0 })],
      [1, explained(0.9, { predicted: 0 })],
    ]);
    assert.deepEqual(inOrder(nameless, 3, 'mistakes'), [0, 1, 2]);
    assert.deepEqual(inOrder(nameless, 3, 'confidence'), [1, 0, 2]);
  });

  it('keeps equal ones as they were given', () => {
    const equal = entriesOf([2, 0, 1].map((i) => [i, explained(0.5, { predicted: 0 })]));
    assert.deepEqual(inOrder(equal, 3, 'confidence'), [0, 1, 2]);
  });

  it('counts right ones among those whose folder names a class, and nothing that is old', () => {
    assert.deepEqual(sheetCounts(entries), { done: 6, failed: 1, judged: 4, right: 2 });
    const [[, first] = []] = entries;
    const outdated = new Map(entries).set(0, { ...(first as SheetEntry), isOld: true });
    assert.deepEqual(sheetCounts(outdated), { done: 5, failed: 1, judged: 3, right: 1 });
  });

  it('calls no image right or wrong whose folder names no class', () => {
    assert.equal(isRight(explained(0.9, { predicted: 3 })), undefined);
    assert.equal(isRight(failed()), undefined);
    assert.equal(isRight(explained(0.9, { predicted: 0, expected: 0 })), true);
    assert.equal(isRight(explained(0.9, { predicted: 0, expected: 1 })), false);
  });
});

function entriesOf(pictures: [number, SheetPicture][]): Map<number, SheetEntry> {
  return new Map(pictures.map(([index, picture]) => [index, { picture, isOld: false }]));
}

function explained(
  probability: number,
  { predicted, expected }: { predicted: number; expected?: number },
): SheetPicture {
  const label = (classIndex: number) => `class ${classIndex}`;
  const brief: Partial<BriefExplanation> = {
    scores: [{ classIndex: predicted, label: label(predicted), logit: 1, probability }],
    ...(expected === undefined
      ? {}
      : { expected: { classIndex: expected, label: label(expected) } }),
  };
  return { brief: brief as BriefExplanation };
}

function failed(): SheetPicture {
  return { error: { code: 'imageUnreadable', message: '', nextAction: '' } };
}
