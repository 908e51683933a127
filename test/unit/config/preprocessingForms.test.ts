import assert from 'node:assert/strict';
import path from 'node:path';
import type { InputScaling } from '../../../src/cam/classifier/input/inputScaling.ts';
import { pixelRange } from '../../../src/cam/classifier/input/inputScaling.ts';
import type { InputFacts } from '../../../src/cam/config/defaultPreprocessing.ts';
import {
  conventionalPreprocessing,
  inputSide,
} from '../../../src/cam/config/defaultPreprocessing.ts';
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
const { preprocessing: TORCHVISION } = conventionalPreprocessing(FACTS);

const UINT8 = 2;
const INT8 = 3;

describe('The convention', () => {
  const numbersOf = (facts: Partial<InputFacts>) => {
    const { channels, scale, mean, std } = conventionalPreprocessing({
      ...FACTS,
      ...facts,
    }).preprocessing;
    return { channels, scale, mean, std };
  };

  it('takes the side that is known, the longer of two, else 224', () => {
    const side = (width?: number, height?: number) => inputSide({ width, height, channels: 3 });
    assert.deepEqual([side(10, 20), side(20, 10)], [20, 20]);
    assert.deepEqual([side(10), side(undefined, 10), side()], [10, 10, 224]);
  });

  it('is not to stretch where one side is free', () => {
    const { preprocessing } = conventionalPreprocessing({ ...FACTS, height: undefined });
    assert.deepEqual(preprocessing, TORCHVISION);
  });

  it('has as many numbers as the model has channels', () => {
    const gray = { channels: 'gray', scale: 1, std: [1] };
    assert.deepEqual(numbersOf({ channels: 1, elementType: UINT8 }), { ...gray, mean: [0] });
    assert.deepEqual(numbersOf({ channels: 1, elementType: INT8 }), { ...gray, mean: [128] });
    const scaling = { factors: [1 / 255], offsets: [0] };
    assert.deepEqual(numbersOf({ channels: 1, scaling }), { ...gray, mean: [0] });
  });

  it('names the factor of the model in three digits', () => {
    const scaling = { factors: [0.0171247, 0.0175], offsets: [-2, -2] };
    assert.match(conventionalPreprocessing({ ...FACTS, scaling }).source, /\(x·0\.0171\)/);
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
    assert.deepEqual(applyPatch(TORCHVISION, { crop: 0 }, FACTS), { ...TORCHVISION, crop: 0 });
  });

  it('takes size and crop from the input if the way of resizing changes', () => {
    const input = { ...FACTS, width: 300, height: 300 };
    const stretched = applyPatch(TORCHVISION, { resize: { mode: 'stretch' } }, input);
    assert.deepEqual([stretched.resize, stretched.crop], [{ mode: 'stretch', size: 300 }, 0]);
    const back = applyPatch(stretched, { resize: { mode: 'shorter-side' } }, input);
    assert.deepEqual([back.resize, back.crop], [{ mode: 'shorter-side', size: 343 }, 300]);
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
    assert.deepEqual([resize, crop], [{ mode: 'shorter-side', size: 323 }, 282]);
    assert.deepEqual({ ...TORCHVISION, ...others }, TORCHVISION);
  });

  it('has every setting in its key', () => {
    assert.deepEqual(partsOf(TORCHVISION).flat(), [
      ...['shorter-side', 256, 224, 'RGB', 1 / 255],
      ...[0.485, 0.456, 0.406, 0.229, 0.224, 0.225, 'bilinear'],
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

  it('state as many numbers as there are channels', async () => {
    const stated = async (preprocessing: object, channels = 3) => {
      const input = { width: 28, height: 28, channels };
      const model = await modelIn({ 'net.cam.json': { preprocessing } });
      return resolveConfig(model, factsOf({ input }));
    };
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
      'ONNX metadata: its channels do not fit the model; it is not used.',
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
