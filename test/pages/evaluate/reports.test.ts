import assert from 'node:assert/strict';
import { EvaluatePage } from '../support/evaluate.ts';
import { sampleEvaluation } from '../support/sampleEvaluation.ts';
import { sampleReports } from '../support/sampleReports.ts';
import { usePage } from '../support/usePage.ts';

describe('the evaluation page', () => {
  const tab = usePage(new EvaluatePage());
  const sample = sampleEvaluation({ classes: 12, pictures: 120 });
  const open = async (label: string) => {
    await tab.showSample(sample);
    await tab.choose('tab', label);
    await tab.answer(sample);
  };

  beforeEach(() => {
    tab.reports = sampleReports(sample);
  });

  describe('localization', () => {
    it('has all baselines, and is asked again for other boxes and thresholds', async () => {
      await open('Localization');
      const { rows } = (await tab.newest('localization')).request;
      const baselines = rows.filter(({ kind }) => kind === 'baseline');
      assert.equal(baselines.length, 6);
      const table = tab.byTestId('localization-table');
      assert.match(await table.innerText(), /CAM\s+23\.0\s+19\.0–27\.0/);
      assert.equal(await table.locator('tbody tr').count(), 8);
      // No picture of this folder has a mask.
      assert.equal(await table.getByText('PxAP').count(), 0);
      await tab.choose('box-rule', 'As in the authors');
      await tab.choose('threshold', 'Oracle');
      await tab.byTestId('geometry').click();
      await tab.answer(sample);
      const { boxRule, threshold, hasGeometry } = (await tab.newest('localization')).request;
      assert.deepEqual([boxRule, threshold, hasGeometry], ['authors', 'oracle', false]);
      await tab.byTestId('report-localization').getByText('2 masks without a pixel').waitFor();
    });

    it('shows the images by IoU, and opens the map of their class', async () => {
      await open('Localization');
      const tiles = tab.byTestId('localized-tile').filter({ visible: true });
      assert.match(await tiles.first().innerText(), /IoU 0/);
      await tiles.nth(1).click();
      const [opened] = await tab.sentOf('showCam');
      assert.ok(opened && opened.contrastClass === undefined);
    });

    it('has further rows: ten crops, methods, folders of maps', async () => {
      await open('Localization');
      await tab.byTestId('further-maps-button').click();
      await tab.byTestId('ten-crops').click();
      await tab.byTestId('method-grad-cam').click();
      await tab.byTestId('add-maps').click();
      assert.equal((await tab.sentOf('chooseMaps')).length, 1);
      await tab.send({ type: 'maps', folder: '/maps/theirs' });
      await tab.answer(sample);
      const { rows } = (await tab.newest('localization')).request;
      assert.deepEqual(rows.slice(1, 4), [
        { kind: 'method', method: 'cam', crops: 10 },
        { kind: 'method', method: 'grad-cam', crops: 1 },
        { kind: 'folder', folder: '/maps/theirs' },
      ]);
      await tab.byTestId('map-folder').click();
      await tab.answer(sample);
      const left = (await tab.newest('localization')).request.rows;
      assert.equal(left.filter(({ kind }) => kind === 'folder').length, 0);
    });

    it('is not offered without boxes or masks', async () => {
      const overview = { ...sample.overview, annotations: undefined };
      await tab.showSample({ ...sample, overview });
      const choice = tab.byTestId('tab').locator('label', { hasText: 'Localization' });
      assert.equal(await choice.isVisible(), false);
      await tab.byTestId('boxes-from').getByText('No boxes or masks found').waitFor();
    });
  });

  describe('a report', () => {
    it('is asked for once for each state of the folder', async () => {
      await open('Evidence');
      const first = (await tab.newest('evidence')).id;
      await tab.choose('tab', 'Errors');
      await tab.choose('tab', 'Evidence');
      await tab.answer(sample);
      assert.equal((await tab.newest('evidence')).id, first);
      await tab.send({ type: 'overview', overview: { ...sample.overview, version: 'other' } });
      await tab.answer(sample);
      assert.notEqual((await tab.newest('evidence')).id, first);
    });

    it('waits for the end of a pass', async () => {
      await tab.showSample(sample);
      const counts = { found: 900, walking: false, indexed: 120, scanned: 120, unreadable: 1 };
      await tab.send({
        type: 'progress',
        progress: { ...counts, perSecond: 31.4, secondsLeft: 25 },
      });
      await tab.choose('tab', 'Evidence');
      await tab
        .byTestId('report-evidence')
        .getByText('Available when the scan has ended.')
        .waitFor();
      const kinds = (await tab.sentOf('request')).map(({ kind }) => kind);
      assert.ok(!kinds.includes('evidence'));
      await tab.send({ type: 'progress', progress: undefined });
      await tab.answer(sample);
      await tab.byTestId('evidence-class').first().waitFor();
    });

    it('says why there is none, and tries again', async () => {
      tab.reports = {};
      await open('Evidence');
      const { id } = await tab.newest('evidence');
      const error = {
        code: 'indexDamaged' as const,
        message: 'A file is too short.',
        nextAction: 'Scan again.',
      };
      await tab.send({ type: 'refusal', id, error });
      const failure = tab.byTestId('evidence-failure');
      await failure.getByText('A file is too short.').waitFor();
      tab.reports = sampleReports(sample);
      await failure.getByText('Try again').click();
      await tab.answer(sample);
      await tab.byTestId('evidence-class').first().waitFor();
    });
  });

  describe('evidence', () => {
    it('shows the clusters of each class, the most deviant first', async () => {
      await open('Evidence');
      const card = tab.byTestId('evidence-class').first();
      assert.match(await card.innerText(), /otter\s+10 images/);
      assert.match(await tab.byTestId('conclusion').innerText(), /2 of \d+ classes stand out/);
      const clusters = card.getByTestId('cluster');
      assert.match(await clusters.first().innerText(), /3 images · deviation 2\.41/);
      assert.match(await clusters.first().innerText(), /Suspicious: 41 %/);
      assert.doesNotMatch(await clusters.nth(1).innerText(), /Suspicious/);
      const ofClass = tab.byTestId('evidence-class').nth(1).getByTestId('class-text');
      assert.match(await ofClass.innerText(), /Suspicious: All 10 pictures/);
      await clusters.first().locator('button').first().click();
      assert.equal((await tab.sentOf('showCam'))[0]?.classIndex, 0);
    });
  });

  describe('preprocessing', () => {
    it('says which way is better, and writes it', async () => {
      await open('Preprocessing');
      await tab.byTestId('doctor-warning').getByText('BGR in place of RGB').waitFor();
      const rows = tab.byTestId('variants').locator('tbody tr');
      assert.match(await rows.nth(1).innerText(), /as now.*60\.5\s%.*in use/s);
      await tab.byTestId('use-variant').first().click();
      await tab.answer(sample);
      const written = tab.byTestId('written');
      await written.getByText('/models/animals.cam.json').waitFor();
    });

    it('is suggested over the errors when something looks wrong', async () => {
      const diagnosis = {
        warning: 'With labels moved by one 81.0 % would be right.',
        reason: undefined,
        change: { labels: ['a', 'b'] },
      };
      await tab.showSample({ ...sample, overview: { ...sample.overview, diagnosis } });
      await tab.byTestId('diagnosis').getByText('moved by one').waitFor();
      await tab.byTestId('use-diagnosis').click();
      assert.deepEqual((await tab.newest('useVariant')).request, { labels: ['a', 'b'] });
      await tab.byTestId('examine').click();
      await tab.answer(sample);
      await tab.byTestId('variants').waitFor();
    });
  });

  describe('saving', () => {
    it('asks for each form, tells the progress and the place', async () => {
      await tab.showSample(sample);
      await tab.byTestId('save-button').click();
      await tab.byTestId('save-html').click();
      const { id, request } = await tab.newest('save');
      assert.equal(request.form, 'html');
      await tab.send({ type: 'working', id, done: 30, all: 120 });
      await tab.byTestId('output-status').getByText('25\u00a0%').waitFor();
      await tab.send({ type: 'result', id, kind: 'save', result: '/tmp/report.html' });
      await tab.byTestId('output-status').getByText('Saved as /tmp/report.html').waitFor();
    });

    it('writes the maps, and says how many images have none', async () => {
      await tab.showSample(sample);
      await tab.byTestId('save-button').click();
      await tab.byTestId('save-maps').click();
      const { id } = await tab.newest('saveMaps');
      const result = { folder: '/tmp/maps', written: 118, without: 2 };
      await tab.send({ type: 'result', id, kind: 'saveMaps', result });
      const said = '118 maps written to /tmp/maps; 2 images have no map of their class';
      await tab.byTestId('output-status').getByText(said).waitFor();
    });
  });

  describe('a folder without errors', () => {
    it('shows all images', async () => {
      const perfect = sampleEvaluation({ classes: 8, pictures: 40, wrong: 0 });
      await tab.showSample(perfect);
      assert.equal(await tab.byTestId('answer').innerText(), '100.0\u00a0% right');
      assert.equal(await tab.byTestId('count').innerText(), '40 images');
      assert.equal(await tab.byTestId('wrong-only').isVisible(), false);
    });
  });
});
