import assert from 'node:assert/strict';
import { EvaluatePage } from '../support/evaluate.ts';
import { sampleEvaluation } from '../support/sampleEvaluation.ts';
import { usePage } from '../support/usePage.ts';

describe('the evaluation page', () => {
  const tab = usePage(new EvaluatePage());
  const sample = sampleEvaluation({ classes: 12, pictures: 120 });

  describe('errors', () => {
    it('are shown worst first, with the answer over them', async () => {
      await tab.showSample(sample);
      await tab.screenshot('evaluate-errors');
      const { top1 } = sample.overview.classification ?? {};
      assert.ok(top1);
      await tab
        .byTestId('answer')
        .getByText(`${(top1.value * 100).toFixed(1)}\u00a0% right`)
        .waitFor();
    });
  });
});
