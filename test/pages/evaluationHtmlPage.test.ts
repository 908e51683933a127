import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { exportReport } from '../../src/cam/evaluate/export/exportReport.ts';
import { sampleReport } from '../unit/evaluate/export/sampleReport.ts';
import { HOSTILE } from '../unit/plots/sampleReports.ts';
import { violations } from './support/accessibility.ts';
import { overflowOf, withSavedPage } from './support/savedPage.ts';

describe('the report of an evaluated folder as an HTML file', () => {
  let folder: string;
  let address: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cam-lens-html-'));
    const file = path.join(folder, 'report.html');
    await writeFile(file, await exportReport(sampleReport(), [], 'html'));
    address = pathToFileURL(file).href;
  });
  after(() => rm(folder, { recursive: true }));

  it('shows every picture and plot, and hostile names as text', async () => {
    await withSavedPage(address, 'light', 1400, async (page) => {
      const found = await page.evaluate(() => ({
        scripts: document.scripts.length,
        handlers: document.querySelectorAll('[onerror], [onload], [onclick]').length,
        broken: [...document.images].filter(({ naturalWidth }) => naturalWidth === 0).length,
        pictures: document.images.length,
        undescribed: [...document.images].filter(({ alt }) => alt === '').length,
        plots: [...document.querySelectorAll('svg.plot')]
          .filter((plot) => plot.checkVisibility())
          .map((plot) => ({
            isDrawn: plot.getBoundingClientRect().height > 200,
            isNamed: plot.getAttribute('aria-label') !== '',
          })),
        headings: [...document.querySelectorAll('h3')].map((heading) => heading.textContent),
      }));
      const plot = { isDrawn: true, isNamed: true };
      assert.deepEqual(found.plots, Array(6).fill(plot));
      const { scripts, handlers, broken, undescribed } = found;
      assert.deepEqual(
        { scripts, handlers, broken, undescribed },
        {
          ...{ scripts: 0, handlers: 0, broken: 0, undescribed: 0 },
        },
      );
      // 12 errors, 6 boxes, 2 classes with 2 mean maps and 2 clusters of a mean map and 4 photos.
      assert.equal(found.pictures, 12 + 6 + 2 * (2 + 2 * 5));
      assert.ok(found.headings.some((heading) => heading?.startsWith(HOSTILE)));
      assert.notEqual(await page.title(), 'run');
    });
  });

  it('has the numbers of each plot below it', async () => {
    await withSavedPage(address, 'light', 1400, async (page) => {
      const numbers = page.locator('.plot-figure').first().locator('details');
      assert.equal(await numbers.locator('table').isVisible(), false);
      await numbers.locator('summary').click();
      assert.match((await numbers.locator('tbody tr').first().textContent()) ?? '', /^tabby cat36/);
    });
  });

  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [360, 600, 1400]) {
      it(`is readable in ${scheme}, ${width} px wide`, async () => {
        await withSavedPage(address, scheme, width, async (page) => {
          assert.equal(await overflowOf(page), 0);
          assert.deepEqual(await violations(page), []);
        });
      });
    }
  }
});
