import assert from 'node:assert/strict';
import { CORNER, sampleTraining, TrainPage } from '../support/train.ts';
import { usePage } from '../support/usePage.ts';

const SETTINGS = { out: '/models/park.onnx', tables: {}, border: 0 };

const SCAN = { found: 10, walking: false, indexed: 4, scanned: 4, unreadable: 0, perSecond: 2 };

describe('the page of classes that are learned', () => {
  const tab = usePage(new TrainPage());

  const choose = (control: string, label: string) =>
    tab.byTestId(control).locator('label', { hasText: label }).click();

  it('names the classes of a folder, and where the new model is written', async () => {
    await tab.showFolder();
    assert.equal(await tab.byTestId('answer').innerText(), '4 classes');
    const details = await tab.byTestId('answer-details').innerText();
    assert.equal(details, '103 images, 3 of them without a class');
    assert.match(await tab.byTestId('answer-note').innerText(), /^otter 40 · red fox 30/);
    assert.equal(await tab.byTestId('out').innerText(), 'writes park.onnx');
    assert.equal(await tab.byTestId('results').isVisible(), false);
  });

  it('begins a training with the chosen learner', async () => {
    await tab.showFolder();
    await tab.byTestId('options-button').click();
    await choose('learner', 'Linear SVM');
    await tab.page.keyboard.press('Escape');
    await tab.byTestId('train').click();
    assert.deepEqual(await tab.sentOf('train'), [{ type: 'train', learner: 'svm' }]);
    await tab.hasKept('svm');
  });

  it('cannot begin with one class, and says why', async () => {
    await tab.showFolder();
    await tab.showClasses([
      { name: 'otter', pictures: 9 },
      { name: 'lynx', pictures: 1 },
    ]);
    await tab.byTestId('why-not').getByText('There must be two classes').waitFor();
    await tab.byTestId('train').click({ force: true });
    assert.deepEqual(await tab.sentOf('train'), []);
  });

  it('shows the images that are run, then the learning; both can be cancelled', async () => {
    await tab.showFolder();
    await tab.send({ type: 'progress', progress: { ...SCAN, secondsLeft: 3 } });
    await tab.byTestId('cancel-scan').click();
    assert.equal(await tab.byTestId('train').isVisible(), false);
    await tab.send({ type: 'learning', share: 0.5 });
    await tab.byTestId('learning').getByText('Learning: 50\u00a0%').waitFor();
    await tab.byTestId('cancel-learning').click();
    assert.equal((await tab.sentOf('cancelScan')).length, 2);
    await tab.send({ type: 'learning', share: undefined });
    await tab.send({ type: 'progress', progress: undefined });
    await tab.byTestId('train').waitFor();
    assert.equal(await tab.byTestId('learning').isVisible(), false);
  });

  it('says how many images are recognised, beside what is reached without learning', async () => {
    await tab.showFolder(sampleTraining());
    assert.equal(await tab.byTestId('answer').innerText(), '90.0\u00a0% recognised');
    const details = await tab.byTestId('answer-details').innerText();
    assert.match(details, /^90 of 100 images that it had not learned from · 95\u00a0% interval/);
    const note = await tab.byTestId('answer-note').innerText();
    assert.match(
      note,
      /40\.0\u00a0% if it is always the most frequent class, 55\.0\u00a0% by what/,
    );
    assert.match(note, /By mean colour alone: 61\.0\u00a0%/);
    assert.equal(await tab.byTestId('train').innerText(), 'Train Again');
  });

  it('shows the surest mistakes first; a click asks for what separates the two classes', async () => {
    await tab.showFolder(sampleTraining());
    assert.equal(await tab.byTestId('mistake-count').innerText(), '10 images');
    const tiles = tab.byTestId('mistake-tile').filter({ visible: true });
    assert.equal(await tiles.count(), 10);
    assert.match(await tiles.first().innerText(), /otter[\s\S]*red fox/);
    await tiles.first().click();
    assert.deepEqual(await tab.sentOf('showCam'), [
      { type: 'showCam', path: '/photos/park/otter/00.jpg', classIndex: 1, contrastClass: 0 },
    ]);
  });

  it('counts all mistakes, also those that are not listed', async () => {
    const all = sampleTraining();
    await tab.showFolder({ ...all, wrong: all.wrong.slice(0, 4) });
    assert.equal(await tab.byTestId('mistake-count').innerText(), 'the 4 surest of 10 images');
  });

  it('has a table of the classes, with what each is taken for', async () => {
    await tab.showFolder(sampleTraining());
    await choose('tab', 'Classes');
    const rows = tab.byTestId('class-table').locator('tbody tr');
    assert.equal(await rows.count(), 4);
    const cells = await rows.nth(3).locator('th, td').allInnerTexts();
    assert.deepEqual([cells[0], cells[1], cells[4]], ['brown bear', '10', 'otter (4)']);
    assert.match(cells[2] ?? '', /^60\.0\u00a0% \d+–\d+$/);
    const made = tab.byTestId('made');
    await made.getByText('512 channels of features, 7×7 cells').waitFor();
    assert.match(await made.innerText(), /Measured in 5 parts.*make this too good/s);
    await tab.send({ type: 'report', report: sampleTraining({ groups: 12 }) });
    await made.getByText('12 groups of images').waitFor();
  });

  it('opens the new model in the other views', async () => {
    await tab.showFolder(sampleTraining());
    for (const view of ['model', 'classUnits', 'evaluation'] as const) {
      await tab.byTestId('new-model-button').click();
      await tab.byTestId(`open-${view}`).click();
    }
    const opened = (await tab.sentOf('openNewModel')).map(({ view }) => view);
    assert.deepEqual(opened, ['model', 'classUnits', 'evaluation']);
  });

  it('asks for tables, and goes on without them', async () => {
    await tab.showFolder();
    await tab.byTestId('options-button').click();
    await tab.byTestId('choose-groups').click();
    assert.deepEqual(await tab.sentOf('chooseTable'), [{ type: 'chooseTable', table: 'groups' }]);
    assert.equal(await tab.byTestId('forget-groups').isVisible(), false);
    const tables = { groups: '/photos/groups.csv' };
    await tab.send({ type: 'settings', settings: { ...SETTINGS, tables } });
    await tab.byTestId('table-groups').getByText('groups.csv').waitFor();
    await tab.byTestId('forget-groups').click();
    assert.deepEqual(await tab.sentOf('forgetTable'), [{ type: 'forgetTable', table: 'groups' }]);
  });

  it('lets the user say what selected images show, and says it on them', async () => {
    await tab.showFolder(sampleTraining());
    assert.equal(await tab.byTestId('change-class').isVisible(), false);
    const tiles = tab.byTestId('mistake-tile');
    await tiles.nth(0).click({ modifiers: ['ControlOrMeta'] });
    await tiles.nth(2).locator('.tile-check').click();
    assert.equal(await tab.byTestId('selected').innerText(), '2 selected');
    await tab.byTestId('change-class').click();
    const paths = ['otter/00.jpg', 'red fox/11.jpg'];
    assert.deepEqual(await tab.sentOf('changeClass'), [{ type: 'changeClass', paths }]);
    assert.deepEqual(await tab.sentOf('showCam'), []);
    await tab.send({ type: 'changed', classes: { 'otter/00.jpg': 'lynx', 'red fox/11.jpg': '' } });
    const tables = { labels: '/models/park.classes.csv' };
    await tab.send({ type: 'settings', settings: { ...SETTINGS, tables } });
    await tiles.nth(0).getByText('now lynx').waitFor();
    await tiles.nth(2).getByText('now left out').waitFor();
    assert.equal(await tab.byTestId('change-class').isVisible(), false);
    assert.equal(await tab.byTestId('from-table').innerText(), 'classes from park.classes.csv');
  });

  it('warns of a place by which a class is known; it can be cut away, and comes back', async () => {
    await tab.showFolder(sampleTraining({ givenAway: [CORNER] }));
    const text = await tab.byTestId('given-away-text').innerText();
    assert.match(text, /Images of “red fox” look nearly the same at the upper left:/);
    assert.equal(await tab.byTestId('examples').locator('canvas').count(), 2);
    await tab.byTestId('cut-away').click();
    assert.deepEqual(await tab.sentOf('setBorder'), [{ type: 'setBorder', border: 0.08 }]);
    assert.deepEqual(await tab.sentOf('train'), [{ type: 'train', learner: 'ridge' }]);
    await tab.send({ type: 'settings', settings: { ...SETTINGS, border: 0.08 } });
    await tab.send({ type: 'report', report: sampleTraining({ border: 0.08 }) });
    await tab.byTestId('border').getByText('without a border of 8.0\u00a0%').waitFor();
    assert.equal(await tab.byTestId('given-away').isVisible(), false);
    await tab.byTestId('whole-images').click();
    assert.deepEqual((await tab.sentOf('setBorder')).at(-1), { type: 'setBorder', border: 0 });
  });

  it('cuts a further border away from what is left, but not too much', async () => {
    await tab.showFolder(sampleTraining({ givenAway: [{ ...CORNER, border: 0.1 }], border: 0.2 }));
    await tab.byTestId('cut-away').click();
    assert.deepEqual(await tab.sentOf('setBorder'), [{ type: 'setBorder', border: 0.26 }]);
    const inside = [{ ...CORNER, border: undefined }];
    await tab.send({ type: 'report', report: sampleTraining({ givenAway: inside }) });
    await tab.byTestId('given-away').getByText('too far inside').waitFor();
    assert.equal(await tab.byTestId('cut-away').isVisible(), false);
  });

  it('warns of nearly the same images in different parts, and keeps them together', async () => {
    const { leaks } = sampleTraining();
    assert.ok(leaks);
    await tab.showFolder(sampleTraining({ leaks: { ...leaks, pairs: 12, pictures: 20 } }));
    await tab.byTestId('leaks-text').getByText('12 pairs of nearly the same images').waitFor();
    await tab.byTestId('keep-together').click();
    assert.equal((await tab.sentOf('keepTogether')).length, 1);
    assert.equal((await tab.sentOf('train')).length, 1);
    const tables = { groups: 'near-duplicates' };
    await tab.send({ type: 'settings', settings: { ...SETTINGS, tables } });
    await tab.byTestId('options-button').click();
    await tab.byTestId('table-groups').getByText('Images that are nearly the same').waitFor();
  });
});
