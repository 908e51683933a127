import assert from 'node:assert/strict';
import { ClassUnitsPage } from '../support/classUnits.ts';
import type { SampleUnits } from '../support/sampleUnits.ts';
import { sampleUnits } from '../support/sampleUnits.ts';
import { LIGHT } from '../support/themes.ts';
import { usePage } from '../support/usePage.ts';

describe('the class units page', () => {
  const tab = usePage(new ClassUnitsPage());
  let sample: SampleUnits;

  before(async () => {
    sample = await sampleUnits();
  });

  describe('the page', () => {
    it('keeps the view over a reload', async () => {
      await tab.showSample(sample);
      await tab.chooseClass('office');
      await tab.choose('ranking', 'Contribution');
      await tab.choose('mask', 'Dim the rest');
      await tab.hasKept('"mask":"dim"');
      const kept = await tab.keptState();
      assert.equal(kept.folder, '/photos/pictures');
      await tab.page.reload();
      await tab.showSample(sample);
      assert.equal(await tab.byTestId('class-title').innerText(), 'office');
      assert.equal(await tab.byTestId('ranking').getAttribute('data-value'), 'contribution');
      assert.equal(await tab.byTestId('mask').getAttribute('data-value'), 'dim');
    });

    it('says in an untrusted workspace that nothing is run, and requests nothing', async () => {
      await tab.start({ isTrusted: false });
      await tab.byTestId('untrusted').getByText('no model is run').waitFor();
      await tab.byTestId('manage-trust').click();
      const types = (await tab.sent()).map(({ type }) => type);
      assert.deepEqual(
        types.filter((type) => type !== 'viewChanged'),
        ['ready', 'manageTrust'],
      );
    });

    it('saves the class that is shown', async () => {
      await tab.showSample(sample);
      await tab.openMenu('save');
      await tab.byTestId('save-html').click();
      const { id, kind, request } = await tab.newest('save');
      assert.equal(request.form, 'html');
      assert.equal(request.query.classIndex, 0);
      assert.deepEqual(request.drawing, { mask: 'contour', threshold: 0.5 });
      await tab.send({ type: 'result', id, kind, result: '/out/units.html' });
      await tab.byTestId('output-status').getByText('Saved as /out/units.html').waitFor();
    });

    it('saves all classes of the folder in one file, with progress, and until it is cancelled', async () => {
      await tab.showSample(sample);
      const begin = async () => {
        await tab.openMenu('save');
        await tab
          .byTestId('save-all-note')
          .getByText(/^8 classes in one file, up to about \d+ MB$/)
          .waitFor();
        await tab.byTestId('save-all').click();
        return tab.newest('saveAll');
      };
      const first = await begin();
      assert.deepEqual(first.request, {
        ...{ count: 5, patches: 5, ranking: 'weight' },
        drawing: { mask: 'contour', threshold: 0.5 },
      });
      await tab.send({ type: 'working', id: first.id, done: 3, all: 4 });
      await tab.byTestId('output-status').getByText('Saving all classes: 75\u00a0%').waitFor();
      await tab.screenshot('class-units-saving');
      await tab.byTestId('cancel-save').click();
      assert.equal((await tab.sentOf('cancel')).at(-1)?.id, first.id);
      assert.equal(await tab.byTestId('output-status').isVisible(), false);
      const { id, kind } = await begin();
      await tab.send({ type: 'result', id, kind, result: '/out/all.html' });
      await tab.byTestId('output-status').getByText('Saved as /out/all.html').waitFor();
      assert.equal(await tab.byTestId('cancel-save').isVisible(), false);
    });

    it('does not save all classes while a scan goes on', async () => {
      await tab.showSample(sample);
      const progress = { found: 90, walking: false, indexed: 60, scanned: 1, unreadable: 0 };
      await tab.send({
        type: 'progress',
        progress: { ...progress, perSecond: 1, secondsLeft: undefined },
      });
      await tab.openMenu('save');
      await tab.byTestId('save-all-note').getByText('when the scan has ended').waitFor();
      assert.notEqual(await tab.byTestId('save-all').getAttribute('disabled'), null);
    });

    it('fits into a width of 340, 520 and 800 px', async () => {
      await tab.showSample(sample);
      for (const width of [340, 520, 800]) {
        await tab.page.setViewportSize({ width, height: 820 });
        await tab.answer(sample);
        const overflow = await tab.page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        assert.ok(overflow <= 0, `${overflow} px wider than the window of ${width} px`);
        await tab.screenshot(`class-units-${width}`);
      }
    });

    it('in the light theme and in forced colours', async () => {
      await tab.open({ theme: LIGHT });
      await tab.showSample(sample);
      await tab.byTestId('ablate-unit').first().click();
      await tab.answer(sample);
      await tab.screenshot('class-units-light');
      await tab.page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
      await tab.screenshot('class-units-forced-colors');
    });
  });
});
