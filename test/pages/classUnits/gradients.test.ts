import assert from 'node:assert/strict';
import { ClassUnitsPage } from '../support/classUnits.ts';
import type { SampleUnits } from '../support/sampleUnits.ts';
import { unitsWithoutWeights } from '../support/sampleUnits.ts';
import { THEMES } from '../support/themes.ts';
import { usePage } from '../support/usePage.ts';

describe('the units of a model without class weights', () => {
  const tab = usePage(new ClassUnitsPage());
  let sample: SampleUnits;

  before(async () => {
    sample = await unitsWithoutWeights();
  });

  /** A click opens it a moment later, unless a second one follows. */
  async function openUnit(answers = sample): Promise<void> {
    await tab.byTestId('unit-row').first().getByTestId('unit-title').click();
    await tab.byTestId('unit-view').waitFor();
    await tab.answer(answers);
    await tab.byTestId('distribution').waitFor();
  }

  const texts = (testId: string) => tab.byTestId(testId).allInnerTexts();

  it('are ranked by gradient × activation, called by that name', async () => {
    await tab.showSample(sample);
    await tab.byTestId('class-note').getByText('ranked by gradient × activation').waitFor();
    const { query } = (await tab.newest('classUnits')).request;
    const { speaksFor } = await sample.classUnits(query);
    const [shown = ''] = await texts('unit-gradientActivation');
    assert.ok(Math.abs(Number(shown) - (speaksFor[0]?.gradientActivation ?? 0)) < 0.006, shown);
    for (const other of ['unit-weight', 'unit-contribution']) {
      assert.equal(await tab.byTestId(other).first().isVisible(), false, other);
    }
    await tab.byTestId('notices-button').click();
    await tab.byTestId('notices').getByText('its channels have no class weights').waitFor();
  });

  it('have two orders', async () => {
    await tab.showSample(sample);
    await tab.openMenu('view');
    const orders = tab.byTestId('ranking').locator('label:visible');
    assert.deepEqual(await orders.allInnerTexts(), ['Gradient × activation', 'Separation']);
    assert.equal(await tab.byTestId('ranking').getAttribute('data-value'), 'gradientActivation');
    await tab.choose('ranking', 'Separation');
    await tab.answer(sample);
    await tab.byTestId('class-note').getByText('ranked by separation').waitFor();
  });

  it('cannot be switched off, and the page says why', async () => {
    await tab.showSample(sample);
    assert.equal(await tab.byTestId('ablate-unit').first().isVisible(), false);
    await tab.choose('subject', 'Ablation');
    await tab.byTestId('ablation-empty').getByText('Without class weights').waitFor();
    await tab.choose('subject', 'Class');
    await openUnit();
    assert.equal(await tab.byTestId('ablate-this-unit').isVisible(), false);
  });

  it('have classes by gradient × activation', async () => {
    await tab.showSample(sample);
    await openUnit();
    await tab.byTestId('unit-view').getByText('by gradient × activation').waitFor();
    const { pooledChannel } = (await tab.newest('unitReport')).request;
    const { speaksFor } = await sample.unitReport(pooledChannel);
    assert.ok(speaksFor.length > 0);
    const shown = await tab.byTestId('classes-for').locator('.signed-label').allInnerTexts();
    assert.deepEqual(
      shown,
      speaksFor.map(({ classIndex }) => sample.model.labels[classIndex]),
    );
  });

  it('have no classes where nothing is known of them', async () => {
    const unknown: SampleUnits = {
      ...sample,
      unitReport: async (channel) => ({
        ...(await sample.unitReport(channel)),
        classesBy: undefined,
        speaksFor: [],
        speaksAgainst: [],
      }),
    };
    await tab.showSample(unknown);
    await openUnit(unknown);
    assert.equal(await tab.byTestId('unit-view').getByText('Speaks for').count(), 0);
  });

  for (const [theme, variables] of Object.entries(THEMES)) {
    for (const width of [470, 1400]) {
      it(`fit into ${width} px, ${theme}`, async () => {
        await tab.open({ theme: variables, width, height: 900 });
        await tab.showSample(sample);
        const name = `${theme.replaceAll(' ', '-')}-${width}`;
        const fits = () =>
          tab.page.evaluate(
            () => document.documentElement.scrollWidth <= document.documentElement.clientWidth,
          );
        assert.ok(await fits());
        await tab.screenshot(`units-without-weights-${name}`);
        await tab.openMenu('view');
        assert.ok(await fits());
        await tab.screenshot(`units-without-weights-view-${name}`);
        await tab.page.keyboard.press('Escape');
        await openUnit();
        assert.ok(await fits());
        await tab.screenshot(`units-without-weights-unit-${name}`);
      });
    }
  }
});
