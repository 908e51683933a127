import assert from 'node:assert/strict';
import path from 'node:path';
import type { InputScaling } from '../../../src/cam/classifier/input/inputScaling.ts';
import { pixelRange } from '../../../src/cam/classifier/input/inputScaling.ts';
import {
  guessedGeometry,
  inputSides,
  shorterSide,
} from '../../../src/cam/config/guessedGeometry.ts';
import { guessedPixels } from '../../../src/cam/config/guessedPixels.ts';
import type { InputFacts } from '../../../src/cam/config/inputFacts.ts';
import type { Preprocessing } from '../../../src/cam/config/preprocessing.ts';
import { enlarge, partsOf } from '../../../src/cam/config/preprocessing.ts';
import {
  applyPatch,
  isComplete,
  statedSettings,
} from '../../../src/cam/config/preprocessingPatch.ts';
import { resolveConfig, statedOutput } from '../../../src/cam/config/resolveConfig.ts';
import { readSidecar } from '../../../src/cam/config/sidecar.ts';
import { factsOf, modelIn, removeFolders } from './configFolder.ts';

const FACTS: InputFacts = { width: 224, height: 224, channels: 3 };
const IMAGENET = { scale: 1 / 255, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
const TORCHVISION: Preprocessing = {
  ...{ resize: { mode: 'shorter-side', size: 256, skipIfFits: true }, crop: 224 },
  ...{ channels: 'RGB', ...IMAGENET, interpolation: 'bilinear' },
};

const UINT8 = 2;
const INT8 = 3;

describe('A guess at the geometry', () => {
  const geometry = (width?: number, height?: number, channels = 3) => {
    const { resize, crop } = guessedGeometry({ width, height, channels });
    return { resize, crop };
  };

  it('takes the side that is known for both, 224 if none is', () => {
    const sides = (width?: number, height?: number) => inputSides({ width, height, channels: 3 });
    assert.deepEqual(sides(192, 48), { width: 192, height: 48 });
    assert.deepEqual([sides(10), sides(undefined, 10), sides(), sides(9, 9)], [10, 10, 224, 9]);
  });

  it('is the shorter side and a centre crop, except for pictures that fit', () => {
    const { resize, crop } = TORCHVISION;
    assert.deepEqual(geometry(224, 224), { resize, crop });
    assert.deepEqual(geometry(224), { resize, crop });
    assert.deepEqual(geometry(), { resize, crop });
    assert.deepEqual(geometry(97, 97).resize.size, 111);
  });

  it('cuts nothing off for small, oblong and grey inputs', () => {
    const stretched = (size: Preprocessing['resize']['size']) => ({
      ...{ resize: { mode: 'stretch', size }, crop: 0 },
    });
    assert.deepEqual(geometry(96, 96), stretched(96));
    assert.deepEqual(geometry(32, 32), stretched(32));
    assert.deepEqual(geometry(320, 240), stretched({ width: 320, height: 240 }));
    assert.deepEqual(geometry(224, 224, 1), stretched(224));
  });

  it('covers an oblong input in proportion if it is to be cropped', () => {
    assert.deepEqual(shorterSide({ width: 192, height: 48, channels: 3 }), {
      resize: { mode: 'shorter-side', size: { width: 219, height: 55 }, skipIfFits: true },
      crop: { width: 192, height: 48 },
    });
  });
});

describe('A guess at the values of pixels', () => {
  const numbersOf = (facts: Partial<InputFacts>) => {
    const { why: _, ...numbers } = guessedPixels({ ...FACTS, ...facts });
    return numbers;
  };
  const half = [0.5, 0.5, 0.5];
  const around0 = { scale: 1 / 255, mean: half, std: half };

  it('follows what is usual for the exporter, then for the layout', () => {
    assert.deepEqual(numbersOf({}), IMAGENET);
    assert.deepEqual(numbersOf({ exporter: 'pytorch', layout: 'NHWC' }), IMAGENET);
    assert.deepEqual(numbersOf({ exporter: 'tf2onnx', layout: 'NCHW' }), around0);
    assert.deepEqual(numbersOf({ exporter: 'keras2onnx' }), around0);
    assert.deepEqual(numbersOf({ exporter: 'onnx.quantize', layout: 'NHWC' }), around0);
    assert.deepEqual(numbersOf({ exporter: 'caffe2', layout: 'NCHW' }), IMAGENET);
    assert.deepEqual(numbersOf({ exporter: 'tf2onnx', channels: 1 }), {
      ...{ scale: 1 / 255, mean: [0], std: [1] },
    });
  });

  it('says why', () => {
    const why = (facts: Partial<InputFacts>) => guessedPixels({ ...FACTS, ...facts }).why;
    assert.match(why({ exporter: 'pytorch' }), /ImageNet.*usual for PyTorch/);
    assert.match(why({ exporter: 'tf2onnx' }), /−1 … 1, usual for tf2onnx/);
    assert.match(why({ layout: 'NHWC' }), /−1 … 1.*channels-last/);
  });

  it('leaves to the model what it does itself, whoever exported it', () => {
    const scaling = { factors: [1 / 255, 1 / 255, 1 / 255], offsets: [0, 0, 0] };
    const bytes = { scale: 1, mean: [0, 0, 0], std: [1, 1, 1] };
    assert.deepEqual(numbersOf({ scaling, exporter: 'tf2onnx' }), bytes);
    assert.deepEqual(numbersOf({ scaling, exporter: 'pytorch' }), bytes);
    assert.deepEqual(numbersOf({ elementType: UINT8, exporter: 'tf2onnx' }), bytes);
  });

  it('has as many numbers as the model has channels', () => {
    const gray = { scale: 1, std: [1] };
    assert.deepEqual(numbersOf({ channels: 1, elementType: UINT8 }), { ...gray, mean: [0] });
    assert.deepEqual(numbersOf({ channels: 1, elementType: INT8 }), { ...gray, mean: [128] });
    const scaling = { factors: [1 / 255], offsets: [0] };
    assert.deepEqual(numbersOf({ channels: 1, scaling }), { ...gray, mean: [0] });
  });

  it('names the factor of the model in three digits', () => {
    const scaling = { factors: [0.0171247, 0.0175], offsets: [-2, -2] };
    assert.match(guessedPixels({ ...FACTS, scaling }).why, /\(x·0\.0171\)/);
  });
});

describe('Pixels for a model with its own scaling', () => {
  const cases: [what: string, scaling: InputScaling, expected: 255 | 1 | undefined][] = [
    ['0 … 255, which it makes small', { factors: [1 / 255], offsets: [0] }, 255],
    [
      '0 … 255, from which it takes the mean',
      { factors: [1, 1, 1], offsets: [-103, -116, -123] },
      255,
    ],
    ['0 … 255, to which it adds', { factors: [1], offsets: [128] }, 255],
    ['0 … 255, also where it turns them round', { factors: [-1 / 255], offsets: [1] }, 255],
    [
      '0 … 1, which it divides by a standard deviation',
      { factors: [4.37, 4.46, 4.44], offsets: [-2.1, -2, -1.8] },
      1,
    ],
    ['0 … 1, of which one is divided alone', { factors: [1, 2, 1], offsets: [0, 0, 0] }, 1],
    ['0 … 1, which it makes negative', { factors: [-4], offsets: [0] }, 1],
    ['0 … 1, which it moves', { factors: [1], offsets: [-0.5] }, 1],
    ['as they are prepared: nearly no scaling', { factors: [1.2], offsets: [0.1] }, undefined],
    ['as they are prepared: smaller, moved', { factors: [0.3], offsets: [0.5] }, undefined],
  ];
  for (const [what, scaling, expected] of cases) {
    it(`are ${what}`, () => assert.equal(pixelRange(scaling), expected));
  }
});

describe('What a source states of the preprocessing', () => {
  it('leaves the rest as it is', () => {
    assert.deepEqual(applyPatch(TORCHVISION, {}, FACTS), TORCHVISION);
    const std = [1, 2, 3];
    assert.deepEqual(applyPatch(TORCHVISION, { std }, FACTS), { ...TORCHVISION, std });
    const interpolation = 'bicubic';
    const bicubic = { ...TORCHVISION, interpolation };
    assert.deepEqual(applyPatch(TORCHVISION, { interpolation }, FACTS), bicubic);
  });

  it('holds for pictures that fit as well, if it is a size or a crop', () => {
    const plain = { ...TORCHVISION, resize: { mode: 'shorter-side', size: 256 } };
    assert.deepEqual(applyPatch(TORCHVISION, { crop: 0 }, FACTS), { ...plain, crop: 0 });
    assert.deepEqual(applyPatch(TORCHVISION, { resize: { size: 256 } }, FACTS), plain);
    const kept = { size: 256, skipIfFits: true };
    assert.deepEqual(applyPatch(TORCHVISION, { resize: kept }, FACTS), TORCHVISION);
  });

  it('is stretched to if it is a size of two different sides', () => {
    const size = { width: 192, height: 48 };
    const { resize, crop } = applyPatch(TORCHVISION, { resize: { size } }, FACTS);
    assert.deepEqual([resize, crop], [{ mode: 'stretch', size }, 0]);
    const covered = { resize: { size, mode: 'shorter-side' as const }, crop: size };
    assert.deepEqual(applyPatch(TORCHVISION, covered, FACTS), { ...TORCHVISION, ...covered });
  });

  it('takes size and crop from the input if the way of resizing changes', () => {
    const input = { ...FACTS, width: 300, height: 300 };
    const stretched = applyPatch(TORCHVISION, { resize: { mode: 'stretch' } }, input);
    assert.deepEqual([stretched.resize, stretched.crop], [{ mode: 'stretch', size: 300 }, 0]);
    const back = applyPatch(stretched, { resize: { mode: 'shorter-side' } }, input);
    assert.deepEqual([back.resize.size, back.crop], [343, 300]);
    const boxed = applyPatch(TORCHVISION, { resize: { mode: 'letterbox' } }, input);
    assert.deepEqual([boxed.resize, boxed.crop], [{ mode: 'letterbox', size: 300 }, 0]);
    const same = applyPatch(TORCHVISION, { resize: { mode: 'shorter-side' } }, input);
    assert.deepEqual([same.resize.size, same.crop], [256, 224]);
  });

  it('swaps mean and std with red and blue, in both directions, but never its own', () => {
    const [rgb, bgr] = [
      [0.485, 0.456, 0.406],
      [0.406, 0.456, 0.485],
    ];
    const turned = applyPatch(TORCHVISION, { channels: 'BGR' }, FACTS);
    assert.deepEqual(turned.mean, bgr);
    assert.deepEqual(applyPatch(turned, { channels: 'RGB' }, FACTS).mean, rgb);
    assert.deepEqual(applyPatch(turned, { channels: 'BGR' }, FACTS).mean, bgr);
    assert.deepEqual(
      applyPatch(TORCHVISION, { channels: 'BGR', mean: [1, 2, 3] }, FACTS).mean,
      [1, 2, 3],
    );
  });

  it('is complete if nothing is missing, including the parts of resize', () => {
    assert.equal(isComplete(TORCHVISION), true);
    for (const key of Object.keys(TORCHVISION)) {
      assert.equal(isComplete({ ...TORCHVISION, [key]: undefined }), false, key);
    }
    assert.equal(isComplete({ ...TORCHVISION, resize: { size: 1 } }), false);
    assert.equal(isComplete({ ...TORCHVISION, resize: { mode: 'stretch' } }), false);
    assert.deepEqual(statedSettings({ std: [1], crop: 0 }), ['crop', 'std']);
  });

  it('grows with the input: size and crop, rounded', () => {
    const { resize, crop, ...others } = enlarge(TORCHVISION, 1.26);
    assert.deepEqual([resize, crop], [{ ...TORCHVISION.resize, size: 323 }, 282]);
    const size = { width: 192, height: 48 };
    const oblong = enlarge({ ...TORCHVISION, resize: { mode: 'stretch', size }, crop: 0 }, 1.5);
    assert.deepEqual([oblong.resize.size, oblong.crop], [{ width: 288, height: 72 }, 0]);
    assert.deepEqual({ ...TORCHVISION, ...others }, TORCHVISION);
  });

  it('has every setting in its key, those that may be left out at the end', () => {
    const older = [
      ...['shorter-side', 256, 224, 'RGB', 1 / 255],
      ...[0.485, 0.456, 0.406, 0.229, 0.224, 0.225, 'bilinear'],
    ];
    const plain: Preprocessing = { ...TORCHVISION, resize: { mode: 'shorter-side', size: 256 } };
    assert.deepEqual(partsOf(plain).flat(), older);
    assert.deepEqual(partsOf({ ...TORCHVISION, fill: [9] }).slice(8), [
      ['fill', [9]],
      ['skipIfFits', true],
    ]);
  });
});

describe('The keys of a sidecar', () => {
  afterEach(removeFolders);

  const read = async (value: object) =>
    readSidecar(path.join(path.dirname(await modelIn({ 's.json': value })), 's.json'));
  const refused = (value: object, message: RegExp) =>
    assert.rejects(read(value), { code: 'sidecarInvalid', message });

  it('may be left out', async () => {
    const found = await read({});
    assert.deepEqual(
      { ...found, file: '' },
      {
        file: '',
        labels: undefined,
        output: undefined,
        preprocessing: {},
        unitNames: {},
        notices: [],
      },
    );
  });

  it('name channels by numbers from 0 on', async () => {
    const units = { 0: 'sky', 12: 'wheels', 123456789: 'far' };
    assert.deepEqual((await read({ units }))?.unitNames, units);
    await refused({ units: ['sky'] }, /units must be an object/);
    for (const key of ['-1', '01', 'x', '1.5', '1234567890']) {
      await refused({ units: { [key]: 'sky' } }, /units \(".*"\) must be .* from 0/);
    }
    for (const name of ['', ' ', 3, null]) {
      await refused({ units: { 3: name } }, /units\.3 must be a name/);
    }
  });

  it('name an output of the model, which is also found alone', async () => {
    assert.equal((await read({ output: 'logits' }))?.output, 'logits');
    await refused({ output: '' }, /output must be the name/);
    await refused({ output: 3 }, /output must be the name/);
    const model = await modelIn({ 'net.cam.json': { output: 'logits' } });
    assert.equal(await statedOutput(model), 'logits');
    assert.equal(await statedOutput(await modelIn({})), undefined);
  });

  it('name a labels file by a path of at most 1,000 characters', async () => {
    const longest = 'a'.repeat(1000);
    assert.equal((await read({ labels: longest }))?.labels, longest);
    await refused({ labels: `${longest}a` }, /labels must be a list/);
  });

  it('hold for one pixel and for no crop', async () => {
    const preprocessing = { resize: { mode: 'stretch', size: 1 }, crop: 0, scale: -1, std: [1e-9] };
    assert.deepEqual((await read({ preprocessing }))?.preprocessing, preprocessing);
    for (const resize of [{ size: 0 }, { size: 1.5 }, { mode: 3 }, null]) {
      await refused({ preprocessing: { resize } }, /preprocessing\.resize/);
    }
    for (const [key, value] of [
      ['crop', -1],
      ['std', [0]],
      ['std', 1],
      ['mean', []],
      ['scale', 0],
    ]) {
      await refused(
        { preprocessing: { [key as string]: value } },
        new RegExp(`preprocessing.${key}`),
      );
    }
    await refused({ preprocessing: [] }, /preprocessing must be an object/);
  });

  it('may be a width and a height, and the ways of resizing, cutting and filling', async () => {
    const preprocessing = {
      resize: { mode: 'letterbox', size: { width: 192, height: 48 }, skipIfFits: true },
      crop: { width: 180, height: 40 },
      cropRounding: 'down',
      interpolation: 'lanczos',
      fill: [114, 114, 114],
    };
    assert.deepEqual((await read({ preprocessing }))?.preprocessing, preprocessing);
    for (const size of [{ width: 192 }, { width: 192, height: 0 }, { width: 1, height: 1, x: 1 }]) {
      await refused(
        { preprocessing: { resize: { size } } },
        /resize\.size must be .*width and height/,
      );
      await refused({ preprocessing: { crop: size } }, /crop must be .*width and height/);
    }
    await refused({ preprocessing: { resize: { multipleOf: 0 } } }, /multipleOf/);
    await refused({ preprocessing: { resize: { skipIfFits: 1 } } }, /skipIfFits must be true or/);
    await refused(
      { preprocessing: { cropRounding: 'up' } },
      /cropRounding must be "even" or "down"/,
    );
    await refused(
      { preprocessing: { fill: [256] } },
      /fill must be a list of numbers from 0 to 255/,
    );
    await refused(
      { preprocessing: { interpolation: 'cubic' } },
      /must be "nearest", "box", .*"lanczos"/,
    );
  });

  it('state as many numbers as there are channels', async () => {
    const stated = async (preprocessing: object, channels = 3) => {
      const input = { width: 28, height: 28, channels };
      const model = await modelIn({ 'net.cam.json': { preprocessing } });
      return resolveConfig(model, factsOf({ input }));
    };
    await assert.rejects(stated({ fill: [1] }), /preprocessing\.fill must be a list of 3 numbers/);
    await assert.rejects(stated({ std: [1] }), /preprocessing\.std must be a list of 3 numbers/);
    await assert.rejects(
      stated({ mean: [1, 1, 1] }, 1),
      /preprocessing\.mean must be a list of one number/,
    );
    const gray = await stated({ channels: 'gray', mean: [0], std: [1] });
    assert.deepEqual(gray.preprocessing.value.mean, [0]);
  });
});

describe('Sources that do not fit', () => {
  afterEach(removeFolders);

  it('give way to the next one, for pixels and for labels', async () => {
    const metadata = new Map([
      ['mean', '1 1'],
      ['std', '1 1'],
      ['names', 'a,b'],
    ]);
    const model = await modelIn({ 'labels.txt': 'x\ny\nz' });
    const found = await resolveConfig(model, factsOf({ metadata }));
    assert.deepEqual(found.preprocessing.value, TORCHVISION);
    assert.deepEqual(found.labels.value, ['x', 'y', 'z']);
    assert.deepEqual(found.notices, [
      "ONNX metadata: its channels do not match the model's, so it is not used.",
      'ONNX metadata (names) has 2 labels, but the model has 3 classes; it is not used.',
    ]);
  });

  it('are not those of one channel, for models of one and of three', async () => {
    const gray = { image_mean: [0.25], image_std: [0.5] };
    const model = await modelIn({ 'preprocessor_config.json': gray });
    const of = async (channels: number) => {
      const input = { width: 28, height: 28, channels };
      const { preprocessing, notices } = await resolveConfig(model, factsOf({ input }));
      const { channels: form, mean, std } = preprocessing.value;
      return { form, mean, std, notices };
    };
    const expected = { form: 'gray', mean: [0.25], std: [0.5], notices: [] };
    assert.deepEqual(await of(1), expected);
    assert.deepEqual(await of(3), expected);
  });

  it('are skipped if they cannot be read', async () => {
    const files = { 'labels.txt': 'label\n'.repeat(1_000_000), 'classes.txt': 'x\ny\nz' };
    const { labels, notices } = await resolveConfig(await modelIn(files), factsOf());
    assert.equal(labels.source, 'classes.txt');
    assert.match(notices.join(), /labels\.txt .*larger than 5 MiB.* It is not used\.$/s);
  });

  it('with the 1,000 labels of ImageNet fit 1,001 classes, from any source', async () => {
    const thousand = Array.from({ length: 1000 }, (_, i) => `c${i}`);
    const facts = factsOf({ classes: 1001 });
    for (const files of [
      { 'config.json': { label_names: thousand } },
      { 'net.cam.json': { labels: thousand } },
    ]) {
      const { labels } = await resolveConfig(await modelIn(files), facts);
      assert.deepEqual([labels.value[0], labels.value[1000]], ['background', 'c999']);
      assert.match(labels.source, /, after "background"$/);
    }
    const fewer = await modelIn({ 'net.cam.json': { labels: thousand.slice(1) } });
    await assert.rejects(resolveConfig(fewer, factsOf({ classes: 1000 })), {
      nextAction: /the first class may be "background"/,
    });
    const far = resolveConfig(fewer, factsOf({ classes: 3 }));
    await assert.rejects(far, { nextAction: /in the order of the model's output\.?$/ });
  });
});
