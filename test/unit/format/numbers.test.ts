import assert from 'node:assert/strict';
import {
  formatNumber,
  formatOverlap,
  formatProbabilities,
  formatProbability,
} from '../../../webview/shared/format/numbers.ts';

describe('numbers as people read them', () => {
  it('writes a probability in percent, also a small one', () => {
    const texts: [probability: number, text: string][] = [
      [1, '100.0\u00a0%'],
      [0.904, '90.4\u00a0%'],
      [0.0005, '0.1\u00a0%'],
      [0.00043, '0.04\u00a0%'],
      [0.00006, '0.01\u00a0%'],
      [0.00005, '0.01\u00a0%'],
      [0.000049, '<0.01\u00a0%'],
      [4.3e-11, '<0.01\u00a0%'],
      [0, '0'],
    ];
    for (const [probability, text] of texts) assert.equal(formatProbability(probability), text);
  });

  it('writes two probabilities with one unit, and as one if they read alike', () => {
    assert.equal(formatProbabilities(1, 0.904), '100.0 \u2192 90.4\u00a0%');
    assert.equal(formatProbabilities(3e-8, 0.032), '<0.01 \u2192 3.2\u00a0%');
    assert.equal(formatProbabilities(0.032, 0), '3.2\u00a0% \u2192 0');
    assert.equal(formatProbabilities(0.90401, 0.90402), '90.4\u00a0%');
  });

  it('gives a small number an exponent only where its size would be lost', () => {
    const texts: [value: number, text: string][] = [
      [12.345, '12.35'],
      [-0.0412, '\u22120.041'],
      [0.00043, '0.0004'],
      [-0.00006, '\u22120.0001'],
      [0.0000021, '2.1e\u22126'],
      [0, '0'],
    ];
    for (const [value, text] of texts) assert.equal(formatNumber(value), text);
  });

  it('writes an overlap of 1 only for the same box, and 0 only for boxes apart', () => {
    assert.deepEqual([1, 0.999, 0.05, 0.004, 0].map(formatOverlap), [
      '1',
      '0.99',
      '0.05',
      '<0.01',
      '0',
    ]);
  });
});
