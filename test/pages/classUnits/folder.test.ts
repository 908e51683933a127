import assert from 'node:assert/strict';
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

  describe('a folder', () => {
    it('is requested if none was chosen', async () => {
      await tab.start({ folder: false });
      await tab.byTestId('choose-folder').click();
      assert.equal((await tab.sentOf('chooseFolder')).length, 1);
      await tab.screenshot('class-units-no-folder');
    });

    it('is scanned, with progress, speed and time left; patches appear during the scan', async () => {
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
      await tab.byTestId('scan-text').getByText('Scan stopped at 60 images').waitFor();
      await tab.byTestId('resume-scan').click();
      assert.equal((await tab.sentOf('scan')).length, 2);
    });

    it('is read again when it grows, and patches in view stay', async () => {
      await tab.showSample(sample);
      const before = (await tab.newest('classUnits')).id;
      await tab.send({ type: 'index', summary: { ...sample.summary, version: 'another' } });
      await tab.nextFrame();
      assert.ok((await tab.newest('classUnits')).id > before);
      assert.ok(await tab.byTestId('patch').first().isVisible());
    });

    it('says what could not be read, and that it holds no image', async () => {
      const unreadable = [{ path: 'a/broken.png', reason: 'broken.png is empty (0 bytes).' }];
      await tab.start();
      await tab.send({ type: 'index', summary: { ...sample.summary, images: 0, unreadable } });
      await tab.byTestId('empty-text').getByText('No image in “pictures” can be read').waitFor();
      await tab.byTestId('unreadable-count').getByText('1 unreadable').waitFor();
      await tab.openMenu('folder');
      await tab.byTestId('unreadable').getByText('1 image could not be read').waitFor();
      await tab.byTestId('unreadable').getByText('empty (0 bytes)').waitFor();
    });

    it('says how many masks are not run', async () => {
      await tab.showSample(sample);
      await tab.openMenu('folder');
      assert.equal(await tab.byTestId('folder-masks').isVisible(), false);
      await tab.send({ type: 'index', summary: { ...sample.summary, masks: 3 } });
      await tab.byTestId('folder-masks').getByText('not run: 3').waitFor();
    });

    it('of another state of the model is shown with a notice', async () => {
      await tab.showSample(sample);
      await tab.send({ type: 'modelChanged', isChanged: true });
      await tab.byTestId('scan-changed').click();
      assert.equal((await tab.sentOf('scan')).length, 1);
      assert.ok(await tab.byTestId('patch').first().isVisible());
    });
  });
});
