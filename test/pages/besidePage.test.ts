import assert from 'node:assert/strict';
import type { MethodMap } from '../../src/protocol/mapMethods.ts';
import { violations } from './support/accessibility.ts';
import { putBeside, showThree } from './support/beside.ts';
import { countingExplanation, countingModel, exportedCounting } from './support/explanation.ts';
import {
  answerMap,
  askedMap,
  chooseMethod,
  layerMap,
  openMethods,
  pixelMap,
  showPlain,
} from './support/methods.ts';
import { overflowing } from './support/overflowing.ts';
import { greyPng, nextFrame, Panel } from './support/panel.ts';
import { THEMES } from './support/themes.ts';
import { usePage } from './support/usePage.ts';

const TURBO_HIGH = [144, 12, 0];
const IMAGES = { names: ['grey.png', 'other.png'], index: 0 };

describe('methods beside each other in Show CAM', () => {
  const panel = usePage(new Panel({ width: 1400, height: 800 }));
  const text = (testId: string) => panel.byTestId(testId).innerText();
  const work = (index: number) => panel.byTestId(`beside-${index}-method-work`);
  const asked = async () => {
    const sent = await panel.sentOf('request');
    return sent.filter((message) => message.kind === 'methodMap').length;
  };

  it('are put there from the list by keyboard, up to three, with names of their own', async () => {
    await panel.showCounting();
    await openMethods(panel, { 'layer-cam': 'It has no layer.' });
    const toggle = (way: string) => panel.byTestId(`beside-${way}`);
    assert.equal(await toggle('cam').isVisible(), false, 'it is on show');
    assert.equal(await toggle('layer-cam').isVisible(), false, 'it is not allowed');
    assert.equal(
      await toggle('saliency').getAttribute('aria-label'),
      'Show Saliency (back-propagation) beside it',
    );
    await toggle('grad-cam').focus();
    await panel.page.keyboard.press('Enter');
    await nextFrame(panel);
    assert.equal(await toggle('grad-cam').getAttribute('aria-pressed'), 'true');
    await panel.page.keyboard.press('Tab');
    await panel.page.keyboard.press('Space');
    await toggle('saliency').click();
    await nextFrame(panel);
    assert.equal(await text('beside-1-name'), 'HiResCAM');
    assert.equal(await toggle('occlusion').getAttribute('aria-disabled'), '');
    await toggle('occlusion').click();
    await toggle('hires-cam').click();
    await nextFrame(panel);
    assert.equal(await text('beside-1-name'), 'Saliency (back-propagation)');
    assert.equal(await panel.byTestId('beside-2').isVisible(), false);
    assert.equal(await toggle('occlusion').getAttribute('aria-disabled'), null);
  });

  it('have their own claims, scales and units', async () => {
    const wrong: MethodMap['claim'] = { standing: 'mismatch', text: 'Not a gradient' };
    await showThree(panel, ['grey.png'], [layerMap(), pixelMap('saliency', { claim: wrong })]);
    assert.equal(await text('beside-main-name'), 'CAM');
    assert.equal(await text('beside-main-claim'), 'Exact');
    assert.equal(await text('beside-0-name'), 'Grad-CAM');
    assert.equal(await text('beside-0-claim'), 'gradient checked: 2e-4');
    assert.equal(await text('beside-1-claim'), 'check failed');
    assert.match(
      (await panel.byTestId('beside-1-claim').getAttribute('title')) ?? '',
      /Not a gradient/,
    );
    assert.match(await text('legend'), /\+11\.00.*their mean is in logit units/s, 'as Grad-CAM');
    assert.match(await text('beside-0-legend'), /their mean is in logit units/);
    assert.match(await text('beside-1-legend'), /logit per unit of the input.*clipped at 99/s);
    const limits = ['legend', 'beside-0-legend', 'beside-1-legend'].map((id) =>
      panel.byTestId(id).getAttribute('data-limit'),
    );
    // numpy.percentile(numpy.arange(1200), 99)
    assert.deepEqual((await Promise.all(limits)).map(Number), [11, 11, 1187.01]);
    assert.match(await text('beside-note'), /Each picture has its own scale, in its own unit/);
    await panel.openView();
    assert.equal(await panel.byTestId('clip').isVisible(), true);
    assert.equal(await panel.byTestId('scale-mode').isVisible(), true, 'of the CAM');
    await panel.byTestId('scale-limit').fill('3');
    await nextFrame(panel);
    assert.equal(await panel.byTestId('beside-0-legend').getAttribute('data-limit'), '11');
  });

  it('ask for each map once, one at a time, quick ones first', async () => {
    await panel.showCounting(['grey.png'], { beside: ['occlusion', 'saliency', 'grad-cam'] });
    await openMethods(panel);
    await panel.page.keyboard.press('Escape');
    assert.equal((await askedMap(panel)).request.method, 'saliency');
    assert.equal(await asked(), 1);
    await answerMap(panel, pixelMap());
    assert.equal((await askedMap(panel)).request.method, 'grad-cam');
    await answerMap(panel, layerMap());
    assert.equal((await askedMap(panel)).request.method, 'occlusion');
    await answerMap(panel, pixelMap('occlusion'));
    await panel.byTestId('answer-chip').first().click();
    await nextFrame(panel);
    const { method, classIndex } = (await askedMap(panel)).request;
    assert.deepEqual([method, classIndex], ['saliency', 1]);
    await answerMap(panel, pixelMap('saliency', { class: 1 }));
    await answerMap(panel, layerMap(1));
    await answerMap(panel, pixelMap('occlusion', { class: 1 }));
    const count = await asked();
    await panel.page.keyboard.press('1');
    await nextFrame(panel);
    await chooseMethod(panel, 'saliency');
    assert.equal(await text('beside-1-name'), 'CAM', 'they change places');
    assert.equal(await text('beside-1-claim'), 'Exact');
    assert.equal(await text('beside-main-claim'), 'gradient checked: 2e-4');
    assert.equal(await asked(), count, 'all were known');
  });

  it('do not ask again for a map that becomes the main one on its way', async () => {
    await panel.showCounting();
    await putBeside(panel, 'saliency');
    const { id } = await askedMap(panel);
    await chooseMethod(panel, 'saliency');
    assert.equal((await askedMap(panel)).id, id);
    assert.deepEqual(await panel.sentOf('cancel'), []);
    await answerMap(panel, pixelMap());
    assert.match(await text('fidelity'), /40×30 · gradient checked/);
    assert.equal(await text('beside-0-name'), 'CAM');
  });

  it('keep what they had, dimmed, until the map of another class is here', async () => {
    await showThree(panel);
    await panel.byTestId('answer-chip').first().click();
    await work(1).waitFor();
    assert.match(await work(1).innerText(), /Saliency \(back-propagation\) of constant/);
    const canvas = panel.byTestId('beside-1-canvas');
    assert.equal(await canvas.evaluate((part) => getComputedStyle(part).opacity), '0.4');
    assert.match((await canvas.getAttribute('aria-label')) ?? '', /of counter over/);
    assert.match(
      (await panel.byTestId('stage-canvas').getAttribute('aria-label')) ?? '',
      /constant/,
    );
    await answerMap(panel, layerMap(1));
    assert.equal(await panel.byTestId('beside-0-legend').getAttribute('data-limit'), '22');
    await answerMap(panel, pixelMap('saliency', { class: 1 }));
    assert.equal(await canvas.evaluate((part) => getComputedStyle(part).opacity), '1');
    await panel.byTestId('answer-first-compare').click();
    await nextFrame(panel);
    const { classIndex, against } = (await askedMap(panel)).request;
    assert.deepEqual([classIndex, against], [1, 0], 'the contrast as well');
  });

  it('say why one has no map, and go on with the others', async () => {
    await panel.showCounting();
    await putBeside(panel, 'grad-cam', 'saliency');
    const { id } = await askedMap(panel);
    const message = 'Too little memory.';
    const error = { code: 'engineOutOfMemory', message, nextAction: 'Close others.' } as const;
    await panel.send({ type: 'refusal', id, error });
    await work(0).getByText('Too little memory. Close others.').waitFor();
    assert.equal((await askedMap(panel)).request.method, 'saliency');
    await answerMap(panel, pixelMap());
    assert.equal(await work(1).isVisible(), false);
    await panel.byTestId('beside-0-method-retry').click();
    await nextFrame(panel);
    await answerMap(panel, layerMap());
    assert.equal(await work(0).isVisible(), false);
    assert.equal(await text('beside-0-claim'), 'gradient checked: 2e-4');
  });

  it('are stopped one by one, and told to the editor', async () => {
    await panel.showCounting(['grey.png'], { beside: ['occlusion', 'integrated-gradients'] });
    await openMethods(panel);
    await panel.page.keyboard.press('Escape');
    const { id } = await askedMap(panel);
    await panel.send({ type: 'working', id, done: 3, all: 12 });
    await work(1).waitFor();
    assert.equal(await work(1).locator('progress').getAttribute('value'), '3');
    await panel.byTestId('beside-1-method-stop').click();
    await nextFrame(panel);
    assert.match(await work(1).innerText(), /Integrated gradients of counter was stopped/);
    assert.equal((await askedMap(panel)).request.method, 'occlusion');
    assert.ok((await panel.sentOf('cancel')).some((message) => message.id === id));
    await panel.byTestId('beside-1-close').click();
    await nextFrame(panel);
    assert.equal(await panel.byTestId('beside-1').isVisible(), false);
    await panel.byTestId('beside-0-close').click();
    await nextFrame(panel);
    assert.equal((await panel.sentOf('cancel')).length, 2);
    assert.equal(await panel.byTestId('beside-note').isVisible(), false);
    assert.equal(
      await panel.page.evaluate(() => document.activeElement?.getAttribute('data-testid')),
      'method-button',
    );
  });

  it('do not keep the next picture waiting', async () => {
    await panel.showCounting(['grey.png'], { beside: ['occlusion'] });
    await openMethods(panel);
    await panel.page.keyboard.press('Escape');
    const { id } = await askedMap(panel);
    await panel.send({ type: 'busy', side: 'main', what: 'other.png' });
    await nextFrame(panel);
    assert.ok((await panel.sentOf('cancel')).some((message) => message.id === id));
  });

  it('show the same part of the picture, and each reads its own value at one place', async () => {
    await showThree(panel);
    const canvas = panel.byTestId('beside-1-canvas');
    const { width = 0, height = 0 } = (await canvas.boundingBox()) ?? {};
    await canvas.hover({ position: { x: width / 2 + 1, y: height / 2 + 1 } });
    await nextFrame(panel);
    // The middle of the photo is the first corner of cell (2, 1) of 4×3, and of pixel (20, 15) of 40×30.
    assert.equal(await text('beside-main-value'), '+6.000');
    assert.equal(await text('beside-0-value'), '+6.000');
    assert.equal(await text('beside-1-value'), '+620.0');
    await panel.page.keyboard.press('Tab');
    const before = await panel.byTestId('zoom-percent').innerText();
    await canvas.focus();
    await panel.page.keyboard.press('+');
    await nextFrame(panel);
    assert.notEqual(await panel.byTestId('zoom-percent').innerText(), before);
    await panel.page.keyboard.press('Shift+ArrowRight');
    await panel.page.keyboard.press('Shift+ArrowRight');
    await nextFrame(panel);
    assert.match(await text('beside-1-value'), /^\+\d/);
    const spoken = panel.page.locator('.panes > [aria-live]');
    assert.match((await spoken.textContent()) ?? '', /^Grad-CAM \+\d.*, Saliency.* \+\d/);
  });

  it('are drawn in the pixels of the input at 300 % and more', async () => {
    await panel.showCounting(['grey.png'], { layer: 'map', colormap: 'turbo', showBox: false });
    await putBeside(panel, 'saliency');
    // One pixel of the input, 2×2 of the photo, is all: the middle one.
    const values = new Float32Array(1200).fill(0);
    values[15 * 40 + 20] = 1;
    await answerMap(panel, pixelMap('saliency', { map: { width: 40, height: 30, values } }));
    await panel.openView();
    await panel.page.locator('[data-testid="clip"] input[value="100"]').check();
    await panel.page.keyboard.press('Escape');
    await panel.byTestId('beside-0-canvas').focus();
    await panel.page.keyboard.press('+');
    await nextFrame(panel);
    assert.ok(Number.parseInt(await text('zoom-percent'), 10) > 300);
    const colours = await panel.byTestId('beside-0-canvas').evaluate((part) => {
      const { width, height } = part as HTMLCanvasElement;
      const context = (part as HTMLCanvasElement).getContext('2d');
      return [-1, 1, 5].map((x) =>
        Array.from(context?.getImageData(width / 2 + x, height / 2 + 4, 1, 1).data ?? []),
      );
    });
    const areHigh = colours.map((colour) => `${colour.slice(0, 3)}` === `${TURBO_HIGH}`);
    assert.deepEqual(areHigh, [false, true, true], 'its edge is sharp');
  });

  it('are kept over a reload and for the next picture', async () => {
    await showThree(panel, IMAGES.names);
    await panel.hasKept('"beside":["grad-cam","saliency"]');
    const model = countingModel();
    const whole = countingExplanation(model, await greyPng());
    await panel.page.keyboard.press('ArrowRight');
    const images = { ...IMAGES, index: 1 };
    await panel.explain('main', model, { ...whole, imagePath: '/photos/other.png' }, images);
    await panel.byTestId('image-name').getByText('other.png').waitFor();
    await nextFrame(panel);
    assert.equal((await askedMap(panel)).request.imagePath, '/photos/other.png');
    assert.equal(await panel.byTestId('beside-0').isVisible(), true);
    assert.equal(await panel.byTestId('beside-0-claim').isVisible(), false, 'no map, no claim');
    await panel.page.reload();
    const state = { ...(await panel.keptState()), index: 0 };
    await panel.send({ type: 'start', images: IMAGES, state });
    await panel.explain('main', model, whole, IMAGES);
    await panel.byTestId('beside-1').waitFor();
    assert.equal(await text('beside-1-name'), 'saliency', 'until the names are known');
  });

  it('are hidden behind the contact sheet', async () => {
    await showThree(panel, IMAGES.names, [layerMap()]);
    const { id } = await askedMap(panel);
    await panel.page.keyboard.press('Escape');
    await nextFrame(panel);
    assert.equal(await panel.byTestId('beside-0').isVisible(), false);
    assert.ok((await panel.sentOf('cancel')).some((message) => message.id === id));
  });

  it('call the first one what it is until another method has its map', async () => {
    await showThree(panel);
    await chooseMethod(panel, 'occlusion');
    assert.equal(await text('beside-main-name'), 'CAM');
    assert.equal(await text('beside-main-claim'), 'Exact');
    await answerMap(panel, pixelMap('occlusion'));
    assert.equal(await text('beside-main-name'), 'Occlusion');
  });

  it('are hidden before and after an export and while models are compared', async () => {
    await showThree(panel);
    await panel.showChange(exportedCounting(await greyPng()));
    assert.equal(await panel.byTestId('beside-0').isVisible(), false);
    assert.equal(await panel.byTestId('beside-note').isVisible(), false);
    await openMethods(panel);
    assert.equal(await panel.byTestId('beside-saliency').isVisible(), false);
    await panel.page.keyboard.press('Escape');
    await panel.send({ type: 'comparison', otherModel: { path: '/models/b.onnx', fileName: 'b' } });
    await nextFrame(panel);
    assert.equal(await panel.byTestId('beside-0').isVisible(), false);
  });

  it('have the CAM among them where the model has one', async () => {
    await panel.showCounting(['grey.png'], { method: 'saliency', beside: ['cam', 'occlusion'] });
    await openMethods(panel);
    await panel.page.keyboard.press('Escape');
    assert.equal(await text('beside-0-name'), 'CAM');
    assert.equal(await text('beside-0-claim'), 'Exact');
    await answerMap(panel, pixelMap());
    await panel.byTestId('answer-chip').first().click();
    await nextFrame(panel);
    assert.match(
      (await panel.byTestId('beside-0-canvas').getAttribute('aria-label')) ?? '',
      /constant/,
      'it is there at once',
    );
    await panel.open();
    await showPlain(panel, { beside: ['cam', 'saliency'] });
    assert.equal(await text('beside-0-name'), 'Saliency (back-propagation)');
    assert.equal(await panel.byTestId('beside-1').isVisible(), false);
  });

  it('are saved as one picture with their names and scales; numbers are those of the first', async () => {
    await showThree(panel);
    const { suggestedName, figure } = await panel.savedPicture();
    assert.equal(suggestedName, 'grey-counter-cam-grad-cam-saliency.png');
    const headings = figure.pictures.map(({ heading }) => heading);
    assert.deepEqual(headings, [
      ['CAM', 'Exact'],
      ['Grad-CAM', 'gradient checked: 2e-4', 'Map from layer “features”'],
      ['Saliency (back-propagation)', 'gradient checked: 2e-4'],
    ]);
    const legends = figure.pictures.map(({ legends: [legend] }) => legend?.lines.join(' · '));
    assert.match(legends[0] ?? '', /counter · their mean is in logit units/);
    assert.match(legends[2] ?? '', /counter · logit per unit of the input · clipped at 99/);
    assert.match(figure.caption.join(), /grey\.png · counting\.onnx · counter.*own scale/);
    for (const id of ['save-npy', 'save-json']) {
      assert.match((await panel.byTestId(id).getAttribute('title')) ?? '', /CAM/);
    }
    await panel.byTestId('save-npy').click();
    assert.equal((await panel.saved('npy')).suggestedName, 'grey-counter.npy');
  });

  for (const [name, theme] of Object.entries(THEMES)) {
    it(`break no rule of WCAG in the theme ${name}`, async () => {
      await panel.open({ theme });
      await showThree(panel);
      await panel.byTestId('answer-chip').first().click();
      await work(0).waitFor();
      await openMethods(panel);
      assert.deepEqual(await violations(panel.page), []);
    });
  }
});

