import assert from 'node:assert/strict';
import type { MapDrawing } from '../../src/cam/results/brief.ts';
import { countingDrawing, PinsPage, pinRow, score, someRows } from './support/pins.ts';
import { LIGHT } from './support/themes.ts';
import { usePage } from './support/usePage.ts';

/** Half a day ago: another time of the same day, or the day before. */
const COMPARED = { kind: 'export', writtenMs: Date.now() - 12 * 3600_000 } as const;

describe('the page of pinned images', () => {
  const view = usePage(new PinsPage());

  describe('without a list', () => {
    it('says how to pin, and has a button for it', async () => {
      await view.showRows([]);
      await view
        .byTestId('empty-text')
        .getByText('No image is pinned for counting.onnx.')
        .waitFor();
      await view.byTestId('pin-images').click();
      assert.equal((await view.sentOf('pinImages')).length, 1);
      assert.ok(await view.byTestId('pins').isHidden());
      await view.screenshot('pins-empty');
    });

    it('asks for trust, a folder or a model if one of them is missing', async () => {
      await view.start({ isTrusted: false });
      await view.byTestId('manage-trust').click();
      await view.hasSent('manageTrust');
      await view.start({ hasFolder: false });
      await view.byTestId('open-folder').click();
      await view.hasSent('openFolder');
      await view.start({ model: undefined });
      await view.byTestId('choose-model').click();
      assert.deepEqual(await view.sentOf('action'), [{ type: 'action', action: 'chooseModel' }]);
    });

    it('shows no old list while the workspace is untrusted', async () => {
      await view.showRows(someRows());
      await view.start({ isTrusted: false });
      await view.byTestId('pins').waitFor({ state: 'hidden' });
      assert.ok(await view.byTestId('summary').isHidden());
    });
  });

  describe('after an export', () => {
    it('says where a moved map lies, and why a map cannot be relied on', async () => {
      const row = pinRow('beach-01.png');
      await view.showRows([row]);
      const check = view.byTestId('pin-check');
      const draw = async (change: Partial<MapDrawing>) => {
        const drawing = countingDrawing(change);
        await view.send({ type: 'drawing', path: row.path, key: 'one', drawing });
        await view.nextFrame();
        return check.innerText();
      };
      assert.equal(await draw({}), '');
      const tooltip = await view.byTestId('pin-open').getAttribute('title');
      assert.match(tooltip ?? '', /Exact CAM [^\n]+ · in place, according to its layers$/);
      const unknown = 'place not checked: each cell depends on the whole image';
      assert.equal(await draw({ place: { standing: 'unchecked', text: unknown } }), unknown);
      const mirrored = 'the model mirrors the image; the map is drawn where it looked';
      assert.equal(await draw({ place: { standing: 'moved', text: mirrored } }), mirrored);
      const shuffled = 'Not in place · 4×3 · do not rely on this map';
      assert.equal(await draw({ fidelity: { standing: 'mismatch', text: shuffled } }), shuffled);
      const spoken = await view.byTestId('pin-open').getAttribute('aria-description');
      assert.match(spoken ?? '', /\. Not in place · 4×3 · do not rely on this map\. Show CAM$/);
      await view.screenshot('pins-not-in-place');
      assert.equal(await draw({}), '');
    });

    it('shows the worst first, in parts, with what was before', async () => {
      const rows = someRows();
      await view.showRows(rows, COMPARED);
      await view.answer(rows);
      assert.deepEqual(
        await view.names(),
        rows.map(({ fileName }) => fileName),
      );
      const headings = view.page.locator('h2:visible');
      assert.deepEqual(await headings.allTextContents(), [
        'Flipped (3)',
        'Box moved (1)',
        'Less sure (1)',
        'Nothing to compare with (1)',
        'Unchanged (1)',
        'Could not be computed (1)',
      ]);
      const text = await view.row('street-01.png').innerText();
      assert.match(text, /street 91\.0\s%\s+beach 62\.4\s%\s+expected street/);
      assert.match(text, /box overlap 0\.18/);
      assert.match(text, /street now 21\.4\s%\s+its logit 7\.906 → 6\.458/);
      const failed = await view.row('gone.png').innerText();
      assert.match(failed, /gone\.png does not exist/);
      assert.doesNotMatch(failed, /%/);
      assert.match(await view.row('just-pinned.png').innerText(), /no class “unicorn”/);
      await view.screenshot('pins-dark');
    });

    it('keeps the order of a row whose class turns the direction of writing', async () => {
      const top = { ...score(2, 0.982), label: '\u202edrol' };
      await view.showRows([pinRow('a.png', { top })], COMPARED);
      const label = await view.row('a.png').locator('.pin-label').boundingBox();
      const probability = await view.row('a.png').locator('.pin-probability').boundingBox();
      assert.ok(label && probability);
      assert.ok(probability.x >= label.x + label.width, JSON.stringify({ label, probability }));
    });

    it('sums it up', async () => {
      await view.showRows(someRows(), COMPARED);
      // Overlaps 0.18, 0.18, 0.18, 1, 1, 1: the median lies between 0.18 and 1.
      await view
        .byTestId('summary')
        .getByText('3 of 6 flipped · median box overlap 0.59 · accuracy 3/4 · 1 failed')
        .waitFor();
      await view.byTestId('baseline').getByText('compared with the export from').waitFor();
      await view.byTestId('accept').click();
      await view.hasSent('accept');
      await view.showRows(someRows().slice(6, 7), { kind: 'accepted' });
      await view.byTestId('baseline').getByText('this export is the baseline.').waitFor();
      assert.ok(await view.byTestId('accept').isHidden());
    });

    it('says that nothing flipped, and what the accuracy was', async () => {
      await view.showRows(someRows().slice(1, 3), COMPARED);
      await view.byTestId('summary').getByText('accuracy 1/1 (was 0/1)').waitFor();
      await view.showRows(someRows().slice(6, 7), COMPARED);
      await view.byTestId('summary').getByText('0 of 1 flipped').waitFor();
      assert.ok(await view.byTestId('accept').isHidden());
    });

    it('keeps the focus on an image that moves in the list, and moves it to the next if one is removed', async () => {
      const rows = ['a.png', 'b.png', 'c.png'].map((name) => pinRow(name));
      await view.showRows(rows);
      await view.row('c.png').locator('[data-testid=pin-open]').focus();
      await view.showRows([...rows].reverse());
      const focused = () =>
        view.page.evaluate(() => document.activeElement?.closest('li')?.dataset.path);
      assert.equal(await focused(), '/photos/pictures/c.png');
      await view.showRows(rows.slice(0, 2).reverse());
      assert.equal(await focused(), '/photos/pictures/b.png');
    });
  });

  describe('an image', () => {
    it('is drawn with its map and its box, and with the old box if it has moved', async () => {
      const [moved, steady] = [someRows()[3] ?? pinRow('a'), pinRow('steady.png')];
      await view.showRows([moved, steady], COMPARED);
      const before = await view.colourOf('steady.png', 0.9, 0.7);
      await view.answer([moved, steady]);
      assert.notDeepEqual(await view.colourOf('steady.png', 0.9, 0.7), before);
      // Seen are 80×60 pixels from (40, 10), in a square of 80. The left edge of the former box, x 45, is at
      // 5/80, dashed with dark gaps; its middle, y 35, at 35/80. Only one of the two rows has it.
      const column = async (name: string) =>
        Promise.all(
          Array.from({ length: 24 }, (_, i) => view.colourOf(name, 5 / 80, (20 + i) / 80)),
        );
      const isWhite = ([red = 0, green = 0, blue = 0]: number[]) => red + green + blue > 720;
      assert.ok((await column('beach-02.png')).some(isWhite));
      assert.ok(!(await column('steady.png')).some(isWhite));
      // The left edge of the present box, x 60, is at 20/80.
      assert.ok(isWhite(await view.colourOf('steady.png', 20 / 80, 50 / 80)));
    });

    it('is neither requested nor drawn while it is out of view', async () => {
      const rows = Array.from({ length: 60 }, (_, i) => pinRow(`${100 + i}.png`));
      await view.showRows(rows);
      await view.hasSent('draw');
      const asked = (await view.sentOf('draw')).flatMap(({ paths }) => paths);
      assert.ok(asked.includes(rows[0]?.path ?? ''));
      assert.ok(asked.length < 20, `${asked.length} were asked for`);
      await view.row('159.png').scrollIntoViewIfNeeded();
      await view.page.waitForFunction(
        (path) =>
          (window as unknown as { sent: { type: string; paths?: string[] }[] }).sent.some(
            (message) => message.type === 'draw' && message.paths?.includes(path),
          ),
        rows.at(-1)?.path ?? '',
      );
    });

    it('keeps the old map until the next one arrives, and requests that once', async () => {
      const row = pinRow('a.png');
      await view.showRows([row]);
      await view.answer([row]);
      const drawn = await view.colourOf('a.png', 0.9, 0.8);
      await view.showRows([{ ...row, drawingKey: 'two' }]);
      await view.showRows([{ ...row, drawingKey: 'two' }]);
      assert.deepEqual(await view.colourOf('a.png', 0.9, 0.8), drawn);
      assert.equal((await view.sentOf('draw')).length, 2);
    });

    it('opens Show CAM and its class, and can be removed, by mouse and by keyboard', async () => {
      const path = '/photos/pictures/a.png';
      await view.showRows([pinRow('a.png'), pinRow('b.png')]);
      await view.row('a.png').locator('[data-testid=pin-open]').click();
      assert.deepEqual(await view.sentOf('showCam'), [{ type: 'showCam', path }]);
      await view.row('a.png').locator('[data-testid=set-expected]').click();
      await view.row('a.png').locator('[data-testid=unpin]').click();
      await view.row('a.png').locator('[data-testid=pin-open]').focus();
      await view.page.keyboard.press('F2');
      await view.page.keyboard.press('ArrowDown');
      await view.page.keyboard.press('Delete');
      assert.deepEqual(await view.sentOf('setExpected'), [
        { type: 'setExpected', path },
        { type: 'setExpected', path },
      ]);
      assert.deepEqual(
        (await view.sentOf('unpin')).map((message) => message.path),
        [path, '/photos/pictures/b.png'],
      );
      const context = await view.row('a.png').getAttribute('data-vscode-context');
      assert.equal(JSON.parse(context ?? '').path, path);
    });

    it('is described to a screen reader in a sentence', async () => {
      await view.showRows(someRows().slice(0, 1), COMPARED);
      const label = await view.byTestId('pin-open').getAttribute('aria-description');
      assert.match(
        label?.replaceAll('\u00a0', ' ') ?? '',
        /^street-01\.png, street 91\.0 % became beach 62\.4 %, expected street, box overlap 0\.18, .*\. Show CAM$/,
      );
    });

    it('has its folder if another has the same name', async () => {
      await view.showRows([
        pinRow('a.png', { folder: 'day' }),
        pinRow('a.png', { folder: 'night' }),
        pinRow('b.png'),
      ]);
      await view.row('night').getByText('night').waitFor();
      assert.equal(await view.row('b.png').locator('.pin-folder').innerText(), '');
    });
  });

  describe('during work', () => {
    it('shows its progress, and can be stopped and continued', async () => {
      const rows = [pinRow('a.png'), pinRow('b.png', { top: undefined, topBefore: score(0, 0.7) })];
      await view.showRows(rows);
      await view.send({ type: 'work', work: { kind: 'running', done: 4, all: 12, part: 0.5 } });
      await view.byTestId('work-text').getByText('Computing 5 of 12 …').waitFor();
      await view.screenshot('pins-running');
      await view.byTestId('stop').click();
      await view.hasSent('stop');
      await view.send({ type: 'work', work: { kind: 'stopped', done: 4, all: 12 } });
      await view.byTestId('work-text').getByText('Stopped: 4 of 12 computed.').waitFor();
      await view.byTestId('go-on').click();
      await view.hasSent('refresh');
      await view.send({ type: 'work', work: { kind: 'idle' } });
      await view.byTestId('work').waitFor({ state: 'hidden' });
    });

    it('keeps the list while it waits for a file', async () => {
      await view.showRows(someRows(), COMPARED);
      await view.send({ type: 'work', work: { kind: 'waiting' } });
      await view.byTestId('work-text').getByText('Waiting for counting.onnx').waitFor();
      assert.equal((await view.names()).length, 8);
      assert.ok(await view.byTestId('stop').isHidden());
    });

    it('shows the failure above the old list', async () => {
      await view.showRows(someRows().slice(3, 4), COMPARED);
      const error = {
        code: 'pinsInvalid',
        message: 'cam-lens.pins.json is not valid JSON, line 3 column 7.',
        nextAction: 'Correct the file.',
      } as const;
      await view.send({ type: 'failure', failure: { error, actions: ['openPinsFile', 'retry'] } });
      await view.byTestId('failure').getByText('line 3 column 7').waitFor();
      await view.byTestId('action-openPinsFile').click();
      assert.deepEqual(await view.sentOf('action'), [{ type: 'action', action: 'openPinsFile' }]);
      assert.equal((await view.names()).length, 1);
      await view.screenshot('pins-failure');
      await view.send({ type: 'failure', failure: undefined });
      await view.byTestId('failure').waitFor({ state: 'hidden' });
    });
  });

  describe('by methods', () => {
    it('names the method of the maps, and offers another', async () => {
      await view.showRows(someRows(), COMPARED, { now: 'Grad-CAM', before: undefined });
      const method = view.byTestId('maps-method');
      assert.equal(await method.innerText(), 'Maps by Grad-CAM');
      assert.ok(await view.byTestId('other-maps').isHidden());
      await method.click();
      await view.hasSent('chooseMethod');
    });

    it('says that only scores are compared where the maps before were made by another method', async () => {
      const steady = [pinRow('a.png', { topBefore: score(0, 0.7) })];
      const maps = { now: 'Saliency (back-propagation)', before: 'CAM' };
      await view.showRows(steady, COMPARED, maps);
      assert.equal(
        await view.byTestId('other-maps').innerText(),
        'The maps before were made by CAM: only scores are compared until you accept this export as the baseline.',
      );
      await view.byTestId('accept').click();
      await view.hasSent('accept');
      await view.showRows(steady, { kind: 'accepted' }, { ...maps, before: undefined });
      await view.byTestId('other-maps').waitFor({ state: 'hidden' });
    });

    it('draws single pixels as they are', async () => {
      const row = pinRow('pixels.png', { box: undefined, boxBefore: undefined });
      await view.showRows([row], COMPARED, { now: 'Saliency', before: undefined });
      await view.answer([row], {
        ...{ way: 'saliency', name: 'Saliency', interpolation: 'cells', limit: 1 },
        map: { width: 2, height: 1, values: Float32Array.of(0, 1) },
      });
      // The left half of what the model saw is 0, which lets the photo through; the right half is not mixed with it.
      const left = await view.colourOf('pixels.png', 0.45, 0.5);
      const right = await view.colourOf('pixels.png', 0.55, 0.5);
      assert.deepEqual(await view.colourOf('pixels.png', 0.1, 0.5), left);
      assert.deepEqual(await view.colourOf('pixels.png', 0.9, 0.5), right);
      assert.notDeepEqual(left, right);
    });
  });

  it('fits its place, narrow or wide, in a light theme and in forced colours', async () => {
    await view.open({ theme: LIGHT });
    const rows = someRows();
    const maps = { now: 'Saliency (back-propagation)', before: 'Integrated gradients' };
    await view.showRows(rows, COMPARED, maps);
    for (const [name, width] of [
      ['narrow', 190],
      ['wide', 620],
      ['light', 320],
    ] as const) {
      await view.page.setViewportSize({ width, height: 760 });
      await view.answer(rows);
      const overflow = await view.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(overflow, 0, name);
      await view.screenshot(`pins-${name}`);
    }
    await view.page.emulateMedia({ forcedColors: 'active' });
    await view.screenshot('pins-forced-colors');
  });
});
