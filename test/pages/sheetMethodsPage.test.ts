import assert from 'node:assert/strict';
import type { MapDrawing } from '../../src/cam/results/brief.ts';
import type { SheetPicture } from '../../src/protocol/showCam.ts';
import { violations } from './support/accessibility.ts';
import { countingExplanation, countingModel } from './support/explanation.ts';
import {
  askedMap,
  chooseMethod,
  explainPlain,
  layerMap,
  methodOffers,
  pixelMap,
} from './support/methods.ts';
import { overflowing } from './support/overflowing.ts';
import { greyPng } from './support/panel.ts';
import { colourOf, explained, SheetPanel } from './support/sheetPanel.ts';
import { THEMES } from './support/themes.ts';
import { usePage } from './support/usePage.ts';

const NAMES = ['a.png', 'b.png', 'c.png'];
const TURBO_HIGH = [144, 12, 0];

describe('the contact sheet by methods', () => {
  const panel = usePage(new SheetPanel({ width: 640, height: 700 }));
  const line = () => panel.byTestId('sheet-method').innerText();

  it('says in one line how its maps are made, and asks for them', async () => {
    await panel.showSheet(await pictures());
    assert.equal(await line(), 'made by CAM · what each cell adds to the logit');
    assert.ok((await panel.sheetRequests()).every(({ way }) => way === undefined));
    await explainByCam();
    assert.equal(await panel.byTestId('method-name').innerText(), 'CAM');
    assert.equal(await line(), 'what each cell adds to the logit');
  });

  it('loads its tiles again by the method that is chosen on it, which an image then has too', async () => {
    await panel.showSheet(await pictures());
    await explainByCam();
    await chooseMethod(panel, 'saliency');
    assert.equal(await panel.page.locator('.tile[data-old]').count(), 3);
    const saliency = await pictures(drawing());
    assert.deepEqual(await panel.answerSheet((i) => saliency[i] as SheetPicture), [0, 1, 2]);
    const asked = await panel.sheetRequests();
    assert.deepEqual(
      asked.slice(3).map(({ way }) => way),
      ['saliency', 'saliency', 'saliency'],
    );
    assert.equal(await panel.page.locator('.tile[data-old]').count(), 0);
    assert.equal(await panel.byTestId('method-name').innerText(), 'Saliency (back-propagation)');
    assert.equal(await line(), 'logit per unit of the input');
    const title = await panel.tile('b.png').getAttribute('title');
    assert.match(title ?? '', /Saliency \(back-propagation\) · gradient checked: 2e-4/);
    await panel.tile('b.png').click();
    await panel.explainShown();
    const { request } = await askedMap(panel);
    assert.deepEqual([request.method, request.imagePath], ['saliency', '/photos/b.png']);
    assert.equal(await panel.byTestId('method-button').isVisible(), true);
  });

  it('does the same where the method was changed beside an image', async () => {
    await panel.showSheet(await pictures());
    await panel.tile('a.png').click();
    await panel.explainShown();
    await chooseMethod(panel, 'saliency');
    const before = (await panel.sheetRequests()).length;
    await panel.page.keyboard.press('Escape');
    await panel.byTestId('sheet').waitFor();
    const saliency = await pictures(drawing());
    await panel.answerSheet((i) => saliency[i] as SheetPicture);
    const asked = (await panel.sheetRequests()).slice(before);
    assert.deepEqual(
      asked.map(({ way }) => way),
      ['saliency', 'saliency', 'saliency'],
    );
  });

  it('has the maps of a model without a CAM, and says why there is none', async () => {
    await panel.startSheet(NAMES);
    await explainPlain(panel, 'main', layerMap(), { images: { names: NAMES, index: 0 } });
    await panel.byTestId('method-button').waitFor();
    const maps = await pictures(gradCam());
    await panel.answerSheet((i) => maps[i] as SheetPicture);
    assert.equal(await panel.page.locator('.tile[data-state=done]').count(), 3);
    assert.equal(await panel.byTestId('method-name').innerText(), 'Grad-CAM');
    assert.equal(await line(), 'their mean is in logit units · no CAM');
    assert.equal(
      await panel.byTestId('sheet-method').getAttribute('title'),
      'their mean is in logit units\nNo CAM: token.onnx has no class activation map: its head reads a class token.',
    );
    assert.equal(await panel.byTestId('error').isVisible(), false);
    const title = await panel.tile('a.png').getAttribute('title');
    assert.match(title ?? '', /Grad-CAM · gradient checked: 2e-4/);
  });

  it('says by what the maps are if the model does not allow what was chosen', async () => {
    await panel.startSheet(NAMES, { view: { method: 'saliency' } });
    const cams = await pictures();
    await panel.answerSheet((i) => cams[i] as SheetPicture);
    await explainByCam();
    assert.equal(await line(), 'made by CAM · what each cell adds to the logit');
  });

  it('has on a tile why its map cannot be relied on', async () => {
    const text = 'LayerCAM hardly depends on the class here · use CAM';
    const fidelity = { standing: 'mismatch', text } as const;
    await panel.showSheet([
      await explained('a.png', { drawing: { ...gradCam(), way: 'layer-cam', fidelity } }),
      await explained('b.png', { drawing: gradCam() }),
    ]);
    const said = await panel.tile('a.png').innerText();
    assert.match(said, /LayerCAM hardly depends on the class here/);
    assert.ok(!said.includes('use CAM'), 'the rest is in the tooltip');
    assert.doesNotMatch(await panel.tile('b.png').innerText(), /Not exact|Grad-CAM/);
  });

  it('draws single pixels as they are, clipped as the large map', async () => {
    const maps = await pictures(drawing());
    const view = { layer: 'map', colormap: 'turbo', method: 'saliency' } as const;
    await panel.showSheet(maps, { view });
    await panel.page.waitForFunction(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.tile-picture');
      return canvas?.getContext('2d')?.getImageData(160, 160, 1, 1).data[3] === 255;
    });
    // 40×30 pixels of 8×8, 40 from the top. 99 % of them are below 1187.
    assert.deepEqual(await colourOf(panel, 'a.png', 316, 276), TURBO_HIGH);
    // Value 1159 is above the 95th percentile, 1139.05, and below the 99th.
    assert.notDeepEqual(await colourOf(panel, 'a.png', 316, 268), TURBO_HIGH);
    await panel.openView();
    await panel.byTestId('clip').locator('[value="95"]').check({ force: true });
    await panel.nextFrame();
    assert.deepEqual(await colourOf(panel, 'a.png', 316, 268), TURBO_HIGH);
  });

  it('shows how far an image of many runs is; it is cancelled by Stop, and by another view', async () => {
    await panel.startSheet(NAMES, { view: { method: 'occlusion' } });
    const [first] = await panel.sheetRequests();
    assert.ok(first);
    await panel.send({ type: 'working', id: first.id, done: 49, all: 196 });
    await panel.nextFrame();
    const progress = panel.page.locator('.sheet-progress');
    assert.equal(await progress.getAttribute('value'), '0.25');
    await panel.byTestId('sheet-stop').click();
    await panel.nextFrame();
    assert.ok((await panel.sentOf('cancel')).some(({ id }) => id === first.id));
    await panel.byTestId('sheet-stop').click();
    await panel.nextFrame();
    const second = (await panel.sheetRequests()).at(-1);
    assert.ok(second && second.id !== first.id);
    assert.equal(second.index, 0);
    await panel.send({ type: 'working', id: second.id, done: 1, all: 196 });
    await panel.nextFrame();
    await panel.tile('c.png').click();
    await panel.nextFrame();
    assert.ok((await panel.sentOf('cancel')).some(({ id }) => id === second.id));
  });

  it('does not cancel an image that is soon done', async () => {
    await panel.startSheet(NAMES);
    await panel.tile('c.png').click();
    await panel.nextFrame();
    assert.deepEqual(await panel.sentOf('cancel'), []);
  });

  for (const [name, theme] of Object.entries(THEMES)) {
    it(`fits narrow and wide panels in the theme ${name}`, async () => {
      await panel.open({ theme });
      for (const width of [470, 1400]) {
        await panel.page.setViewportSize({ width, height: 700 });
        await panel.startSheet(NAMES);
        await explainPlain(panel, 'main', layerMap(), { images: { names: NAMES, index: 0 } });
        await panel.byTestId('method-button').waitFor();
        const maps = await pictures(drawing());
        if (width === 470) await chooseMethod(panel, 'saliency');
        await panel.answerSheet((i) => maps[i] as SheetPicture);
        assert.deepEqual(await overflowing(panel.page), []);
        const text = panel.byTestId('sheet-method');
        assert.ok(await text.evaluate((box) => box.scrollHeight <= box.clientHeight + 1));
        await panel.screenshot(`sheet-methods-${name}-${width}`);
      }
      assert.deepEqual(await violations(panel.page), []);
    });
  }

  async function explainByCam(): Promise<void> {
    const model = countingModel();
    const explanation = countingExplanation(model, await greyPng());
    await panel.explain('main', model, explanation, { names: NAMES, index: 0 });
    await panel.byTestId('method-button').waitFor();
    await panel.nextFrame();
  }
});

function pictures(drawn: Partial<MapDrawing> = {}): Promise<SheetPicture[]> {
  return Promise.all(NAMES.map((name) => explained(name, { drawing: drawn })));
}

function gradCam(): Partial<MapDrawing> {
  const { map, claim: fidelity } = layerMap();
  return { way: 'grad-cam', name: 'Grad-CAM', map, fidelity };
}

function drawing(): Partial<MapDrawing> {
  const { map, claim: fidelity } = pixelMap();
  const { name = '' } = methodOffers().find(({ method }) => method === 'saliency') ?? {};
  return { way: 'saliency', name, map, limit: 1187.01, interpolation: 'cells', fidelity };
}
