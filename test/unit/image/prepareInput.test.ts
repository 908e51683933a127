import assert from 'node:assert/strict';
import type { Preprocessing } from '../../../src/cam/config/preprocessing.ts';
import { decodeImage } from '../../../src/cam/image/decode.ts';
import { planGeometry } from '../../../src/cam/image/planGeometry.ts';
import type { PictureInput } from '../../../src/cam/image/prepareInput.ts';
import { prepareInput } from '../../../src/cam/image/prepareInput.ts';
import { expected, fixture, summary } from './expected.ts';

const BASE: Preprocessing = {
  resize: { mode: 'shorter-side', size: 256 },
  crop: 224,
  channels: 'RGB',
  scale: 1 / 255,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
  interpolation: 'bilinear',
};

function inputOf(side: number, channels: 1 | 3, layout: 'NCHW' | 'NHWC'): PictureInput {
  return { width: side, height: side, channels, layout };
}

describe('prepareInput', () => {
  for (const { image, preprocessing, resized, planes, channelMeans, last } of expected.prepared) {
    const { resize, crop, channels, interpolation, ...others } = preprocessing;
    const count = channels === 'gray' ? 1 : 3;
    const { scale: _, mean: __, std: ___, ...more } = others;
    const free: PictureInput = {
      ...{ width: undefined, height: undefined, channels: count, layout: 'NCHW' },
    };
    const title = `${image}: ${JSON.stringify({ resize, crop, channels, interpolation, ...more })}`;

    it(`gives torchvision's bytes — ${title}`, async () => {
      const identity = { ...preprocessing, scale: 1, mean: [0, 0, 0], std: [1, 1, 1] };
      const decoded = await decodeImage(fixture(image));
      const { geometry, tensor } = prepareInput(decoded, identity, free);
      assert.deepEqual(geometry.resized, { width: resized[0], height: resized[1] });
      assert.deepEqual(summary(Uint8Array.from(tensor)), planes);
    });

    it(`normalises each channel — ${title}`, async () => {
      const decoded = await decodeImage(fixture(image));
      const { tensor } = prepareInput(decoded, preprocessing, free);
      const area = tensor.length / count;
      for (let channel = 0; channel < count; channel++) {
        const values = tensor.subarray(channel * area, (channel + 1) * area);
        const mean = values.reduce((sum, value) => sum + value, 0) / area;
        assert.ok(Math.abs(mean - (channelMeans[channel] ?? Number.NaN)) < 1e-6, `mean ${mean}`);
        assert.ok(Math.abs((values[area - 1] ?? 0) - (last[channel] ?? Number.NaN)) < 1e-6);
      }
    });
  }

  it('puts channels last for NHWC', async () => {
    const decoded = await decodeImage(fixture('photo.png'));
    const preprocessing: Preprocessing = { ...BASE, resize: { mode: 'stretch', size: 8 }, crop: 0 };
    const first = prepareInput(decoded, preprocessing, inputOf(8, 3, 'NCHW')).tensor;
    const last = prepareInput(decoded, preprocessing, inputOf(8, 3, 'NHWC')).tensor;
    for (let i = 0; i < 64; i++) {
      for (let c = 0; c < 3; c++) assert.equal(last[i * 3 + c], first[c * 64 + i]);
    }
  });

  it('repeats grey for a model of three channels, and refuses colour for a model of one', async () => {
    const decoded = await decodeImage(fixture('photo.png'));
    const resize = { mode: 'stretch', size: 8 } as const;
    const gray: Preprocessing = {
      ...BASE,
      resize,
      crop: 0,
      channels: 'gray',
      mean: [0.5],
      std: [2],
    };
    const { tensor } = prepareInput(decoded, gray, inputOf(8, 3, 'NCHW'));
    assert.deepEqual(tensor.subarray(0, 64), tensor.subarray(64, 128));
    assert.deepEqual(tensor.subarray(0, 64), tensor.subarray(128));
    assert.deepEqual(
      tensor.subarray(0, 64),
      prepareInput(decoded, gray, inputOf(8, 1, 'NCHW')).tensor,
    );
    assert.throws(
      () => prepareInput(decoded, { ...BASE, resize, crop: 0 }, inputOf(8, 1, 'NCHW')),
      { code: 'preprocessingMismatch', message: /RGB .* one channel/ },
    );
  });

  it('rounds grey as PIL does', () => {
    // Colours that show a different rounding or weight; PIL.Image.convert('L').
    const colours = [
      ...[0, 62, 229, 0, 183, 27, 201, 0, 100, 201, 1, 51, 0, 201, 215],
      ...[0, 202, 166, 0, 0, 250, 0, 3, 217, 0, 52, 184, 1, 53, 185],
    ];
    const photo = { width: 10, height: 1, pixels: Uint8Array.from(colours) };
    const resize = { mode: 'stretch', size: 10 } as const;
    const preprocessing: Preprocessing = {
      ...{ resize, crop: 0, channels: 'gray', interpolation: 'bilinear' },
      ...{ scale: 1, mean: [0], std: [1] },
    };
    const input: PictureInput = { width: 10, height: 1, channels: 1, layout: 'NCHW' };
    const { tensor } = prepareInput(photo, preprocessing, input);
    assert.deepEqual([...tensor], [62, 110, 71, 66, 142, 137, 28, 26, 52, 53]);
  });

  it('says if the crop extends beyond the photo', async () => {
    const decoded = await decodeImage(fixture('palette.png'));
    const preprocessing: Preprocessing = {
      ...BASE,
      resize: { mode: 'shorter-side', size: 20 },
      crop: 64,
    };
    const { notices, geometry } = prepareInput(decoded, preprocessing, inputOf(64, 3, 'NCHW'));
    assert.deepEqual(geometry.crop, { x: -18, y: -22, width: 64, height: 64 });
    assert.deepEqual(geometry.seen, { x: 0, y: 0, width: 61, height: 43 });
    assert.match(notices[0] ?? '', /64×64.*larger.*28×20/);
  });

  it('has nothing to say where the crop reaches to the edges of the photo', () => {
    const photo = { width: 12, height: 9, pixels: new Uint8Array(12 * 9 * 3) };
    const resize = { mode: 'stretch', size: 8 } as const;
    assert.deepEqual(
      prepareInput(photo, { ...BASE, resize, crop: 0 }, inputOf(8, 3, 'NCHW')).notices,
      [],
    );
  });
});

