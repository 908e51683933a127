import assert from 'node:assert/strict';
import sharp from 'sharp';
import { ClassUnitsPage } from '../support/classUnits.ts';
import type { SampleUnits } from '../support/sampleUnits.ts';
import { sampleUnits } from '../support/sampleUnits.ts';
import { usePage } from '../support/usePage.ts';

describe('the class units page', () => {
  const tab = usePage(new ClassUnitsPage());
  let sample: SampleUnits;

  before(async () => {
    sample = await sampleUnits();
  });

  describe('a patch', () => {
    it('is redrawn at once for another threshold, mask and crop, without a request', async () => {
      await tab.showSample(sample);
      const asked = (await tab.sent()).length;
      const changes = [
        async () => {
          await tab.openMenu('view');
          await tab.byTestId('threshold').press('ArrowRight');
          await tab.page.keyboard.press('Escape');
        },
        () => tab.choose('mask', 'Dim the rest'),
        () => tab.choose('crop', 'Receptive field'),
        () => tab.choose('mask', 'Hide'),
      ];
      let before = await tab.firstPatch();
      for (const [i, change] of changes.entries()) {
        await change();
        await tab.nextFrame();
        const after = await tab.firstPatch();
        assert.notDeepEqual(after, before, `change ${i}`);
        before = after;
        if (i === 1) await tab.screenshot('class-units-dim');
        if (i === 2) await tab.screenshot('class-units-field');
      }
      const types = (await tab.sent()).slice(asked).map(({ type }) => type);
      assert.deepEqual(
        [...new Set(types)].filter((type) => type !== 'viewChanged'),
        [],
      );
    });

    it('opens Show CAM on its channel', async () => {
      await tab.showSample(sample);
      const row = tab.byTestId('unit-row').first();
      const pooledChannel = Number(await row.getAttribute('data-pooled-channel'));
      const patch = row.locator('[data-testid=patch]').first();
      const path = (await patch.getAttribute('data-path')) ?? '';
      await patch.click();
      assert.deepEqual(await tab.sentOf('showCam'), [
        { type: 'showCam', path, classIndex: 0, pooledChannel },
      ]);
    });

    it('shows the receptive field, and says if it covers everything', async () => {
      await tab.showSample(sample);
      await tab.choose('crop', 'Receptive field');
      const note = tab.byTestId('crop-note').filter({ hasText: 'of the model’s input' });
      await note.waitFor({ state: 'attached' });
      assert.match(
        (await note.textContent()) ?? '',
        /^A cell sees at most \d+\u202f×\u202f\d+ pixels/,
      );
      const { receptiveField } = sample.model;
      assert.ok(receptiveField);
      const whole = { ...receptiveField, width: 427, height: 427, coversInput: true };
      await tab.send({ type: 'model', model: { ...sample.model, receptiveField: whole } });
      await tab.openMenu('view');
      await tab.byTestId('crop-note').getByText('covers the whole input of 224').waitFor();
    });

    it('says so if its picture is gone', async () => {
      await tab.showSample({ ...sample, thumbnails: async (paths) => paths.map(() => undefined) });
      await tab.page.locator('.patch.gone').first().waitFor();
      const title = await tab.byTestId('patch').first().getAttribute('title');
      assert.match(title ?? '', /can no longer be read/);
    });

    it('shows a file that was replaced and run again as it is now', async () => {
      await tab.showSample(sample);
      const before = await tab.firstPatch();
      const counts = { found: 40, walking: false, indexed: 40, scanned: 1, unreadable: 0 };
      const progress = { ...counts, perSecond: 31.4, secondsLeft: 0 };
      await tab.send({ type: 'progress', progress });
      const summary = { ...sample.summary, version: 'with a replaced file' };
      await tab.send({ type: 'index', summary });
      await tab.send({ type: 'progress', progress: undefined });
      const black = await sharp({
        create: { width: 112, height: 112, channels: 3, background: 'black' },
      })
        .jpeg()
        .toBuffer();
      await tab.answer({
        ...sample,
        thumbnails: async (paths) => paths.map(() => new Uint8Array(black)),
      });
      let after = before;
      // Decoding takes a while.
      for (let frame = 0; frame < 50 && after === before; frame++) {
        await tab.nextFrame();
        after = await tab.firstPatch();
      }
      assert.ok(after !== before);
    });

    it('is reached by the keyboard', async () => {
      await tab.showSample(sample);
      const patches = tab.byTestId('unit-row').first().locator('[data-testid=patch]');
      await patches.first().focus();
      await tab.page.keyboard.press('ArrowRight');
      await tab.page.keyboard.press('Enter');
      const path = await patches.nth(1).getAttribute('data-path');
      assert.equal((await tab.sentOf('showCam'))[0]?.path, path);
    });
  });
});
