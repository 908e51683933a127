import assert from 'node:assert/strict';
import type { InputFacts } from '../../../src/cam/config/inputFacts.ts';
import { pixelWays, plausiblePixelWays } from '../../../src/cam/config/pixelWays.ts';
import type { FoundPreprocessing, Preprocessing } from '../../../src/cam/config/preprocessing.ts';
import { prepareInput } from '../../../src/cam/image/prepareInput.ts';
import { TensorElementType } from '../../../src/cam/onnx/file/model.ts';
import { assertClose } from '../assertClose.ts';

const VALUE: Preprocessing = {
  ...{ resize: { mode: 'stretch', size: 1 }, crop: 0, interpolation: 'bilinear' },
  ...{ channels: 'RGB', scale: 1 / 255, mean: [0, 0, 0], std: [1, 1, 1] },
};
const FOUND: FoundPreprocessing = {
  ...{ value: VALUE, source: 'a guess', guessed: ['channels', 'scale', 'mean', 'std'] },
};
const INPUT: InputFacts = { width: 1, height: 1, channels: 3 };

describe('Usual ways to make values of pixels', () => {
  /** What each way makes of one pixel: red 255, green 102, blue 51. */
  const made = (found: FoundPreprocessing) =>
    pixelWays(found, INPUT).map(({ text, settings }) => {
      const photo = { width: 1, height: 1, pixels: Uint8Array.of(255, 102, 51) };
      const input = { width: 1, height: 1, channels: 3, layout: 'NCHW' } as const;
      return [text, [...prepareInput(photo, { ...VALUE, ...settings }, input).tensor]] as const;
    });

  /** By hand, from the means of torchvision, the two modes of Keras, and Caffe. */
  const EXPECTED: [text: RegExp, values: number[]][] = [
    [/ImageNet/, [(1 - 0.485) / 0.229, (0.4 - 0.456) / 0.224, (0.2 - 0.406) / 0.225]],
    [/127\.5/, [1, -0.2, -0.6]],
    [/x\/255/, [1, 0.4, 0.2]],
    [/unchanged/, [255, 102, 51]],
    [/BGR/, [51 - 104, 102 - 117, 255 - 123]],
  ];

  it('are the five of common libraries, the one in use first', () => {
    const mean = [0.1, 0.2, 0.3];
    const [inUse, ...others] = made({ ...FOUND, value: { ...VALUE, mean } });
    assert.match(inUse?.[0] ?? '', /current/);
    assertClose(inUse?.[1] ?? [], [0.9, 0.2, -0.1], 1e-6, 'in use');
    assert.equal(others.length, EXPECTED.length);
    for (const [i, [text, values]] of EXPECTED.entries()) {
      assert.match(others[i]?.[0] ?? '', text);
      assertClose(others[i]?.[1] ?? [], values, 1e-6, String(text));
    }
  });

  it('name the one in use once', () => {
    const texts = made(FOUND).map(([text]) => text);
    assert.equal(texts.length, EXPECTED.length);
    assert.ok(!texts.includes('x/255'));
  });

  it('are none where a source, or the model, says what it takes', () => {
    assert.deepEqual(pixelWays({ ...FOUND, guessed: ['channels', 'scale', 'mean'] }, INPUT), []);
    assert.deepEqual(pixelWays(FOUND, { ...INPUT, channels: 1 }), []);
    assert.deepEqual(pixelWays(FOUND, { ...INPUT, elementType: TensorElementType.uint8 }), []);
  });
});

describe('Plausible ways to make values of pixels', () => {
  const SWAPPED = ', red and blue swapped';
  const texts = (value: Partial<Preprocessing>, input = INPUT) =>
    plausiblePixelWays({ ...VALUE, ...value }, input).map(({ text }) => text);

  it('are the usual ones and the other range of the one in use, each in both orders of colours', () => {
    const ways = texts({ mean: [0.1, 0.2, 0.3], std: [0.2, 0.2, 0.2] });
    const inUse = ['the current setting', 'as now, but with pixels 0 … 255'];
    const usual = ["ImageNet's mean and deviation", '(x − 127.5)/127.5', 'x/255'];
    assert.deepEqual(ways, [
      ...inUse.flatMap((text) => [text, text + SWAPPED]),
      ...[...usual, 'unchanged pixels'].flatMap((text) => [text, `BGR, ${text}`]),
      ...['BGR, x − (104, 117, 123)', 'RGB, x − (123, 117, 104)'],
    ]);
  });

  it('swap red and blue with their mean and deviation', () => {
    const [, swapped] = plausiblePixelWays(
      { ...VALUE, channels: 'BGR', mean: [104, 117, 123], std: [1, 2, 3], scale: 1 },
      INPUT,
    );
    assert.deepEqual(swapped?.settings, {
      ...{ channels: 'RGB', mean: [123, 117, 104], std: [3, 2, 1], scale: 1 },
    });
  });

  it('name nearly equal ones once: (x − 128)/128 is (x − 127.5)/127.5', () => {
    const numbers = { scale: 1, mean: [128, 128, 128], std: [128, 128, 128] };
    assert.ok(!texts(numbers).includes('(x − 127.5)/127.5'));
  });

  it('are both orders of colours for whole numbers', () => {
    const whole = { ...INPUT, elementType: TensorElementType.uint8 };
    assert.deepEqual(texts({ scale: 1 }, whole), [
      'the current setting',
      `the current setting${SWAPPED}`,
    ]);
  });

  it('have one number for grey, where it is the same for all colours', () => {
    const grey = { channels: 'gray', mean: [0.1307], std: [0.3081] } as const;
    const ways = plausiblePixelWays(
      { ...VALUE, ...grey, mean: [...grey.mean], std: [...grey.std] },
      { ...INPUT, channels: 1 },
    );
    assert.deepEqual(
      ways.map(({ settings: { channels, scale, mean, std } }) => [channels, scale, mean, std]),
      [
        ['gray', 1 / 255, [0.1307], [0.3081]],
        ['gray', 1, [0.1307], [0.3081]],
        ['gray', 1 / 255, [0.5], [0.5]],
        ['gray', 1 / 255, [0], [1]],
        ['gray', 1, [0], [1]],
      ],
    );
  });
});
