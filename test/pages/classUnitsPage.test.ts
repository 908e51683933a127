import assert from 'node:assert/strict';
import { ClassUnitsPage } from './support/classUnits.ts';
import { LIGHT } from './support/modelTab.ts';
import type { SampleUnits } from './support/sampleUnits.ts';
import { sampleUnits } from './support/sampleUnits.ts';
import { usePage } from './support/usePage.ts';

/** Class and channels of the sample model: channels 8 and 9 answer to beds and wardrobes. */
const BEDROOM = 2;
const BED = 8;

describe('the class units page', () => {
  let sample: SampleUnits;
  const tab = usePage(new ClassUnitsPage());

  before(async () => {
    sample = await sampleUnits();
  });

  describe('a folder', () => {
    it('is asked for where none was chosen', async () => {
      await tab.start({ folder: false });
      await tab.byTestId('choose-folder').click();
      assert.equal((await tab.sentOf('chooseFolder')).length, 1);
      await tab.screenshot('class-units-no-folder');
    });

    it('is scanned, with what is done, the speed and the time left; patches come meanwhile', async () => {
      await tab.start();
      await tab.send({ type: 'index', summary: undefined });
      await tab.byTestId('start-scan').click();
      assert.equal((await tab.sentOf('scan')).length, 1);
      const begun = { found: 31, walking: true, indexed: 0, scanned: 0, unreadable: 0 };
      await tab.send({
        type: 'progress',
        progress: { ...begun, perSecond: 0, secondsLeft: undefined },
      });
      await tab.byTestId('scan-text').getByText('0 images done, 31 found so far').waitFor();
      const going = { found: 1200, walking: false, indexed: 300, scanned: 300, unreadable: 2 };
      await tab.send({
        type: 'progress',
        progress: { ...going, perSecond: 31.4, secondsLeft: 29 },
      });
      await tab.byTestId('scan-text').getByText('300 of 1,200 images').waitFor();
      await tab.byTestId('scan-rate').getByText('31 per second · 29 s left').waitFor();
      const bar = tab.byTestId('scan-progress');
      assert.equal(await bar.getAttribute('aria-valuenow'), '302');
      await tab.send({ type: 'model', model: sample.model });
      await tab.send({ type: 'index', summary: { ...sample.summary, complete: false } });
      await tab.answer(sample);
      await tab.byTestId('patch').first().waitFor();
      await tab.screenshot('class-units-scanning');
      await tab.byTestId('cancel-scan').click();
      assert.equal((await tab.sentOf('cancelScan')).length, 1);
      await tab.send({ type: 'progress', progress: undefined });
      await tab.byTestId('scan-text').getByText('The scan was stopped').waitFor();
      await tab.byTestId('resume-scan').click();
      assert.equal((await tab.sentOf('scan')).length, 2);
    });

    it('that grows is asked of again, and patches in view stay meanwhile', async () => {
      await tab.showSample(sample);
      const before = (await tab.sentOf('ask')).length;
      await tab.send({ type: 'index', summary: { ...sample.summary, version: 'another' } });
      await tab.nextFrame();
      assert.equal((await tab.sentOf('ask')).length, before + 1);
      assert.ok(await tab.byTestId('patch').first().isVisible());
    });

    it('says what could not be read, and that it holds no image', async () => {
      const unreadable = [{ path: 'a/broken.png', reason: 'broken.png is empty (0 bytes).' }];
      await tab.start();
      await tab.send({ type: 'index', summary: { ...sample.summary, images: 0, unreadable } });
      await tab.byTestId('empty-text').getByText('holds no image').waitFor();
      await tab.byTestId('unreadable').locator('summary').click();
      await tab.byTestId('unreadable').getByText('empty (0 bytes)').waitFor();
    });

    it('of another state of the model is shown with a notice', async () => {
      await tab.showSample(sample);
      await tab.send({ type: 'modelChanged', isChanged: true });
      await tab.byTestId('scan-changed').click();
      assert.equal((await tab.sentOf('scan')).length, 1);
      assert.ok(await tab.byTestId('patch').first().isVisible());
    });
  });

  describe('a class', () => {
    it('shows its strongest units for and against it, and more on request', async () => {
      await tab.showSample(sample);
      await tab.chooseClass('bedroom');
      await tab.answer(sample);
      const expected = await sample.classUnits({
        ...{ classIndex: BEDROOM, ranking: 'weight', count: 3, patches: 1 },
      });
      const channels = () =>
        tab
          .byTestId('unit-row')
          .evaluateAll((rows) =>
            rows.map((row) => Number(row.getAttribute('data-pooled-channel'))),
          );
      const rows = [...expected.speaksFor, ...expected.speaksAgainst];
      assert.deepEqual(
        await channels(),
        rows.map(({ unit }) => unit.pooledChannel),
      );
      const weight = expected.speaksFor[0]?.weight ?? 0;
      const shown = await tab.byTestId('unit-weight').first().innerText();
      assert.ok(Math.abs(Number(shown) - weight) < 0.0006, shown);
      await tab.screenshot('class-units-page');
      await tab.byTestId('more-speaks-for').click();
      await tab.answer(sample);
      assert.equal((await tab.newest('classUnits')).query.count, 10);
      assert.ok((await channels()).length > 6);
    });

    it('is ranked in three ways', async () => {
      await tab.showSample(sample);
      await tab.choose('ranking', 'Separation');
      await tab.answer(sample);
      const { query } = await tab.newest('classUnits');
      assert.equal(query.ranking, 'separation');
      await tab.byTestId('class-note').getByText('by separation').waitFor();
    });

    it('drops answers to earlier questions', async () => {
      await tab.showSample(sample);
      await tab.chooseClass('beach');
      await tab.nextFrame();
      const beach = (await tab.sentOf('ask')).at(-1);
      await tab.chooseClass('park');
      await tab.nextFrame();
      assert.deepEqual((await tab.sentOf('forget')).at(-1)?.id, beach?.id);
      const late = { ...{ classIndex: 7, ranking: 'weight' as const, count: 3 }, patches: 2 };
      const result = await sample.classUnits(late);
      await tab.send({ type: 'answer', id: beach?.id ?? 0, kind: 'classUnits', result });
      await tab.answer(sample);
      assert.equal(await tab.byTestId('class-title').innerText(), 'park');
    });

    it('says why there is no answer, and asks again', async () => {
      await tab.start();
      await tab.send({ type: 'model', model: sample.model });
      await tab.send({ type: 'index', summary: sample.summary });
      await tab.hasSent('ask');
      const id = (await tab.sentOf('ask')).at(-1)?.id ?? 0;
      const error = {
        code: 'indexDamaged' as const,
        message: 'A file is too short.',
        nextAction: 'Scan.',
      };
      await tab.send({ type: 'refusal', id, error });
      await tab.byTestId('classUnits-failure').getByText('A file is too short.').waitFor();
      await tab.byTestId('classUnits-failure').getByText('Try again').click();
      await tab.answer(sample);
      await tab.byTestId('patch').first().waitFor();
    });

    it('of a thousand, and rows of thousands, exist only where they are in view', async () => {
      const labels = Array.from({ length: 1000 }, (_, i) => `class ${i}`);
      await tab.start();
      await tab.send({ type: 'model', model: { ...sample.model, labels, channels: 2048 } });
      await tab.send({ type: 'index', summary: sample.summary });
      await tab.nextFrame();
      assert.ok((await tab.byTestId('class-option').count()) < 80);
      await tab.byTestId('class-filter').click();
      await tab.page.keyboard.type('class 777');
      await tab.page.locator('[data-class="777"]:visible').click();
      await tab.nextFrame();
      const { query } = await tab.newest('classUnits');
      assert.equal(query.classIndex, 777);
      const few = await sample.classUnits({ ...query, classIndex: 2 });
      const [row] = few.speaksFor;
      assert.ok(row);
      const speaksFor = Array.from({ length: 2048 }, (_, channel) => ({
        ...row,
        patches: [],
        unit: { ...row.unit, channel, pooledChannel: channel },
      }));
      const result = { ...few, classIndex: 777, speaksFor, countFor: 2048 };
      const id = (await tab.sentOf('ask')).at(-1)?.id ?? 0;
      await tab.send({ type: 'answer', id, kind: 'classUnits', result });
      await tab.byTestId('unit-row').first().waitFor();
      assert.ok((await tab.byTestId('unit-row').count()) < 30);
      await tab.page.locator('.subjects').evaluate((scroller) => {
        scroller.scrollTop = 100_000;
      });
      await tab.page.locator('[data-pooled-channel="808"]').waitFor();
      assert.ok((await tab.byTestId('unit-row').count()) < 40);
    });
  });

  describe('a patch', () => {
    it('is drawn anew at once for another threshold, mask and crop; nothing is asked for', async () => {
      await tab.showSample(sample);
      const asked = (await tab.sent()).length;
      const changes = [
        () => tab.byTestId('threshold').press('ArrowRight'),
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

    it('leads to Show CAM on its channel', async () => {
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

    it('says what the receptive field is, and where it covers everything', async () => {
      await tab.showSample(sample);
      await tab.choose('crop', 'Receptive field');
      await tab.byTestId('crop-note').getByText('pixels of the model’s input at most').waitFor();
      const { receptiveField } = sample.model;
      assert.ok(receptiveField);
      const whole = { ...receptiveField, width: 427, height: 427, coversInput: true };
      await tab.send({ type: 'model', model: { ...sample.model, receptiveField: whole } });
      await tab.byTestId('crop-note').getByText('covers the whole input of 224').waitFor();
    });

    it('of a picture that is gone says so', async () => {
      await tab.showSample({ ...sample, thumbnails: async (paths) => paths.map(() => undefined) });
      await tab.page.locator('.patch.gone').first().waitFor();
      const title = await tab.byTestId('patch').first().getAttribute('title');
      assert.match(title ?? '', /can no longer be read/);
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

  describe('a unit', () => {
    const openBed = async () => {
      await tab.showSample(sample);
      await tab.chooseClass('bedroom');
      await tab.answer(sample);
      await tab.page.locator(`[data-pooled-channel="${BED}"]`).getByTestId('unit-title').click();
      await tab.byTestId('unit-view').waitFor();
      await tab.answer(sample);
      await tab.byTestId('distribution').waitFor();
    };

    it('is shown over the whole folder', async () => {
      await openBed();
      await tab.byTestId('classes-for').getByText('bedroom').waitFor();
      assert.equal(await tab.byTestId('patch').count(), 32);
      await tab.screenshot('class-units-unit');
      await tab.byTestId('correlated').locator('button').first().click();
      await tab.answer(sample);
      const request = await tab.newest('unitReport');
      assert.notEqual(request.pooledChannel, BED);
    });

    it('is measured by occlusion on request', async () => {
      await openBed();
      await tab.choose('crop', 'By occlusion');
      await tab.nextFrame();
      const before = await tab.firstPatch();
      await tab.byTestId('measure-fields').click();
      await tab.send({ type: 'working', kind: 'empiricalFields', done: 30, all: 120 });
      await tab.byTestId('unit-view').getByText('25\u00a0%').waitFor();
      await tab.answer(sample);
      await tab.nextFrame();
      assert.notDeepEqual(await tab.firstPatch(), before);
      await tab.screenshot('class-units-occlusion');
    });

    for (const key of ['F2', 'a double click', 'the pencil']) {
      it(`is named by ${key}; the name stands everywhere`, async () => {
        await tab.showSample(sample);
        const row = tab.byTestId('unit-row').first();
        const title = row.locator('[data-testid=unit-title]');
        if (key === 'F2') await title.press('F2');
        else if (key === 'a double click') await title.dispatchEvent('dblclick');
        else await row.locator('[data-testid=rename-unit]').click();
        await tab.page.keyboard.type('  hot   fire ');
        await tab.page.keyboard.press('Enter');
        await title.filter({ hasText: /^hot fire$/ }).waitFor();
        const channel = Number(await row.getAttribute('data-pooled-channel'));
        assert.deepEqual(await tab.sentOf('nameUnits'), [
          { type: 'nameUnits', names: [{ channel, name: 'hot fire' }] },
        ]);
        await title.press('F2');
        await tab.page.keyboard.type('something else');
        await tab.page.keyboard.press('Escape');
        assert.equal(await title.innerText(), 'hot fire');
        assert.equal(await tab.byTestId('unit-view').isVisible(), false);
        await tab.send({ type: 'names', names: [[channel, 'fireplace']], canName: false });
        await title.getByText('fireplace').waitFor();
        assert.equal(await row.locator('[data-testid=rename-unit]').isVisible(), false);
      });
    }
  });

  describe('what if units were silent', () => {
    it('counts the predictions that change, and shows them', async () => {
      await tab.showSample(sample);
      for (const i of [0, 1, 2]) await tab.byTestId('silence-unit').nth(i).click();
      await tab.answer(sample);
      const { pooledChannels } = await tab.newest('silence');
      const expected = await sample.silence(pooledChannels);
      assert.ok(expected.countOfFlips > 0);
      const text = `${expected.countOfFlips} of 60 images change`;
      await tab.byTestId('silence-summary').getByText(text).waitFor();
      await tab.screenshot('class-units-silence-bar');
      await tab.byTestId('silence-details').click();
      await tab.answer(sample);
      await tab.byTestId('silence-headline').getByText(text).waitFor();
      assert.equal(await tab.byTestId('flip').count(), expected.countOfFlips);
      await tab.byTestId('losses').getByText('living room').waitFor();
      await tab.screenshot('class-units-silence');
      await tab.byTestId('silence-clear-all').click();
      await tab.byTestId('silence-view').getByText('Tick units').waitFor();
    });

    it('says why a head does not allow it', async () => {
      await tab.showSample(sample);
      await tab.byTestId('silence-unit').first().click();
      await tab.nextFrame();
      const id = (await tab.sentOf('ask')).at(-1)?.id ?? 0;
      const message = 'Channels cannot be switched off exactly: its head is not linear.';
      const error = { code: 'headNotLinear' as const, message, nextAction: 'Open Show CAM.' };
      await tab.send({ type: 'refusal', id, error });
      await tab.byTestId('silence-summary').getByText('not linear').waitFor();
    });
  });

  describe('names', () => {
    it('are suggested, accepted one by one or all, and taken back', async () => {
      await tab.showSample(sample);
      await tab.choose('subject', 'Names');
      await tab.byTestId('suggest-names').click();
      await tab.send({ type: 'working', kind: 'suggestNames', done: 60, all: 120 });
      await tab.byTestId('names-view').getByText('50\u00a0%').waitFor();
      await tab.answer(sample);
      await tab.byTestId('suggestion').first().waitFor();
      const { suggestions, detectedFrom } = await sample.suggestNames();
      const [first] = suggestions;
      assert.ok(first);
      await tab.screenshot('class-units-names');
      await tab.byTestId('accept-name').first().click();
      assert.deepEqual((await tab.sentOf('nameUnits'))[0]?.names, [
        { channel: first.unit.channel, name: first.name },
      ]);
      await tab.byTestId('accept-all').click();
      const detectors = suggestions.filter(({ iou }) => iou > detectedFrom).length;
      assert.equal((await tab.sentOf('nameUnits'))[1]?.names.length, detectors - 1);
      await tab.byTestId('undo-names').click();
      const undone = (await tab.sentOf('nameUnits'))[2]?.names ?? [];
      assert.equal(undone.length, detectors - 1);
      assert.ok(undone.every(({ name }) => name === ''));
    });
  });

  describe('the page', () => {
    it('keeps what is looked at over a reload', async () => {
      await tab.showSample(sample);
      await tab.chooseClass('office');
      await tab.choose('ranking', 'Contribution');
      await tab.choose('mask', 'Dim the rest');
      await tab.page.waitForTimeout(300);
      const kept = await tab.keptState();
      assert.equal(kept.folder, '/photos/pictures');
      await tab.page.reload();
      await tab.showSample(sample);
      assert.equal(await tab.byTestId('class-title').innerText(), 'office');
      assert.equal(await tab.byTestId('ranking').getAttribute('data-value'), 'contribution');
      assert.equal(await tab.byTestId('mask').getAttribute('data-value'), 'dim');
    });

    it('in an untrusted workspace says so and asks for nothing', async () => {
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
      await tab.byTestId('save-html').click();
      const [saved] = await tab.sentOf('save');
      assert.equal(saved?.form, 'html');
      assert.equal(saved?.query.classIndex, 0);
      assert.deepEqual(saved?.drawing, { mask: 'contour', threshold: 0.5 });
      await tab.send({ type: 'saved', savedAs: '/out/units.html' });
      await tab.byTestId('output-status').getByText('Saved as /out/units.html').waitFor();
    });

    for (const width of [340, 520, 800]) {
      it(`fits into a width of ${width} px`, async () => {
        await tab.page.setViewportSize({ width, height: 820 });
        await tab.showSample(sample);
        const overflow = await tab.page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        assert.ok(overflow <= 0, `${overflow} px wider than the window`);
        await tab.screenshot(`class-units-${width}`);
      });
    }

    it('in the light theme and in forced colours', async () => {
      await tab.open({ theme: LIGHT });
      await tab.showSample(sample);
      await tab.byTestId('silence-unit').first().click();
      await tab.answer(sample);
      await tab.screenshot('class-units-light');
      await tab.page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
      await tab.screenshot('class-units-forced-colors');
    });
  });
});
