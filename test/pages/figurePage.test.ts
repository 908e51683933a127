import assert from 'node:assert/strict';
import sharp from 'sharp';
import type { ShowCamState } from '../../src/protocol/showCam.ts';
import { counting, countingExplanation, countingModel } from './support/explanation.ts';
import { greyPng, nextFrame, Panel } from './support/panel.ts';
import { usePage } from './support/usePage.ts';

const { photo, seen } = counting;
const panel = new Panel();

/** Middles of cells, and a place that the model did not see, in photo pixels. */
const PLACES = [0, 5, 7, 10, 11].map((cell) => ({
  x: seen.x + 20 * (cell % 4) + 10,
  y: seen.y + 20 * Math.floor(cell / 4) + 10,
}));
const UNSEEN = { x: 15, y: 40 };

const IN_CELLS = { interpolation: 'cells', showBox: false } as const;
const WITHOUT_TEXTS = { content: 'map', hasTexts: false, factor: 1, format: 'png' } as const;

describe('Saving the picture', function () {
  this.timeout(60_000);
  usePage(panel);

  const views: [what: string, view: Partial<ShowCamState['view']>][] = [
    ['the usual look', {}],
    ['a class that is against, in another colormap', { selectedClass: 2, colormap: 'viridis' }],
    ['a contrast', { contrastClass: 1 }],
    ['a channel alone', { selectedChannel: 0, scale: 'class' }],
    ['even opacity', { opacityBy: 'even', opacity: 0.5 }],
    ['a scale set by hand', { scaleLimit: 5 }],
    ['its own scale', { selectedClass: 1, scale: 'class' }],
    ['a channel that is off', { ablated: [1], selectedClass: 1 }],
    ['the map alone', { layer: 'map' }],
    ['the picture alone', { layer: 'picture' }],
  ];
  for (const [what, view] of views) {
    it(`gives the colours on the stage: ${what}`, async () => {
      const figure = WITHOUT_TEXTS;
      await panel.showCounting(['grey.png'], { ...IN_CELLS, ...view, figure });
      await nextFrame(panel);
      const { bytes } = await panel.savedPicture();
      const places = view.layer === 'map' ? PLACES : [...PLACES, UNSEEN];
      const saved = await coloursOf(bytes, places);
      for (const [i, { x, y }] of places.entries()) {
        const shown = await panel.colorAt(x, y);
        const difference = shown.map((value, k) => Math.abs(value - (saved[i]?.[k] ?? 999)));
        assert.ok(Math.max(...difference) <= 3, `at ${x}, ${y}: ${shown}, saved ${saved[i]}`);
      }
    });
  }

  it('is at the size of the photo or twice as large, alone or beside the photo', async () => {
    await panel.showCounting(['grey.png'], { figure: WITHOUT_TEXTS });
    assert.deepEqual(await sizeOf((await panel.savedPicture()).bytes), [photo.width, photo.height]);
    await panel.openSaving();
    await choose('figure-factor', '2');
    await panel.byTestId('figure-size').getByText('320 × 160 px').waitFor();
    await panel.page.keyboard.press('Escape');
    const twice = await sizeOf((await panel.savedPicture()).bytes);
    assert.deepEqual(twice, [2 * photo.width, 2 * photo.height]);
    await panel.openSaving();
    await choose('figure-content', 'beside');
    await panel.page.keyboard.press('Escape');
    const { figure, bytes } = await panel.savedPicture();
    const [width = 0, height] = await sizeOf(bytes);
    assert.ok(width > 4 * photo.width && height === 2 * photo.height);
    assert.equal(figure.pictures[0]?.layers[0]?.map, undefined, 'the photo alone');
    assert.ok(figure.pictures[1]?.layers[0]?.map);
    const kept = (await panel.keptState()).view;
    assert.deepEqual(kept.figure, { ...WITHOUT_TEXTS, content: 'beside', factor: 2 });
  });

  it('has the legend of the page and a caption', async () => {
    await panel.showCounting(['grey.png'], { selectedClass: 0 });
    const { figure, bytes } = await panel.savedPicture();
    assert.deepEqual(figure.caption, [
      'grey.png · counting.onnx · counter 98.2\u00a0% · Exact · class activation map, 4\u202f×\u202f3',
    ]);
    const [legend] = figure.pictures[0]?.legends ?? [];
    const text = await panel.byTestId('legend').innerText();
    for (const part of [legend?.lowText, legend?.highText, legend?.lines[0]]) {
      assert.ok(part && text.includes(part), `${part} in ${text}`);
    }
    assert.match(legend?.lines[1] ?? '', /^what each cell adds to the logit/);
    // M_0 is 11 at most; each of 12 cells adds a twelfth of its value to the logit.
    assert.deepEqual([legend?.low, legend?.limit, legend?.highText], [0, 11, '+0.917']);
    assert.equal(legend?.boxText, 'Box: 20\u00a0% of the maximum');
    const [width = 0, height = 0] = await sizeOf(bytes);
    assert.ok(width > photo.width && height > photo.height + 60);
  });

  it('tells what is special about the map in the caption', async () => {
    const view = { selectedClass: 0, contrastClass: 1, ablated: [1] };
    await panel.showCounting(['grey.png'], view);
    const { figure } = await panel.savedPicture();
    const [caption = ''] = figure.caption;
    assert.match(caption, / counter 99\.8\u00a0% vs\. constant 0\.2\u00a0% · Exact/);
    assert.match(caption, / · without channels 1$/);
  });

  it('is well-formed SVG that a browser draws as the PNG, whatever the names', async () => {
    const name = 'a<b>&"c\'\u0007.png';
    const model = {
      ...countingModel('/models/<m>&.onnx'),
      labels: { value: ['<x> & "y"', 'b', 'c'], source: 'labels.txt' },
    };
    const explanation = {
      ...countingExplanation(model, await greyPng()),
      imagePath: `/photos/${name}`,
    };
    const figure = { ...WITHOUT_TEXTS, hasTexts: true, format: 'svg' } as const;
    const view = { ...IN_CELLS, showBox: true, figure };
    await panel.showCounting([name], view);
    await panel.explain('main', model, explanation, { names: [name], index: 0 });
    await panel.byTestId('answer-first').getByText('<x> & "y"').waitFor();
    const svg = await panel.savedPicture();
    assert.match(svg.suggestedName, /\.svg$/);
    const text = Buffer.from(svg.bytes).toString('utf8');
    const read = await panel.page.evaluate(readSvg, text);
    assert.equal(read.error, undefined);
    assert.match(read.texts, /a<b>&"c' \.png · <m>&\.onnx · <x> & "y" 98\.2/);
    assert.equal(read.images, 3, 'photo, map and scale');
    assert.ok(read.frames >= 4, 'box and what the model saw');
    await panel.openSaving();
    await choose('figure-format', 'png');
    await panel.page.keyboard.press('Escape');
    const png = await panel.savedPicture();
    const [width = 0, height = 0] = await sizeOf(png.bytes);
    assert.deepEqual([read.width, read.height], [width, height]);
    const left = (width - photo.width) / 2;
    const places = [...PLACES, UNSEEN].map(({ x, y }) => ({ x: left + x, y: 13 + y }));
    const drawn = await panel.page.evaluate(drawSvg, { text, width, height, places });
    const saved = await coloursOf(png.bytes, places);
    for (const [i, colour] of drawn.entries()) {
      const difference = colour.map((value, k) => Math.abs(value - (saved[i]?.[k] ?? 999)));
      assert.ok(Math.max(...difference) <= 3, `${colour}, PNG ${saved[i]}`);
    }
  });

  it('remembers the format that the name in the dialog asked for', async () => {
    await panel.showCounting();
    await panel.openSaving();
    await panel.byTestId('save-picture').click();
    const [asked] = await panel.sentOf('request');
    assert.ok(asked?.kind === 'saveFigure');
    const result = '/figures/my.SVG';
    await panel.send({ type: 'result', id: asked.id, kind: 'saveFigure', result });
    await panel.byTestId('output-status').getByText(result).waitFor();
    await panel.openSaving();
    assert.equal(await panel.byTestId('figure-format').getAttribute('data-value'), 'svg');
  });

  it('is copied to the clipboard', async () => {
    await panel.showCounting(['grey.png'], { figure: WITHOUT_TEXTS });
    await panel.copyPicture();
    await panel.byTestId('output-status').getByText('is on the clipboard').waitFor();
    assert.deepEqual(await copiedSize(), [photo.width, photo.height]);
  });

  it('is copied after it was saved, as soon as the page has the focus', async () => {
    await panel.showCounting();
    const create = { width: 5, height: 3, channels: 3, background: 'red' } as const;
    const png = new Uint8Array(await sharp({ create }).png().toBuffer());
    await panel.page.evaluate(() => {
      document.hasFocus = () => false;
    });
    const saved = { path: '/figures/red.png', png };
    await panel.send({ type: 'copySaved', saved });
    assert.deepEqual(await panel.sentOf('savedCopied'), []);
    await panel.page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await panel.byTestId('output-status').getByText('is on the clipboard').waitFor();
    assert.deepEqual(await copiedSize(), [5, 3]);
    const [answer] = await panel.sentOf('savedCopied');
    assert.deepEqual(answer, { type: 'savedCopied', path: saved.path, isCopied: true });
  });

  it('tells the editor that the browser refused to copy what was saved', async () => {
    await panel.showCounting();
    await panel.page.evaluate(() => {
      navigator.clipboard.write = () =>
        Promise.reject(new DOMException('Refused.', 'NotAllowedError'));
    });
    const saved = { path: '/figures/grey.png', png: await greyPng() };
    await panel.send({ type: 'copySaved', saved });
    await panel.hasSent('savedCopied');
    const [answer] = await panel.sentOf('savedCopied');
    assert.deepEqual(answer, { type: 'savedCopied', path: saved.path, isCopied: false });
  });

  it('says why it cannot be copied', async () => {
    await panel.showCounting();
    await panel.byTestId('copy-picture').click();
    await panel.hasSent('request');
    const [asked] = await panel.sentOf('request');
    assert.ok(asked);
    const error = { code: 'imageTooLarge', message: 'Too large.', nextAction: '' } as const;
    await panel.send({ type: 'refusal', id: asked.id, error });
    await panel.byTestId('output-status').getByText('Too large.').waitFor();
  });
});

/** Makes a choice in the open popover. */
async function choose(testId: string, value: string): Promise<void> {
  await panel.byTestId(testId).locator(`input[value="${value}"]`).check();
}

/** Size of the picture on the clipboard. */
function copiedSize(): Promise<number[]> {
  return panel.page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const picture = await createImageBitmap((await item?.getType('image/png')) ?? new Blob());
    return [picture.width, picture.height];
  });
}

