import assert from 'node:assert/strict';
import type { InputFacts } from '../../../src/cam/config/inputFacts.ts';
import { pixelWays } from '../../../src/cam/config/pixelWays.ts';
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
