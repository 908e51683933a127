import assert from 'node:assert/strict';
import type { SheetPicture } from '../../src/protocol/showCam.ts';
import { colourOf, damaged, explained, SheetPanel } from './support/sheetPanel.ts';
import { usePage } from './support/usePage.ts';

/** The ends of Google's Turbo colormap, as published. */
const TURBO_LOW = [35, 23, 27];
const TURBO_HIGH = [144, 12, 0];

describe('the contact sheet', () => {
  const panel = usePage(new SheetPanel({ width: 640, height: 700 }));

  it('has map, class, probability and verdict of each image, and says how many are right', async () => {
    await panel.showSheet(await fewPictures());
    assert.equal(await answer(), '5 images · 2 of 4 right · 1 failed');
    const texts = async (name: string) =>
      (await panel.tile(name).innerText()).split('\n').filter((line) => line.trim() !== '');
    assert.deepEqual(await texts('sure.png'), ['sure.png', 'right', 'counter', '97.0\u00a0%']);
    assert.deepEqual(await texts('slip.png'), [
      'slip.png',
      'wrong: against',
      'counter',
      '90.0\u00a0%',
    ]);
  });

  it('has a tile with the reason for an image that cannot be read, and goes on', async () => {
    await panel.showSheet(await fewPictures());
    const tile = panel.tile('damaged.png');
    assert.match(await tile.innerText(), /damaged\.png is damaged\./);
    assert.match((await tile.getAttribute('title')) ?? '', /Save it again\./);
    // It is the second of five.
    assert.equal(await panel.page.locator('[data-testid=tile][data-state=done]').count(), 4);
  });

  it('says of which maps the model gives no account', async () => {
    const fidelity = { standing: 'mismatch', text: 'Not exact: off by 40 %' } as const;
    await panel.showSheet([
      await explained('exact.png'),
      await explained('loose.png', { drawing: { fidelity } }),
    ]);
    assert.match(await panel.tile('loose.png').innerText(), /Not exact/);
    assert.match((await panel.tile('loose.png').getAttribute('title')) ?? '', /off by 40 %/);
    assert.doesNotMatch(await panel.tile('exact.png').innerText(), /Not exact/);
  });

  it('draws maps as the large picture does', async () => {
    await panel.showSheet([await explained('a.png'), await explained('b.png')], {
      view: { layer: 'map', colormap: 'turbo', interpolation: 'cells' },
    });
    await panel.page.waitForFunction(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.tile-picture');
      return canvas?.getContext('2d')?.getImageData(160, 160, 1, 1).data[3] === 255;
    });
    // The part that the model saw fills the width: 4×3 cells of 80 pixels, 40 pixels from the top.
    assert.deepEqual(await colourOf(panel, 'a.png', 40, 80), TURBO_LOW);
    assert.deepEqual(await colourOf(panel, 'a.png', 280, 240), TURBO_HIGH);
    await panel.openView();
    await panel.page.locator('[data-testid=layer] [value=picture]').check({ force: true });
    await panel.nextFrame();
    assert.deepEqual(await colourOf(panel, 'a.png', 280, 240), [100, 100, 100]);
  });

  it('asks for one image at a time, for those in view first, and draws no others', async () => {
    const names = Array.from({ length: 500 }, (_, i) => `${i}.png`);
    const pictures = await Promise.all(names.map((name) => explained(name)));
    const pictureOf = (index: number) => pictures[index] as SheetPicture;
    await panel.startSheet(names);
    assert.deepEqual(await panel.answerSheet(pictureOf, { atMost: 3 }), [0, 1, 2]);
    assert.equal(await answer(), '3 of 500 images');
    await panel.page.locator('.sheet-scroller').evaluate((scroller) => {
      scroller.scrollTop = scroller.scrollHeight;
    });
    await panel.tile('499.png').waitFor();
    await panel.nextFrame();
    const [before, ...after] = await panel.answerSheet(pictureOf, { atMost: 5 });
    assert.equal(before, 3, 'it was asked for before');
    assert.ok(
      after.every((index) => index >= 400),
      `then for ${after}`,
    );
    const tiles = await panel.page.locator('.tile-picture').count();
    assert.ok(tiles < 60, `${tiles} tiles are drawn`);
  });

  it('sorts by confidence and by the surest mistake', async () => {
    await panel.showSheet(await fewPictures());
    const given = ['sure.png', 'damaged.png', 'slip.png', 'unsure.png', 'blunder.png'];
    assert.deepEqual(await panel.tileNames(), given);
    await panel.chooseOrder('confidence');
    assert.deepEqual(await panel.tileNames(), [
      ...['sure.png', 'blunder.png', 'slip.png', 'unsure.png', 'damaged.png'],
    ]);
    await panel.chooseOrder('mistakes');
    assert.deepEqual(await panel.tileNames(), [
      ...['blunder.png', 'slip.png', 'unsure.png', 'sure.png', 'damaged.png'],
    ]);
    await panel.chooseOrder('given');
    assert.deepEqual(await panel.tileNames(), given);
  });

  it('offers no order by mistakes where no folder names a class', async () => {
    await panel.showSheet([await explained('a.png'), await explained('b.png')]);
    const order = panel.byTestId('sheet-order');
    assert.deepEqual((await order.innerText()).split(/\s*\n\s*/), ['As given', 'Confidence']);
    assert.equal(await answer(), '2 images');
  });

  it('opens an image; the arrows go on in the order of the sheet, Escape goes back to the tile', async () => {
    await panel.showSheet(await fewPictures(), { view: { sheetOrder: 'mistakes' } });
    await panel.tile('slip.png').click();
    assert.equal((await panel.sentOf('showImage')).at(-1)?.index, 2);
    await panel.explainShown();
    assert.equal(await panel.byTestId('sheet').isVisible(), false);
    assert.equal(await panel.byTestId('image-name').innerText(), 'slip.png');
    assert.match(await panel.page.locator('.header').innerText(), /2 of 5/);
    await panel.page.keyboard.press('ArrowRight');
    await panel.explainShown();
    assert.equal(await panel.byTestId('image-name').innerText(), 'unsure.png');
    await panel.page.keyboard.press('Escape');
    await panel.byTestId('sheet').waitFor();
    assert.equal(await panel.focusedTile(), 'unsure.png');
    await panel.page.keyboard.press('Enter');
    await panel.byTestId('sheet').waitFor({ state: 'hidden' });
    await panel.byTestId('all-pictures').click();
    await panel.byTestId('sheet').waitFor();
    assert.equal(await panel.focusedTile(), 'unsure.png');
  });

  it('says what to do where a command of the palette would save or copy one image', async () => {
    const status = panel.byTestId('output-status');
    await panel.startSheet(['sure.png', 'slip.png'], { place: { isOpen: false, chosen: 0 } });
    await panel.send({ type: 'command', command: 'copyPicture' });
    await status.getByText('Nothing is shown that could be saved or copied.').waitFor();
    for (const command of ['savePicture', 'copyPicture', 'saveNpy', 'saveJson'] as const) {
      await panel.open();
      await panel.showSheet(await fewPictures());
      await panel.tile('sure.png').click();
      await panel.explainShown();
      await panel.page.keyboard.press('Escape');
      await panel.byTestId('sheet').waitFor();
      const asked = (await panel.sentOf('request')).length;
      await panel.send({ type: 'command', command });
      await status.getByText('open one of them to save or copy it').waitFor();
      assert.equal((await panel.sentOf('request')).length, asked, `${command} saves nothing`);
    }
  });

  it('goes back to where it was scrolled to', async () => {
    const names = Array.from({ length: 60 }, (_, i) => `${i}.png`);
    await panel.showSheet(await Promise.all(names.map((name) => explained(name))));
    const scroller = panel.page.locator('.sheet-scroller');
    const top = () => scroller.evaluate(({ scrollTop }) => scrollTop);
    await scroller.evaluate((element) => {
      element.scrollTop = 1900;
    });
    const before = await top();
    assert.equal(before, 1900);
    await panel.tile('40.png').click();
    await panel.explainShown();
    await panel.page.keyboard.press('Escape');
    await panel.byTestId('sheet').waitFor();
    assert.equal(await top(), before);
  });

  it('shows no other picture than the one that is opened, while it is computed', async () => {
    await panel.showSheet(await fewPictures());
    await panel.tile('slip.png').click();
    await panel.explainShown();
    await panel.page.keyboard.press('Escape');
    await panel.tile('unsure.png').click();
    await panel.nextFrame();
    assert.equal(await panel.byTestId('image-name').innerText(), 'unsure.png');
    assert.equal(await panel.byTestId('answer').isVisible(), false);
  });

  it('first leaves a channel, then the image', async () => {
    await panel.showSheet(await fewPictures());
    await panel.tile('slip.png').click();
    await panel.explainShown();
    await panel.byTestId('channel-row').first().click();
    await panel.page.keyboard.press('Escape');
    await panel.nextFrame();
    assert.equal(await panel.byTestId('sheet').isVisible(), false);
    await panel.page.keyboard.press('Escape');
    await panel.byTestId('sheet').waitFor();
  });

  it('moves the choice with the arrow keys', async () => {
    const names = Array.from({ length: 9 }, (_, i) => `${i}.png`);
    await panel.showSheet(await Promise.all(names.map((name) => explained(name))));
    const press = async (key: string) => {
      await panel.page.keyboard.press(key);
      await panel.nextFrame();
      return panel.focusedTile();
    };
    assert.equal(await press('ArrowRight'), '1.png');
    // Four tiles in a row.
    assert.equal(await press('ArrowDown'), '5.png');
    assert.equal(await press('ArrowLeft'), '4.png');
    assert.equal(await press('ArrowUp'), '0.png');
    assert.equal(await press('ArrowUp'), '0.png');
    assert.equal(await press('End'), '8.png');
    assert.equal(await press('Home'), '0.png');
    const tabbable = panel.page.locator('[data-testid=tile][tabindex="0"]');
    assert.equal(await tabbable.count(), 1, 'the tiles are one stop of the Tab key');
  });

  it('computes nothing while an image is large, and goes on afterwards', async () => {
    const pictures = await fewPictures();
    const pictureOf = (index: number) => pictures[index] as SheetPicture;
    await panel.startSheet(['0.png', '1.png', '2.png', '3.png', '4.png']);
    await panel.answerSheet(pictureOf, { atMost: 1 });
    await panel.tile('0.png').click();
    assert.deepEqual(await panel.answerSheet(pictureOf), [1], 'only what was asked for before');
    await panel.page.keyboard.press('Escape');
    assert.deepEqual(await panel.answerSheet(pictureOf), [2, 3, 4]);
  });

  it('stops and goes on', async () => {
    const pictures = await fewPictures();
    const pictureOf = (index: number) => pictures[index] as SheetPicture;
    await panel.startSheet(['0.png', '1.png', '2.png', '3.png', '4.png']);
    await panel.answerSheet(pictureOf, { atMost: 1 });
    await panel.byTestId('sheet-stop').click();
    assert.deepEqual(await panel.answerSheet(pictureOf), [1]);
    assert.equal(await panel.byTestId('sheet-stop').innerText(), 'Go on');
    await panel.byTestId('sheet-stop').click();
    assert.deepEqual(await panel.answerSheet(pictureOf), [2, 3, 4]);
    assert.equal(await panel.byTestId('sheet-stop').isVisible(), false);
  });

  it('says why no image can be computed, and goes on when the model has changed', async () => {
    const pictures = await fewPictures();
    await panel.startSheet(['0.png', '1.png', '2.png', '3.png', '4.png']);
    await panel.refuse({
      code: 'truncatedOnnx',
      message: 'counting.onnx is not complete.',
      nextAction: 'Export it again.',
    });
    const failure = panel.byTestId('sheet-failure');
    assert.equal(await failure.innerText(), 'counting.onnx is not complete. Export it again.');
    assert.deepEqual(await panel.answerSheet((index) => pictures[index] as SheetPicture), []);
    await panel.send({ type: 'sheetOutdated' });
    const asked = await panel.answerSheet((index) => pictures[index] as SheetPicture);
    assert.deepEqual(asked, [0, 1, 2, 3, 4]);
    assert.equal(await failure.isVisible(), false);
  });

  it('computes all images again for another state of the model, and one that has changed', async () => {
    await panel.showSheet(await fewPictures());
    await panel.send({ type: 'sheetOutdated' });
    await panel.nextFrame();
    assert.equal(await answer(), '0 of 5 images');
    assert.equal(await panel.page.locator('.tile[data-old]').count(), 5);
    const better = await explained('better.png', { probability: 0.99, expected: 0 });
    assert.deepEqual(await panel.answerSheet(() => better), [0, 1, 2, 3, 4]);
    assert.equal(await answer(), '5 images · 5 of 5 right');
    await panel.send({ type: 'sheetOutdated', indices: [3] });
    assert.deepEqual(await panel.answerSheet(() => damaged('unsure.png')), [3]);
    assert.match(await panel.tile('unsure.png').innerText(), /unsure\.png is damaged/);
    assert.equal(await answer(), '5 images · 4 of 4 right · 1 failed');
  });

  it('drops an answer about the state before', async () => {
    const [old, now] = [await explained('0.png'), await explained('0.png', { classIndex: 1 })];
    await panel.startSheet(['0.png', '1.png']);
    const [request] = await panel.sheetRequests();
    assert.ok(request);
    await panel.send({ type: 'sheetOutdated', indices: [0] });
    const late = { type: 'result', id: request.id, kind: 'sheetPicture', result: old } as const;
    await panel.send(late);
    await panel.nextFrame();
    assert.equal(await answer(), '0 of 2 images');
    const asked = await panel.sheetRequests();
    assert.deepEqual(
      asked.map(({ index }) => index),
      [0, 0],
    );
    await panel.answerSheet(() => now);
    assert.match(await panel.tile('0.png').innerText(), /constant/);
  });

  it('keeps order, choice and place over a reload', async () => {
    await panel.showSheet(await fewPictures());
    await panel.chooseOrder('confidence');
    await panel.tile('sure.png').press('ArrowRight');
    await panel.hasKept('"sheet":{"isOpen":true,"chosen":4}');
    const state = await panel.keptState();
    assert.equal(state.view.sheetOrder, 'confidence');
    assert.deepEqual((await panel.sentOf('viewChanged')).at(-1)?.sheet, state.sheet);
    await panel.page.reload();
    const pictures = await fewPictures();
    await panel.showSheet(pictures, { place: state.sheet ?? { isOpen: false, chosen: 0 } });
    assert.equal((await panel.tileNames())[0], 'sure.png');
    assert.equal(await panel.page.locator('.tile.chosen').count(), 1);
    assert.match(await panel.page.locator('.tile.chosen').innerText(), /blunder\.png/);
  });

  it('says an error about the model once, and not that of the image behind it', async () => {
    await panel.showSheet(await fewPictures());
    const names = await panel.tileNames();
    const error = damaged('sure.png').error;
    const send = (change: object) =>
      panel.send({
        ...{ type: 'error', side: 'main', images: { names, index: 0 }, error, actions: ['retry'] },
        ...change,
      });
    await send({ isOfImage: true });
    await panel.nextFrame();
    assert.equal(await panel.byTestId('error').isVisible(), false);
    await send({ error: { ...error, message: 'net.onnx is empty.' } });
    await panel.byTestId('error').getByText('net.onnx is empty.').waitFor();
  });

  it('is not there for a single image, nor while two models are compared', async () => {
    await panel.showCounting();
    assert.equal(await panel.byTestId('sheet').isVisible(), false);
    assert.equal(await panel.byTestId('all-pictures').isVisible(), false);
    await panel.showSheet(await fewPictures());
    await panel.send({ type: 'comparison', otherModel: { path: '/b.onnx', fileName: 'b.onnx' } });
    await panel.byTestId('sheet').waitFor({ state: 'hidden' });
    assert.equal(await panel.byTestId('all-pictures').isVisible(), false);
  });

  function answer(): Promise<string> {
    return panel.byTestId('sheet-answer').innerText();
  }
});

/** Two right ones, two wrong ones, and one that cannot be read. */
async function fewPictures(): Promise<SheetPicture[]> {
  return [
    await explained('sure.png', { probability: 0.97, expected: 0 }),
    damaged('damaged.png'),
    await explained('slip.png', { probability: 0.9, expected: 2 }),
    await explained('unsure.png', { probability: 0.5, expected: 0 }),
    await explained('blunder.png', { probability: 0.95, expected: 2 }),
  ];
}
