import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import type { JpegTile } from '../../src/cam/drawing/jpegTile.ts';
import { jpegTile } from '../../src/cam/drawing/jpegTile.ts';
import { allClassesHtml, patchKey } from '../../src/cam/units/export/allClassesHtml.ts';
import { DEFAULT_DRAWING } from '../../src/cam/units/export/contactSheet.ts';
import { drawTiles, patchesOfClass } from '../../src/cam/units/export/drawTiles.ts';
import { sheetHtml } from '../../src/cam/units/export/sheetHtml.ts';
import { HOSTILE, sampleSheet } from '../unit/units/export/sampleSheet.ts';
import { overflowOf, withSavedPage } from './support/savedPage.ts';

describe('the units of a class as an HTML file', () => {
  let folder: string;
  let address: string;
  let allClasses: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cam-lens-html-'));
    const sheet = sampleSheet();
    const shown = { x: 0, y: 0, width: 112, height: 112 };
    const jpegs = new Map<unknown, JpegTile>();
    const patches = patchesOfClass(sheet.units);
    for await (const [patch, tile] of drawTiles(patches, () => shown, DEFAULT_DRAWING, 240, {})) {
      jpegs.set(patch, await jpegTile(tile, 80));
    }
    const file = path.join(folder, 'units.html');
    await writeFile(
      file,
      sheetHtml(sheet, (patch) => jpegs.get(patch)),
    );
    address = pathToFileURL(file).href;
    const rows = [...sheet.units.speaksFor, ...sheet.units.speaksAgainst];
    const tiles = rows.flatMap(({ unit, patches }) =>
      patches.map((patch) => [patchKey(patch, unit.channel), jpegs.get(patch)] as const),
    );
    const second = { ...sheet, units: { ...sheet.units, classIndex: 1 } };
    const all = path.join(folder, 'all.html');
    const found = tiles.flatMap(([key, tile]) => (tile ? [[key, tile] as const] : []));
    await writeFile(all, allClassesHtml([sheet, second], new Map(found)));
    allClasses = pathToFileURL(all).href;
  });
  after(() => rm(folder, { recursive: true }));

  it('shows every patch, and hostile labels and names as text', async () => {
    await withSavedPage(address, 'light', 1200, async (page) => {
      const found = await page.evaluate(() => ({
        scripts: document.scripts.length,
        handlers: document.querySelectorAll('[onerror], [onload], [onclick]').length,
        heading: document.querySelector('h1')?.textContent,
        names: [...document.querySelectorAll('strong')].map((name) => name.textContent),
        pictures: [...document.images].map(({ complete, naturalWidth, alt }) => ({
          isShown: complete && naturalWidth === 240,
          isDescribed: alt.includes('largest activation'),
        })),
        missing: document.querySelector('.missing')?.textContent,
      }));
      const picture = { isShown: true, isDescribed: true };
      assert.deepEqual(found, {
        scripts: 0,
        handlers: 0,
        heading: HOSTILE,
        names: [HOSTILE],
        pictures: [picture, picture, picture],
        missing: 'gone.png cannot be read',
      });
      assert.notEqual(await page.title(), 'run');
    });
  });

  it('of all classes: the contents lead to each class, and a shared patch is shown in both', async () => {
    const look = async (page: Page) => {
      await page.locator('nav a').nth(1).click();
      assert.equal(await page.evaluate(() => document.querySelector(':target')?.id), 'class-1');
      const shown = await page.locator('.tile').evaluateAll((tiles) =>
        tiles.map((tile) => ({
          size: [tile.clientWidth, tile.clientHeight],
          picture: getComputedStyle(tile).backgroundImage.slice(0, 27),
          isDescribed: (tile.getAttribute('aria-label') ?? '').includes('largest activation'),
        })),
      );
      const tile = { size: [120, 120], picture: 'url("data:image/jpeg;base64', isDescribed: true };
      assert.deepEqual(shown, [tile, tile, tile, tile, tile, tile]);
      assert.equal(await page.evaluate(() => document.scripts.length), 0);
      assert.notEqual(await page.title(), 'run');
    };
    await withSavedPage(allClasses, 'light', 1200, look);
  });

  for (const scheme of ['light', 'dark'] as const) {
    it(`is readable in ${scheme}, and as narrow as a telephone`, async () => {
      const look = async (page: Page) => {
        const { texts, back } = await page.evaluate(() => ({
          texts: [
            ...document.querySelectorAll('h1, h2, h2 small, h3, h4, p, a, .figures li, .missing'),
          ].map((text) => getComputedStyle(text).color),
          back: getComputedStyle(document.body).backgroundColor,
        }));
        const background = luminance(back);
        const contrasts = texts.map((text) => contrast(luminance(text), background));
        assert.ok(scheme === 'light' ? background > 0.9 : background < 0.05);
        assert.ok(Math.min(...contrasts) >= 4.5, `${contrasts}`);
        assert.equal(await overflowOf(page), 0);
      };
      await withSavedPage(address, scheme, 360, look);
      await withSavedPage(allClasses, scheme, 360, look);
    });
  }
});

/** Relative luminance of `rgb(…)` and contrast ratio, as WCAG 2 defines them. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((level) => {
    const part = Number(level) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
