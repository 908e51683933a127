import assert from 'node:assert/strict';
import { MADE_UP, madeUpTexts } from '../support/madeUpLanguage.ts';
import { ClassUnitsPage } from './support/classUnits.ts';
import type { EditorlessPage } from './support/editorlessPage.ts';
import { EvaluatePage } from './support/evaluate.ts';
import { ModelTabPage } from './support/modelTab.ts';
import { Panel } from './support/panel.ts';
import { PinsPage, someRows } from './support/pins.ts';
import { sampleEvaluation } from './support/sampleEvaluation.ts';

type Tested = EditorlessPage<never, { type: string }>;

/** Classes of the made-up models; the pages have texts that are the same. */
const CLASSES = ['constant', 'against'];

describe('in a language that is not English', () => {
  const texts = madeUpTexts();

  const panel = new Panel();
  const model = new ModelTabPage();
  const units = new ClassUnitsPage();
  const evaluation = new EvaluatePage();
  const sample = sampleEvaluation({ classes: 12, pictures: 40 });
  const pins = new PinsPage();
  const pages: [string, Tested, show: () => Promise<void>][] = [
    ['Show CAM', panel, () => panel.showComparison()],
    ['the model tab', model, () => model.showChannels(3)],
    ['class units', units, () => units.start()],
    ['an evaluated folder', evaluation, () => evaluation.showSample(sample)],
    ['pinned images', pins, () => pins.showRows(someRows())],
  ];
  for (const [name, page, show] of pages) {
    it(`${name} shows every text in it`, async () => {
      await page.open({ texts });
      await show();
      const shown = await shownTexts(page);
      assert.ok(shown.filter((text) => text.startsWith(MADE_UP)).length > 3);
      const english = shown.filter((text) => text in texts && !CLASSES.includes(text));
      assert.deepEqual(english, []);
      assert.deepEqual(await page.complaints(), []);
    });
  }
});

/** What stands in the page, also where only the pointer or a screen reader finds it. */
function shownTexts(page: Tested): Promise<string[]> {
  return page.page.evaluate(() => {
    const found: (string | null)[] = [];
    const nodes = document.createTreeWalker(document.querySelector('#app') as Node);
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
      if (node instanceof Text) found.push(node.data);
      if (!(node instanceof Element)) continue;
      found.push(...['title', 'aria-label', 'placeholder'].map((key) => node.getAttribute(key)));
    }
    return found.map((text) => text?.trim() ?? '').filter((text) => text !== '');
  });
}
