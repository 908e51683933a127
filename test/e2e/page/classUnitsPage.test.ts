import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { findBrowser } from '../../../scripts/browser.ts';
import { launchBrowser } from '../../../scripts/browserLaunch.ts';
import { ClassUnitsPage } from './classUnits.ts';
import { LIGHT } from './modelTab.ts';
import type { SampleUnits } from './sampleUnits.ts';
import { sampleUnits } from './sampleUnits.ts';

describe('the class units page', () => {
  let browser: Browser;
  let sample: SampleUnits;
  let tab: ClassUnitsPage;

  before(async () => {
    browser = await launchBrowser(await findBrowser());
    sample = await sampleUnits();
  });
  after(() => browser.close());
  beforeEach(async () => {
    tab = await ClassUnitsPage.open(browser);
  });
  afterEach(async () => {
    const { complaints } = tab;
    await tab.close();
    assert.deepEqual(complaints, []);
  });

  it('shows the strongest units of a class', async () => {
    await tab.showSample(sample);
    await tab.screenshot('class-units-page');
    assert.equal(await tab.byTestId('unit-row').count(), 6);
  });

  it('draws patches in three crops', async () => {
    await tab.showSample(sample);
    await tab.choose('mask', 'Dim the rest');
    await tab.answer(sample);
    await tab.screenshot('class-units-dim');
    await tab.choose('crop', 'Receptive field');
    await tab.answer(sample);
    await tab.screenshot('class-units-field');
  });

  it('shows one unit', async () => {
    await tab.showSample(sample);
    await tab.byTestId('unit-title').first().click();
    await tab.byTestId('unit-view').waitFor();
    await tab.answer(sample);
    await tab.byTestId('distribution').waitFor();
    await tab.screenshot('class-units-unit');
  });

  it('says what would be without some units', async () => {
    await tab.showSample(sample);
    for (const i of [0, 1, 2]) await tab.byTestId('silence-unit').nth(i).click();
    await tab.answer(sample);
    await tab.screenshot('class-units-silence-bar');
    await tab.byTestId('silence-details').click();
    await tab.answer(sample);
    await tab.screenshot('class-units-silence');
  });

  it('suggests names', async () => {
    await tab.showSample(sample);
    await tab.choose('subject', 'Names');
    await tab.screenshot('class-units-names-before');
    await tab.byTestId('suggest-names').click();
    await tab.answer(sample);
    await tab.screenshot('class-units-names');
  });

  it('in the light theme', async () => {
    await tab.close();
    tab = await ClassUnitsPage.open(browser, { theme: LIGHT });
    await tab.showSample(sample);
    await tab.screenshot('class-units-light');
  });
});
