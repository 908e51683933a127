import assert from 'node:assert/strict';
import { someMaps } from '../support/inspection.ts';
import { ModelTabPage } from '../support/modelTab.ts';
import { greyPng } from '../support/panel.ts';
import { usePage } from '../support/usePage.ts';

/** The ends of the positive side of Google's Turbo colormap, as published. */
const TURBO_LOW = [35, 23, 27];
const TURBO_HIGH = [144, 12, 0];

describe('the model tab page', () => {
  const tab = usePage(new ModelTabPage());

  it('shows channels by descending mean, in true cells, with their values', async () => {
    await tab.showModel();
    await tab.byTestId('layer').nth(0).click();
    await tab.byTestId('show-channels').click();
    await tab.byTestId('choose-image').click();
    assert.equal((await tab.sentOf('chooseImage')).length, 1);
    await tab.send({ type: 'image', name: 'grey.png' });
    await tab.answerChannels(20);
    const cells = tab.byTestId('channel-cell');
    assert.match(await cells.nth(0).innerText(), /^19\s+19\.00$/);
    assert.match(await tab.byTestId('channel-summary').innerText(), /20 channels.* 0 … 19\.00/);
    assert.match(await tab.byTestId('channel-warning').innerText(), /^1 of 20 channels are zero/);
    const counting = tab.page.locator('[data-channel="5"] canvas');
    assert.deepEqual(
      await counting.evaluate((canvas: HTMLCanvasElement) => [canvas.width, canvas.height]),
      [4, 2],
    );
    await hoverCell(tab, 5, 2.5 / 4, 1.5 / 2);
    assert.equal(await tab.byTestId('channel-reading').getAttribute('data-value'), '6');
    assert.match(await tab.byTestId('channel-reading').innerText(), /Channel 5, cell 2, 1: 6\.000/);
    await tab.screenshot('model-tab-channels');
  });

  it('colours channels on one scale, or each on its own', async () => {
    await tab.showChannels(20);
    const colour = (channel: number) =>
      tab.page
        .locator(`[data-channel="${channel}"] canvas`)
        .evaluate((canvas: HTMLCanvasElement) =>
          Array.from(canvas.getContext('2d')?.getImageData(0, 0, 1, 1).data ?? []).slice(0, 3),
        );
    assert.deepEqual(await colour(19), TURBO_HIGH);
    assert.notDeepEqual(await colour(10), TURBO_HIGH);
    assert.deepEqual(await colour(0), TURBO_LOW);
    await tab.page.locator('[data-testid="channel-scale"] input[value="own"]').check();
    await tab.nextFrame();
    assert.deepEqual(await colour(10), TURBO_HIGH);
    assert.deepEqual(await colour(0), TURBO_LOW);
  });

  it('enlarges a channel over the picture, by click and by key', async () => {
    await tab.showChannels(20);
    await tab.byTestId('channel-cell').nth(0).click();
    const enlarged = tab.byTestId('enlarged');
    await enlarged.waitFor();
    assert.match((await enlarged.getAttribute('aria-label')) ?? '', /^Channel 19 over grey\.png/);
    await tab.byTestId('channel-grid').focus();
    await tab.page.keyboard.press('End');
    await tab.nextFrame();
    assert.match((await enlarged.getAttribute('aria-label')) ?? '', /^Channel 0 over/);
    await tab.screenshot('model-tab-enlarged');
    await tab.page.keyboard.press('Escape');
    await enlarged.waitFor({ state: 'hidden' });
  });

  it('keeps the maps in even rows that fill the grid, whatever room they have', async () => {
    await tab.showChannels(64);
    await tab.byTestId('channel-cell').nth(0).click();
    await tab.byTestId('enlarged').waitFor();
    await tab.nextFrame();
    const { rows, rest } = await tab.byTestId('channel-grid').evaluate((grid) => {
      const lines = Array.from(grid.querySelectorAll('.channel-line:not([hidden])'));
      const last = lines[0]?.lastElementChild?.getBoundingClientRect().right ?? 0;
      return {
        rows: lines.map((line) => line.getBoundingClientRect().top).sort((a, b) => a - b),
        rest: grid.getBoundingClientRect().right - last,
      };
    });
    const steps = rows.slice(1).map((top, i) => Math.round(top - (rows[i] ?? 0)));
    assert.ok(steps.length > 2);
    assert.deepEqual([...new Set(steps)].length, 1, steps.join(' '));
    assert.ok(rest < 16, `${rest} px are left beside the maps`);
  });

  it('makes only the visible channels, of two thousand', async () => {
    await tab.showChannels(2048);
    const made = tab.byTestId('channel-cell');
    assert.ok((await made.count()) < 180, `${await made.count()} maps are made`);
    await tab.byTestId('channel-grid').focus();
    await tab.page.keyboard.press('End');
    await tab.page.locator('.channel-cell[data-channel="0"]').waitFor();
    assert.ok((await made.count()) < 220, `${await made.count()} maps are made`);
  });

  it('shows the channels of one image never under the name of another', async () => {
    await tab.showChannels(20);
    await tab.send({ type: 'image', name: 'other.png' });
    await tab.byTestId('channel-cell').first().waitFor({ state: 'hidden' });
    assert.equal(await tab.byTestId('change-image').innerText(), 'other.png');
    assert.match(await tab.byTestId('channels').innerText(), /Running the model/);
    const asked = await tab.asked('channels');
    const maps = someMaps(asked[0]?.request.tensor ?? '', 20, await greyPng());
    for (const { id } of asked) {
      await tab.sendChannels(id, { ...maps, imagePath: '/photos/other.png' });
    }
    await tab.byTestId('channel-cell').first().waitFor();
    await tab.byTestId('channel-cell').first().click();
    await tab.nextFrame();
    const description = await tab.byTestId('enlarged').getAttribute('aria-label');
    assert.match(description ?? '', /over other\.png/);
  });

  it('drops the channels of a tensor that is no longer requested', async () => {
    await tab.showModel();
    await tab.send({ type: 'image', name: 'grey.png' });
    for (const row of [0, 3]) {
      await tab.byTestId('layer').nth(row).click();
      await tab.byTestId('show-channels').click();
      await tab.nextFrame();
    }
    await tab.answerChannels(20);
    assert.match(await tab.byTestId('channels').innerText(), /layer0\.pool/i);
    const error = { code: 'outputNotFinite' as const, message: 'Old.', nextAction: 'No.' };
    const [first] = await tab.asked('channels');
    assert.ok(first);
    await tab.send({ type: 'refusal', id: first.id, error });
    await tab.nextFrame();
    assert.equal(await tab.byTestId('channels-error').isVisible(), false);
  });
});

/** Points at a place of a channel's small map, in parts of its size. */
async function hoverCell(tab: ModelTabPage, channel: number, x: number, y: number): Promise<void> {
  const canvas = tab.page.locator(`[data-channel="${channel}"] canvas`);
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  assert.ok(box);
  await tab.page.mouse.move(box.x + x * box.width, box.y + y * box.height);
  await tab.nextFrame();
}