describe('planGeometry', () => {
  const input = { width: 224, height: 224 };

  it('floors the longer side and rounds the crop half to even', () => {
    const { resized, crop, seen } = planGeometry({ width: 500, height: 375 }, BASE, input);
    assert.deepEqual(resized, { width: 341, height: 256 });
    // (341 − 224) / 2 = 58.5
    assert.deepEqual(crop, { x: 58, y: 16, width: 224, height: 224 });
    assert.deepEqual(seen, {
      x: (58 * 500) / 341,
      y: (16 * 375) / 256,
      width: (224 * 500) / 341,
      height: (224 * 375) / 256,
    });
    // (339 − 224) / 2 = 57.5
    assert.equal(planGeometry({ width: 256, height: 339 }, BASE, input).crop.y, 58);
  });

  it('stretches to an input that is not square', () => {
    const stretch: Preprocessing = { ...BASE, resize: { mode: 'stretch', size: 320 }, crop: 0 };
    const wide = planGeometry({ width: 50, height: 50 }, stretch, { width: 320, height: 240 });
    assert.deepEqual(wide.crop, { x: 0, y: 0, width: 320, height: 240 });
    const any = { width: undefined, height: undefined };
    assert.equal(planGeometry({ width: 50, height: 50 }, stretch, any).crop.height, 320);
    assert.throws(() => planGeometry({ width: 50, height: 50 }, stretch, input), {
      code: 'preprocessingMismatch',
      message: /320×320.*224×224/,
    });
  });

  it('begins a crop that is larger than the photo half of the rest before it, rounded down', () => {
    // torchvision.transforms.CenterCrop pads (crop − n) // 2 before.
    const resize = { mode: 'stretch', size: 7 } as const;
    const any = { width: undefined, height: undefined };
    const odd = planGeometry({ width: 14, height: 21 }, { ...BASE, resize, crop: 10 }, any);
    assert.deepEqual(odd.crop, { x: -1, y: -1, width: 10, height: 10 });
    assert.deepEqual(odd.seen, { x: 0, y: 0, width: 14, height: 21 });
    const same = planGeometry({ width: 14, height: 21 }, { ...BASE, resize, crop: 7 }, any);
    assert.deepEqual(same.crop, { x: 0, y: 0, width: 7, height: 7 });
  });

  it('takes a size of which one side is fixed', () => {
    const stretch: Preprocessing = { ...BASE, resize: { mode: 'stretch', size: 8 }, crop: 0 };
    const high = planGeometry({ width: 5, height: 5 }, stretch, { width: undefined, height: 9 });
    assert.deepEqual(high.resized, { width: 8, height: 9 });
    const wide = planGeometry({ width: 5, height: 5 }, stretch, { width: 9, height: undefined });
    assert.deepEqual(wide.resized, { width: 9, height: 8 });
    for (const input of [
      { width: 7, height: 8 },
      { width: 8, height: 7 },
    ]) {
      const crop = { ...stretch, crop: 8 };
      assert.throws(() => planGeometry({ width: 5, height: 5 }, crop, input), {
        code: 'preprocessingMismatch',
      });
    }
  });

  it('takes pictures of up to 4096 × 4096 pixels', () => {
    const any = { width: undefined, height: undefined };
    const stretch = (size: number): Preprocessing => ({
      ...{ ...BASE, resize: { mode: 'stretch', size }, crop: 0 },
    });
    assert.equal(planGeometry({ width: 5, height: 5 }, stretch(4096), any).crop.width, 4096);
    assert.throws(() => planGeometry({ width: 5, height: 5 }, stretch(4097), any), {
      code: 'imageTooLarge',
    });
  });

  it('takes a picture of the size of the input as it is, if it is to', () => {
    const resize = { mode: 'shorter-side', size: 256, skipIfFits: true } as const;
    const fits: Preprocessing = { ...BASE, resize };
    const all = { x: 0, y: 0, width: 224, height: 224 };
    const same = planGeometry({ width: 224, height: 224 }, fits, input);
    assert.deepEqual(same, { photo: input, resized: input, crop: all, seen: all });
    const { crop } = planGeometry({ width: 224, height: 224 }, BASE, input);
    assert.deepEqual(crop, { ...all, x: 16, y: 16 });
    const other = planGeometry({ width: 448, height: 448 }, fits, input);
    assert.deepEqual(other.resized, { width: 256, height: 256 });
    const turned: Preprocessing = { ...fits, crop: { width: 200, height: 224 } };
    const any = { width: undefined, height: undefined };
    assert.equal(planGeometry({ width: 224, height: 200 }, turned, any).resized.width, 286);
  });

  it('fits a picture into an oblong input, with as much on both sides', () => {
    const size = { width: 192, height: 48 };
    const boxed: Preprocessing = { ...BASE, resize: { mode: 'letterbox', size }, crop: 0 };
    const { resized, crop, seen } = planGeometry({ width: 100, height: 51 }, boxed, size);
    assert.deepEqual(resized, { width: 94, height: 48 });
    assert.deepEqual(crop, { x: -49, y: 0, ...size });
    assert.deepEqual(seen, { x: 0, y: 0, width: 100, height: 51 });
    const square: Preprocessing = { ...boxed, resize: { mode: 'letterbox', size: 192 } };
    assert.deepEqual(planGeometry({ width: 9, height: 9 }, square, size).crop, {
      ...{ x: -72, y: 0, ...size },
    });
    const thin = planGeometry({ width: 5000, height: 1 }, boxed, size);
    assert.deepEqual(thin.resized, { width: 192, height: 1 });
  });

  it('refuses a crop of another size than the input', () => {
    const other = { width: 227, height: 227 };
    assert.throws(() => planGeometry({ width: 500, height: 375 }, BASE, other), {
      code: 'preprocessingMismatch',
      message: /224×224.*227×227/,
      nextAction: /resize\.size and crop .*cam\.json/,
    });
  });

  it('refuses a whole picture that no model takes', () => {
    const any = { width: undefined, height: undefined };
    assert.throws(() => planGeometry({ width: 1, height: 10_000_000 }, { ...BASE, crop: 0 }, any), {
      code: 'imageTooLarge',
    });
    const cropped = planGeometry({ width: 1, height: 10_000_000 }, BASE, any);
    assert.deepEqual(cropped.crop.width, 224);
  });
});