async function sizeOf(png: Uint8Array): Promise<number[]> {
  const { width = 0, height = 0 } = await sharp(png).metadata();
  return [width, height];
}

async function coloursOf(png: Uint8Array, places: { x: number; y: number }[]) {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return places.map(({ x, y }) => {
    const at = (Math.floor(y) * info.width + Math.floor(x)) * 3;
    return Array.from(data.subarray(at, at + 3));
  });
}

/** Runs in the page. */
function readSvg(text: string) {
  const svg = new DOMParser().parseFromString(text, 'image/svg+xml');
  const root = svg.documentElement;
  return {
    error: svg.querySelector('parsererror')?.textContent ?? undefined,
    texts: Array.from(svg.querySelectorAll('text'), (each) => each.textContent).join(' '),
    images: svg.querySelectorAll('image').length,
    frames: svg.querySelectorAll('rect[stroke]').length,
    width: Number(root.getAttribute('width')),
    height: Number(root.getAttribute('height')),
  };
}

interface Drawing {
  text: string;
  width: number;
  height: number;
  places: { x: number; y: number }[];
}

/** Runs in the page. */
async function drawSvg({ text, width, height, places }: Drawing): Promise<number[][]> {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  context?.drawImage(picture, 0, 0);
  return places.map(({ x, y }) =>
    Array.from(context?.getImageData(Math.floor(x), Math.floor(y), 1, 1).data ?? []).slice(0, 3),
  );
}