describe('the layout of methods beside each other', () => {
  const panel = usePage(new Panel());

  for (const size of [
    { width: 470, height: 700, columns: 1 },
    { width: 470, height: 900, columns: 1 },
    { width: 900, height: 800, columns: 2 },
    { width: 1100, height: 700, columns: 3 },
    { width: 1400, height: 800, columns: 2 },
    { width: 1400, height: 500, columns: 3 },
  ]) {
    it(`has large pictures and does not move, ${size.width}×${size.height}`, async () => {
      await panel.page.setViewportSize(size);
      await panel.showCounting();
      await putBeside(panel, 'grad-cam', 'saliency');
      const canvases = ['stage-canvas', 'beside-0-canvas', 'beside-1-canvas'];
      const parts = [...canvases, 'beside-note', 'answer', 'method-button', 'beside-1-legend'];
      const places = async () => {
        await nextFrame(panel);
        const boxes = [];
        for (const id of parts) boxes.push([id, await panel.byTestId(id).boundingBox()] as const);
        return boxes;
      };
      const before = await places();
      await work(panel).waitFor();
      assert.deepEqual(await overflowing(panel.page), []);
      await answerMap(panel, layerMap());
      await answerMap(panel, pixelMap());
      assert.deepEqual(await places(), before, 'maps arrived');
      assert.deepEqual(await overflowing(panel.page), []);
      await panel.byTestId('answer-chip').first().click();
      await work(panel).waitFor();
      assert.deepEqual(await places(), before, 'another class');
      await panel.byTestId('beside-0-canvas').hover();
      assert.deepEqual(await places(), before, 'a place');
      assert.deepEqual(await overflowing(panel.page), []);
      const boxes = before.slice(0, canvases.length).map(([, box]) => box);
      const lefts = new Set(boxes.map((box) => Math.round(box?.x ?? 0)));
      assert.equal(lefts.size, size.columns);
      for (const box of boxes) {
        assert.ok(box && box.width >= 200 && box.height >= 200, `${box?.width}×${box?.height}`);
        assert.deepEqual([box.width, box.height], [boxes[0]?.width, boxes[0]?.height]);
      }
    });
  }

  const work = ({ byTestId }: Panel) => byTestId.call(panel, 'beside-1-method-work');
});
