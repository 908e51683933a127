import assert from 'node:assert/strict';
import sharp from 'sharp';
import { drawFigure } from '../../../src/cam/figure/drawFigure.ts';
import type { Figure } from '../../../src/cam/results/figure.ts';
import { fixture, SAMPLE_LEGEND, sampleFigure, sampleLayer } from './sampleFigure.ts';

describe('A figure as PNG', function () {
  this.timeout(20_000);

  for (const factor of [1, 2] as const) {
    it(`has the pixels that Pillow and NumPy compute, at ${factor}×`, async () => {
      const drawn = await pixelsOf(sampleFigure({ factor }));
      const expected = await decoded(fixture(`expected-${factor}.png`));
      assert.deepEqual([drawn.width, drawn.height], [expected.width, expected.height]);
      assert.ok(largestDifference(drawn.pixels, expected.pixels) <= 1);
    });
  }

  it('is the same picture inside margins, legend and caption, on white', async () => {
    const pictures = [{ heading: [], layers: [sampleLayer()], legends: [SAMPLE_LEGEND] }];
    const drawn = await pixelsOf(sampleFigure({ pictures, caption: ['photo.png · counter 98 %'] }));
    const expected = await decoded(fixture('expected-1.png'));
    // A picture narrower than its texts is in the middle.
    const left = (drawn.width - expected.width) / 2;
    const part = { left, top: 13, width: expected.width, height: expected.height };
    const inside = await sharp(drawn.pixels, rawOf(drawn)).extract(part).raw().toBuffer();
    assert.ok(largestDifference(inside, expected.pixels) <= 1);
    assert.deepEqual([...drawn.pixels.subarray(0, 3)], [255, 255, 255]);
  });

  it('has its scale in the colours of the map, from the first value to the last', async () => {
    const pictures = [{ heading: [], layers: [sampleLayer()], legends: [SAMPLE_LEGEND] }];
    const { pixels, width } = await pixelsOf(sampleFigure({ pictures }));
    // In the middle of the bar: below margin, picture and gap.
    const y = 13 + 24 + 10 + 6;
    const row = Array.from({ length: width }, (_, x) => [
      ...pixels.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
    ]);
    const hasColour = (colour: number[]) =>
      row.some((pixel) => pixel.every((value, i) => Math.abs(value - (colour[i] ?? 0)) <= 4));
    // The ends of jet, its middle, and the start of the negative side.
    assert.ok(hasColour([128, 0, 0]), 'the limit');
    assert.ok(hasColour([128, 255, 128]), 'half of the limit');
    assert.ok(hasColour([0, 0, 128]), 'zero');
  });

  it('has the photo alone beside the map, and dims what the model did not see', async () => {
    const seen = { x: 4, y: 2, width: 30, height: 18 };
    const { geometry } = sampleLayer();
    const plain = sampleLayer({ map: undefined, box: undefined, marksSeen: false });
    const marked = { ...plain, geometry: { ...geometry, seen }, marksSeen: true };
    const pictures = [plain, marked].map((layer) => ({
      ...{ heading: [], layers: [layer], legends: [] },
    }));
    const { pixels, width, height } = await pixelsOf(sampleFigure({ pictures }));
    const photo = await decoded(fixture('photo.png'));
    const gap = width - 2 * photo.width;
    assert.ok(gap > 0 && height === photo.height);
    const at = (x: number, y: number) => pixels[(y * width + x) * 3] ?? -1;
    for (const [x, y] of [
      [0, 0],
      [20, 10],
      [39, 23],
    ] as const) {
      const value = photo.pixels[(y * photo.width + x) * 3] ?? -1;
      assert.equal(at(x, y), value);
      const inside = x > 4 && x < 34 && y > 2 && y < 20;
      const right = at(photo.width + gap + x, y);
      assert.ok(Math.abs(right - value * (inside ? 1 : 0.55)) <= 1, `${x}, ${y}: ${right}`);
    }
  });

  it('covers the left part with the second of two layers', async () => {
    const plain = sampleLayer({ map: undefined, box: undefined });
    const black = Buffer.alloc(40 * 24 * 3);
    const png = await sharp(black, { raw: { width: 40, height: 24, channels: 3 } })
      .png()
      .toBuffer();
    const left = sampleLayer({
      ...{ map: undefined, box: undefined, until: 0.5 },
      photo: { bytes: new Uint8Array(png), mimeType: 'image/png' },
    });
    const pictures = [{ heading: [], layers: [plain, left], legends: [] }];
    const { pixels } = await pixelsOf(sampleFigure({ pictures }));
    const photo = await decoded(fixture('photo.png'));
    const at = (x: number) => [...pixels.subarray((5 * 40 + x) * 3, (5 * 40 + x) * 3 + 3)];
    assert.deepEqual(at(10), [0, 0, 0]);
    assert.deepEqual(at(30), [...photo.pixels.subarray((5 * 40 + 30) * 3, (5 * 40 + 30) * 3 + 3)]);
    assert.deepEqual(at(20), [255, 255, 255], 'the divider');
  });

  it('is refused before it is drawn if it would be too large', async () => {
    const layer = sampleLayer();
    const photo = { width: 20_000, height: 10_000 };
    const layers = [{ ...layer, geometry: { ...layer.geometry, photo } }];
    const figure = sampleFigure({ pictures: [{ heading: [], layers, legends: [] }] });
    await assert.rejects(drawFigure(figure, 'png'), {
      code: 'imageTooLarge',
      message: /20000×10000 pixels/,
      nextAction: /SVG/,
    });
  });
});

interface Pixels {
  width: number;
  height: number;
  pixels: Uint8Array;
}

async function pixelsOf(figure: Figure): Promise<Pixels> {
  return decoded(await drawFigure(figure, 'png'));
}

async function decoded(file: string | Uint8Array): Promise<Pixels> {
  const { data, info } = await sharp(file)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: data };
}

function rawOf({ width, height }: Pixels) {
  return { raw: { width, height, channels: 3 as const } };
}

function largestDifference(a: Uint8Array, b: Uint8Array): number {
  assert.equal(a.length, b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? 0))), 0);
}
