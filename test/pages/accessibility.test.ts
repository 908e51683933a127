import assert from 'node:assert/strict';
import { violations } from './support/accessibility.ts';
import { nextFrame, Panel } from './support/panel.ts';
import { THEMES } from './support/themes.ts';
import { usePage } from './support/usePage.ts';

describe('Show CAM by the rules of WCAG 2.1 A and AA', () => {
  const panel = usePage(new Panel());

  for (const [name, theme] of Object.entries(THEMES)) {
    it(`keeps them in the theme ${name}`, async () => {
      await panel.open({ theme });
      await panel.showCounting(['grey.png', 'other.png']);
      await panel.byTestId('contrast').nth(1).click();
      await nextFrame(panel);
      assert.deepEqual(await violations(panel.page), []);
      await panel.openView();
      assert.deepEqual(await violations(panel.page), [], 'with the settings open');
    });
  }
});
