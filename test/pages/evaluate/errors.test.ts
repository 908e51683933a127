import assert from 'node:assert/strict';
import { EvaluatePage } from '../support/evaluate.ts';
import { sampleEvaluation } from '../support/sampleEvaluation.ts';
import { usePage } from '../support/usePage.ts';

describe('the evaluation page', () => {
  const tab = usePage(new EvaluatePage());
  const sample = sampleEvaluation({ classes: 12, pictures: 120 });
  const of45 = sampleEvaluation({ classes: 45, pictures: 900 });

  const firstTile = async () => ({
    path: await tab.byTestId('error-tile').first().getAttribute('data-path'),
    text: await tab.byTestId('error-tile').first().innerText(),
  });
  const worst = (order: 'loss' | 'margin' | 'confidence') =>
    sample.pictures({ order, isWrong: true, first: 0, count: 1 }).rows[0]?.path;

  describe('errors', () => {
    it('are shown worst first, with the answer over them', async () => {
      await tab.showSample(sample);
      const { top1 } = sample.overview.classification ?? {};
      assert.ok(top1);
      const right = `${(top1.value * 100).toFixed(1)}\u00a0% right`;
      assert.equal(await tab.byTestId('answer').innerText(), right);
      const hits = Math.round(top1.value * 120);
      await tab.byTestId('answer-details').getByText(`${hits} of 120 images`).waitFor();
      for (const [order, label] of [
        ['loss', 'Loss'],
        ['margin', 'Margin'],
        ['confidence', 'Confident mistakes'],
      ] as const) {
        await tab.choose('order', label);
        await tab.answer(sample);
        assert.equal((await firstTile()).path, worst(order), order);
      }
    });

    it('of a pair are found by a click in the matrix, and all of them again', async () => {
      await tab.showSample(sample);
      const pair = sample.overview.classification?.confusions[0];
      assert.ok(pair);
      const { truth, predicted, count } = pair;
      await tab.page
        .locator(`.matrix-cell[data-truth="${truth}"][data-predicted="${predicted}"]`)
        .click();
      await tab.answer(sample);
      const { request } = await tab.newest('pictures');
      assert.deepEqual([request.truth, request.predicted], [truth, predicted]);
      assert.equal(await tab.byTestId('count').innerText(), `${count} images`);
      assert.equal(await tab.byTestId('error-tile').filter({ visible: true }).count(), count);
      const [from, to] = [sample.model.labels[truth], sample.model.labels[predicted]];
      assert.equal(await tab.byTestId('filter').innerText(), `${from} → ${to}`);
      await tab.byTestId('clear-filter').click();
      await tab.answer(sample);
      assert.equal((await firstTile()).path, worst('loss'));
    });

    it('of a model that has changed stay, but others are not asked for until the next scan', async () => {
      await tab.showSample(sample);
      await tab.send({ type: 'modelChanged', isChanged: true });
      await tab.byTestId('error-tile').first().waitFor();
      const { id } = await tab.newest('pictures');
      await tab.choose('order', 'Margin');
      await tab.answer(sample);
      await tab.byTestId('needs-new-scan').waitFor();
      assert.equal(await tab.byTestId('error-tile').filter({ visible: true }).count(), 0);
      assert.equal((await tab.newest('pictures')).id, id);
      await tab.choose('tab', 'Evidence');
      await tab.byTestId('report-evidence').getByText('Scan again to see this').waitFor();
      await tab.choose('tab', 'Errors');
      await tab.choose('order', 'Loss');
      await tab.byTestId('error-tile').first().waitFor();

      await tab.choose('order', 'Margin');
      await tab.send({ type: 'modelChanged', isChanged: false });
      await tab.answer(sample);
      assert.equal((await firstTile()).path, worst('margin'));
      assert.equal(await tab.byTestId('needs-new-scan').isVisible(), false);
    });

    it('and right images of a class are shown by the diagonal', async () => {
      await tab.showSample(sample);
      await tab.page.locator('.matrix-cell[data-truth="0"][data-predicted="0"]').click();
      await tab.answer(sample);
      const { request } = await tab.newest('pictures');
      assert.equal(request.isWrong, false);
      assert.match((await firstTile()).text, /otter/);
      await tab.page.locator('.matrix-cell.none').first().click();
      await tab.byTestId('clear-filter').click();
      await tab.answer(sample);
      assert.equal((await firstTile()).path, worst('loss'), 'the wrong ones again');
    });

    it('are moved through in the matrix by the keyboard', async () => {
      await tab.showSample(sample);
      await tab.page.locator('.matrix-cell[tabindex="0"]').press('ArrowRight');
      await tab.page.keyboard.press('ArrowDown');
      const focused = tab.page.locator('.matrix-cell:focus');
      assert.equal(await focused.getAttribute('data-truth'), '1');
      assert.equal(await focused.getAttribute('data-predicted'), '1');
      await tab.page.keyboard.press('Enter');
      await tab.answer(sample);
      assert.equal((await tab.newest('pictures')).request.truth, 1);
    });

    it('have a list of pairs where a matrix would be too large', async () => {
      await tab.showSample(of45);
      const pairs = of45.overview.classification?.confusions ?? [];
      const [first, second] = pairs;
      assert.ok(first && second);
      await tab.byTestId('pair-count').getByText(`${pairs.length} pairs`).waitFor();
      await tab.byTestId('pair').first().click();
      await tab.answer(of45);
      assert.equal(await tab.byTestId('count').innerText(), `${first.count} images`);
      await tab.byTestId('pairs').press('ArrowDown');
      await tab.answer(of45);
      assert.equal((await tab.newest('pictures')).request.truth, second.truth);
    });

    it('are counted for each class, with intervals, sorted by any column', async () => {
      await tab.showSample(sample);
      await tab.choose('part', 'Classes');
      await tab.nextFrame();
      const rows = tab.byTestId('class-row').filter({ visible: true });
      assert.equal(await rows.count(), 12);
      assert.match(await rows.first().innerText(), /bench\s+10\s+40\.0\s%\s+17–69/);
      await tab.byTestId('sort-label').click();
      await tab.nextFrame();
      const names = await rows.evaluateAll((all) =>
        all
          .toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
          .map((row) => row.querySelector('.class-name')?.textContent),
      );
      assert.deepEqual(names, [...sample.model.labels].sort());
      await rows.first().locator('.class-name').click();
      await tab.answer(sample);
      assert.equal((await tab.newest('pictures')).request.truth, 6);
      assert.equal(await tab.byTestId('part').getAttribute('data-value'), 'classes');
    });

    it('open Show CAM with the contrast of what was said and what is right', async () => {
      await tab.showSample(sample);
      const [first] = sample.pictures({ order: 'loss', isWrong: true, first: 0, count: 1 }).rows;
      await tab.byTestId('error-tile').first().click();
      await tab.byTestId('images').press('Enter');
      const opened = await tab.sentOf('showCam');
      assert.equal(opened.length, 2);
      assert.deepEqual(opened[0], {
        type: 'showCam',
        path: `/photos/park/${first?.path}`,
        classIndex: first?.predicted,
        contrastClass: first?.truth,
      });
      assert.deepEqual(opened[0], opened[1]);
    });

    it('are selected by Ctrl, by the box and by Space, and pinned together', async () => {
      await tab.showSample(sample);
      const tiles = tab.byTestId('error-tile');
      await tiles.nth(2).click({ modifiers: ['ControlOrMeta'] });
      await tiles.nth(0).hover();
      await tiles.nth(0).locator('.tile-check').click();
      await tab.byTestId('images').press('ArrowRight');
      await tab.byTestId('images').press(' ');
      await tab.byTestId('selected').getByText('3 selected').waitFor();
      await tab.byTestId('pin').click();
      const [pinned] = await tab.sentOf('pin');
      const rows = sample.pictures({ order: 'loss', isWrong: true, first: 0, count: 3 }).rows;
      assert.deepEqual(
        pinned?.paths.toSorted(),
        rows.map(({ path }) => `/photos/park/${path}`).toSorted(),
      );
      assert.equal((await tab.sentOf('showCam')).length, 0);
      assert.equal(await tab.byTestId('selected').isVisible(), false);
    });

    it('are reached one after the other by the keyboard', async () => {
      await tab.showSample(sample);
      const images = tab.byTestId('images');
      await images.press('End');
      await tab.answer(sample);
      const last = await images.getAttribute('aria-activedescendant');
      const { total } = sample.pictures({ order: 'loss', isWrong: true, first: 0, count: 1 });
      assert.equal(last, `images-${total - 1}`);
      assert.equal(await tab.page.locator(`#${last}`).isVisible(), true);
    });

    it('say what of the folder is not counted', async () => {
      await tab.showSample(sample);
      await tab.byTestId('found-button').click();
      const list = tab.byTestId('finding-list');
      await list.getByText('14 boxes reach beyond').click();
      await list.getByText('otter/image-00000.jpg').waitFor();
      await list.getByText('and 12 more').waitFor();
      await tab.byTestId('choose-labels').click();
      assert.deepEqual(await tab.sentOf('chooseSource'), [
        { type: 'chooseSource', source: 'labels' },
      ]);
    });

    it('need labels', async () => {
      const overview = { ...sample.overview, labels: undefined, classification: undefined };
      await tab.showSample({ ...sample, overview });
      assert.equal(await tab.byTestId('answer').innerText(), 'No labels found');
      await tab.byTestId('choose-labels-first').click();
      assert.equal((await tab.sentOf('chooseSource')).length, 1);
    });
  });

  describe('a folder of 50,000 images and 1,000 classes', () => {
    const large = sampleEvaluation({ classes: 1000, pictures: 50_000 });

    it('makes only what is in view, and reads it by pages', async () => {
      await tab.showSample(large);
      await tab.byTestId('wrong-only').click();
      await tab.answer(large);
      assert.equal(await tab.byTestId('count').innerText(), '50,000 images');
      assert.ok((await tab.byTestId('error-tile').count()) < 80);
      assert.ok((await tab.byTestId('pair').count()) < 80);
      await tab.byTestId('images').evaluate((list) => {
        list.scrollTop = list.scrollHeight / 2;
      });
      await tab.answer(large);
      const { first, count } = (await tab.newest('pictures')).request;
      assert.ok(first > 20_000 && first < 30_000 && count < 100, `${first} ${count}`);
      const tile = tab.byTestId('error-tile').filter({ visible: true }).first();
      assert.ok(await tile.getAttribute('data-path'));
      assert.ok((await tab.byTestId('error-tile').count()) < 80);
    });

    it('keeps the old images until those of another pair are there', async () => {
      await tab.showSample(large);
      const before = (await firstTile()).path;
      await tab.byTestId('pair').first().click();
      await tab.nextFrame();
      assert.equal((await firstTile()).path, before);
      assert.equal(await tab.byTestId('images').getAttribute('aria-busy'), 'true');
      await tab.answer(large);
      assert.notEqual((await firstTile()).path, before);
    });
  });

  describe('a pass over the folder', () => {
    it('shows its progress, and figures that grow', async () => {
      await tab.start();
      await tab.send({ type: 'overview', overview: undefined });
      await tab.byTestId('start-scan').click();
      assert.equal((await tab.sentOf('scan')).length, 1);
      const counts = { found: 900, walking: false, indexed: 120, scanned: 120, unreadable: 1 };
      const progress = { ...counts, perSecond: 31.4, secondsLeft: 25 };
      await tab.send({ type: 'progress', progress });
      await tab.send({ type: 'model', model: sample.model });
      const part = { ...sample.overview, complete: false, version: 'part' };
      await tab.send({ type: 'overview', overview: part });
      await tab.answer(sample);
      await tab.byTestId('scan-text').getByText('120 of 900 images').waitFor();
      assert.equal((await firstTile()).path, worst('loss'));
      await tab.screenshot('evaluate-scanning');
      await tab.send({ type: 'overview', overview: { ...of45.overview, complete: false } });
      await tab.send({ type: 'model', model: of45.model });
      await tab.answer(of45);
      await tab.byTestId('answer').getByText('77.2').waitFor();
      await tab.byTestId('cancel-scan').click();
      assert.equal((await tab.sentOf('cancelScan')).length, 1);
      await tab.send({ type: 'progress', progress: undefined });
      await tab.byTestId('resume-scan').click();
      assert.equal((await tab.sentOf('scan')).length, 2);
    });

    it('asks for photos again when it has ended: files that were run again have other ones', async () => {
      await tab.showSample(sample);
      const counts = { found: 120, walking: false, indexed: 120, scanned: 1, unreadable: 0 };
      const progress = { ...counts, perSecond: 31.4, secondsLeft: 0 };
      await tab.send({ type: 'progress', progress });
      await tab.answer(sample);
      const { id } = await tab.newest('thumbnails');
      await tab.send({ type: 'progress', progress: undefined });
      await tab.answer(sample);
      const asked = (await tab.sentOf('request')).flatMap((message) =>
        message.kind === 'thumbnails' && message.id > id ? message.request.paths : [],
      );
      assert.ok(asked.includes(`/photos/park/${(await firstTile()).path}`));
    });

    it('keeps the view over a reload', async () => {
      await tab.showSample(sample);
      await tab.choose('order', 'Margin');
      await tab.choose('part', 'Calibration');
      await tab.hasKept('"part":"calibration"');
      await tab.page.reload();
      await tab.showSample(sample);
      assert.equal(await tab.byTestId('order').getAttribute('data-value'), 'margin');
      assert.equal(await tab.byTestId('part').getAttribute('data-value'), 'calibration');
      await tab.start({ name: 'others' });
      assert.equal((await tab.keptState()).modelPath, '/models/animals.onnx');
    });
  });
});
