import assert from 'node:assert/strict';
import { noPredictions, predict } from '../../../../src/cam/evaluate/classification/predictions.ts';
import { queryPictures } from '../../../../src/cam/evaluate/classification/queryPictures.ts';
import type { PicturesQuery } from '../../../../src/cam/results/evaluation/overview.ts';

/** Three classes. By row: right, wrong, no label, wrong and sure, wrong as row 1, right and unsure. */
const PICTURES: { logits: number[]; labels: number[] }[] = [
  { logits: [4, 0, 0], labels: [0] },
  { logits: [0, 1, 0], labels: [0] },
  { logits: [0, 0, 9], labels: [] },
  { logits: [2, 3, 8], labels: [1] },
  { logits: [0, 1, 0], labels: [0] },
  { logits: [1, 0, 1.5], labels: [2] },
];

const predictions = noPredictions(PICTURES.length);
for (const [image, { logits, labels }] of PICTURES.entries()) {
  predict(predictions, image, Float32Array.from(logits), labels, 'softmax');
}

function query(change: Partial<PicturesQuery>): number[] {
  const all: PicturesQuery = { order: 'loss', isWrong: false, first: 0, count: 100 };
  const { total, images } = queryPictures(predictions, { ...all, ...change });
  assert.equal(total, images.length);
  return images;
}

describe('Labelled pictures', () => {
  // Losses by row: 0.04, 1.55, –, 5.01, 1.55, 0.60; margins: 4, −1, –, −5, −1, 0.5.
  it('are in order of loss or margin, the worst first, equal ones by row', () => {
    assert.deepEqual(query({ order: 'loss' }), [3, 1, 4, 5, 0]);
    assert.deepEqual(query({ order: 'margin' }), [3, 1, 4, 5, 0]);
  });

  it('differ in order where the loss is spread over classes', () => {
    const spread = noPredictions(2);
    predict(spread, 0, Float32Array.of(0, 0.5, -9, -9), [0], 'softmax');
    predict(spread, 1, Float32Array.of(0, 0.4, 0.4, 0.4), [0], 'softmax');
    const all = { isWrong: false, first: 0, count: 9 };
    assert.deepEqual(queryPictures(spread, { order: 'loss', ...all }).images, [1, 0]);
    assert.deepEqual(queryPictures(spread, { order: 'margin', ...all }).images, [0, 1]);
    assert.deepEqual(queryPictures(spread, { order: 'confidence', ...all }).images, [0, 1]);
  });

  it('are confident mistakes only if they are wrong', () => {
    assert.deepEqual(query({ order: 'confidence' }), [3, 1, 4]);
  });

  it('are filtered by class, pair and mistakes', () => {
    assert.deepEqual(query({ truth: 0 }), [1, 4, 0]);
    assert.deepEqual(query({ predicted: 2 }), [3, 5]);
    assert.deepEqual(query({ truth: 0, predicted: 1 }), [1, 4]);
    assert.deepEqual(query({ truth: 1, predicted: 0 }), []);
    assert.deepEqual(query({ isWrong: true }), [3, 1, 4]);
    assert.deepEqual(query({ isWrong: true, truth: 2 }), []);
  });

  it('are told page by page, with the number of all', () => {
    const page = (first: number) =>
      queryPictures(predictions, { order: 'loss', isWrong: false, first, count: 2 });
    assert.deepEqual(page(0), { total: 5, images: [3, 1] });
    assert.deepEqual(page(2), { total: 5, images: [4, 5] });
    assert.deepEqual(page(4), { total: 5, images: [0] });
    assert.deepEqual(page(6), { total: 5, images: [] });
  });

  it('without a margin are last', () => {
    const one = noPredictions(2);
    predict(one, 0, Float32Array.of(2), [0], 'sigmoid');
    predict(one, 1, Float32Array.of(3), [0], 'sigmoid');
    one.margin[1] = 5;
    const all = { isWrong: false, first: 0, count: 9 };
    assert.deepEqual(queryPictures(one, { order: 'margin', ...all }).images, [1, 0]);
  });
});
