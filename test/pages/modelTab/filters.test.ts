import assert from 'node:assert/strict';
import type { FirstFilters, NoFilters } from '../../../src/cam/results/firstFilters.ts';
import { violations } from '../support/accessibility.ts';
import { ModelTabPage } from '../support/modelTab.ts';
import { usePage } from '../support/usePage.ts';

/** Two by two weights; filter 0 looks for what is first in the model's input, filter 1 has only zeros. */
function someFilters(change: Partial<FirstFilters> = {}): FirstFilters {
  const { filters = 2, channels = 3 } = change;
  const weights = new Float32Array(filters * channels * 4);
  weights.fill(2, 0, 4);
  weights.fill(-1, 4, 8);
  return {
    ...{ tensor: '/layer0/Conv_output_0', filters, channels, height: 2, width: 2 },
    ...{ order: 'RGB', isOrderGuessed: false, weights },
    ...change,
  };
}

describe('the model tab page', () => {
  const tab = usePage(new ModelTabPage());

  const showFilters = async (result: FirstFilters | NoFilters) => {
    await tab.showModel();
    assert.equal(
      (await tab.sentOf('request')).filter(({ kind }) => kind === 'firstFilters').length,
      0,
    );
    await tab.byTestId('show-filters').click();
    const [asked] = await tab.asked('firstFilters');
    await tab.send({ type: 'result', id: asked?.id ?? 0, kind: 'firstFilters', result });
    await tab.nextFrame();
  };
  const colourOf = (index: number) =>
    tab
      .byTestId('filter-grid')
      .locator('canvas')
      .nth(index)
      .evaluate((canvas: HTMLCanvasElement) =>
        Array.from(canvas.getContext('2d')?.getImageData(1, 1, 1, 1).data ?? []),
      );

  it('draws the first filters in the colours that they look for, on one symmetric scale', async () => {
    await showFilters(someFilters());
    // By hand: 127.5·(1 + w/2) for w = 2, −1, 0.
    assert.deepEqual(await colourOf(0), [255, 64, 128, 255]);
    assert.deepEqual(await colourOf(1), [128, 128, 128, 255]);
    assert.match(await tab.byTestId('filters').innerText(), /2 filters of 3\s×\s2\s×\s2 weights/);
    assert.match(await tab.byTestId('filters-legend').innerText(), /−2\S*\s*\+2/);
    await tab.byTestId('filters-layer').click();
    await tab.nextFrame();
    assert.match(await tab.page.locator('.layer-row.chosen').innerText(), /layer0\.conv/);
    assert.deepEqual(await violations(tab.page), []);
    await tab.screenshot('model-tab-filters');
  });

  it('draws a blue filter blue where the model takes blue first', async () => {
    await showFilters(someFilters({ order: 'BGR' }));
    assert.deepEqual(await colourOf(0), [128, 64, 255, 255]);
  });

  it('says that the order of the channels is a guess', async () => {
    await showFilters(someFilters({ isOrderGuessed: true }));
    await tab.byTestId('filters').getByText('is a guess').waitFor();
  });

  it('draws each channel in grey where they are no colours', async () => {
    await showFilters(someFilters({ channels: 1, order: 'gray' }));
    assert.equal(await tab.byTestId('filter-grid').locator('canvas').count(), 2);
    assert.deepEqual(await colourOf(0), [255, 255, 255, 255]);
    assert.deepEqual(await colourOf(1), [64, 64, 64, 255]);
  });

  it('shows 64 of many at first', async () => {
    await showFilters(someFilters({ filters: 96 }));
    const pictures = tab.byTestId('filter-grid').locator('canvas');
    assert.equal(await pictures.count(), 64);
    await tab.byTestId('all-filters').getByText('Show all 96 filters').click();
    assert.equal(await pictures.count(), 96);
  });

  it('says why there are none', async () => {
    await showFilters({ reason: 'This model has no convolution.' });
    await tab.byTestId('filters-status').getByText('has no convolution').waitFor();
  });
});
