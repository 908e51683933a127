import assert from 'node:assert/strict';
import { readHuggingFace } from '../../../src/cam/config/huggingFace.ts';
import type { PreprocessingPatch } from '../../../src/cam/config/preprocessingPatch.ts';
import defaults from '../../fixtures/processors/defaults.json' with { type: 'json' };
import { modelIn, removeFolders } from './configFolder.ts';

type Case = [what: string, config: object, expected: PreprocessingPatch, notice?: RegExp];

const HALF = [0.5, 0.5, 0.5];
const BASE = { channels: 'RGB', scale: 1 / 255 } as const;

/** The numbers follow from the sources of transformers: `image_processing_*.py`. */
const processors: Case[] = [
  ['values of a processor that states nothing', {}, BASE],
  ['a factor of its own', { rescale_factor: 0.5 }, { ...BASE, scale: 0.5 }],
  [
    'no rescaling, whatever the factor',
    { do_rescale: false, rescale_factor: 0.5 },
    { ...BASE, scale: 1 },
  ],
  ['a factor that is no number or 0', { rescale_factor: '1/255' }, BASE],
  ['a factor of 0, which would leave nothing', { rescale_factor: 0 }, BASE],
  [
    'a mean and std for all channels',
    { image_mean: 0.5, image_std: 0.25 },
    { ...BASE, mean: HALF, std: [0.25, 0.25, 0.25] },
  ],
  [
    'a mean and std of one channel',
    { image_mean: [0.5], image_std: [0.25] },
    { channels: 'gray', scale: 1 / 255, mean: [0.5], std: [0.25] },
  ],
  [
    'a mean of two numbers as none',
    { image_mean: [0.5, 0.5], image_std: HALF },
    { ...BASE, std: HALF },
  ],
  ['a std of 0 as none', { image_mean: HALF, image_std: [0.5, 0, 0.5] }, { ...BASE, mean: HALF }],
  [
    'no normalisation',
    { do_normalize: false, image_mean: HALF },
    { ...BASE, mean: [0, 0, 0], std: [1, 1, 1] },
  ],
  ['BGR', { do_flip_channel_order: true }, { ...BASE, channels: 'BGR' }],
  ['bilinear', { resample: 2 }, { ...BASE, interpolation: 'bilinear' }],
  ['bicubic', { resample: 3 }, { ...BASE, interpolation: 'bicubic' }],
  ['any filter of Pillow', { resample: 1 }, { ...BASE, interpolation: 'lanczos' }],
  [
    'an unknown filter as bilinear',
    { resample: 6 },
    { ...BASE, interpolation: 'bilinear' },
    /resample 6 is not supported/,
  ],
  [
    'a shorter side without a crop',
    { size: { shortest_edge: 200 } },
    { ...BASE, resize: { mode: 'shorter-side', size: 200 }, crop: 0 },
  ],
  [
    'a plain size as the shorter side',
    { size: 200, do_center_crop: true, crop_size: 180 },
    { ...BASE, resize: { mode: 'shorter-side', size: 200 }, crop: 180 },
  ],
  [
    'a crop without a size of its own',
    { size: { shortest_edge: 200 }, do_center_crop: true },
    { ...BASE, resize: { mode: 'shorter-side', size: 200 }, crop: 200 },
  ],
  [
    'both sides',
    { size: { height: 300, width: 300 } },
    { ...BASE, resize: { mode: 'stretch', size: 300 }, crop: 0 },
  ],
  [
    'both sides, and a crop as large',
    { size: { height: 300, width: 300 }, do_center_crop: true },
    { ...BASE, resize: { mode: 'stretch', size: 300 }, crop: 300 },
  ],
  [
    'both sides, if they differ',
    { size: { height: 100, width: 300 } },
    { ...BASE, resize: { mode: 'stretch', size: { width: 300, height: 100 } }, crop: 0 },
  ],
  ['one side without the other', { size: { height: 300 } }, BASE, /resizing is not supported/],
  ['no size above 0', { size: { height: 0, width: 300 } }, BASE, /resizing is not supported/],
  ['no resizing', { do_resize: false, size: 200 }, BASE, /of another size are resized anyway/],
  [
    'a size that is bounded, without the bound',
    { size: { shortest_edge: 200, longest_edge: 300 } },
    { ...BASE, resize: { mode: 'shorter-side', size: 200 }, crop: 0 },
    /size\.longest_edge is not supported/,
  ],
  [
    'padding as none',
    { size: 200, do_pad: true, pad_size: { height: 300, width: 300 } },
    { ...BASE, resize: { mode: 'stretch', size: 200 }, crop: 0 },
    /do_pad is not supported/,
  ],
  [
    'a processor that is not known, as others',
    { image_processor_type: 'NewImageProcessor', size: 200 },
    { ...BASE, resize: { mode: 'stretch', size: 200 }, crop: 0 },
    /New is unknown/,
  ],
  ['no mean, although it normalises', { image_mean: null }, BASE, /has no image_mean/],
  [
    'no mean of EfficientNet either',
    { image_processor_type: 'EfficientNetImageProcessor', image_mean: null, size: 200 },
    { resize: { mode: 'stretch', size: 200 }, crop: 0 },
    /has no image_mean/,
  ],
  [
    'a plain size of ViT as both sides',
    { image_processor_type: 'ViTImageProcessor', size: 192 },
    { ...BASE, resize: { mode: 'stretch', size: 192 }, crop: 0 },
  ],
  [
    'ConvNext without a share: 224 of 256',
    { image_processor_type: 'ConvNextImageProcessor', size: { shortest_edge: 288 } },
    { ...BASE, resize: { mode: 'shorter-side', size: 329 }, crop: 288 },
  ],
  [
    'ConvNext with a share, rounded down',
    { image_processor_type: 'ConvNextImageProcessor', size: 288, crop_pct: 0.95 },
    { ...BASE, resize: { mode: 'shorter-side', size: 303 }, crop: 288 },
  ],
  [
    'ConvNext just below 384',
    { image_processor_type: 'ConvNextImageProcessor', size: 383, crop_pct: 1 },
    { ...BASE, resize: { mode: 'shorter-side', size: 383 }, crop: 383 },
  ],
  [
    'ConvNext of more than 384',
    { image_processor_type: 'ConvNextImageProcessor', size: 512 },
    { ...BASE, resize: { mode: 'stretch', size: 512 }, crop: 0 },
  ],
  [
    'a share alone, as ConvNext',
    { size: 384, crop_pct: 0.9 },
    { ...BASE, resize: { mode: 'stretch', size: 384 }, crop: 0 },
  ],
  [
    'no share below 0',
    { size: 32, crop_pct: -1 },
    { ...BASE, resize: { mode: 'stretch', size: 32 }, crop: 0 },
    /crop_pct -1 is not between 0.1 and 1/,
  ],
  [
    'PoolFormer: a share and a crop',
    {
      image_processor_type: 'PoolFormerImageProcessor',
      size: { shortest_edge: 224 },
      crop_pct: 0.9,
      do_center_crop: true,
      crop_size: 200,
    },
    { ...BASE, resize: { mode: 'shorter-side', size: 248 }, crop: 200 },
  ],
  [
    'PoolFormer: a share and its own crop',
    {
      image_processor_type: 'PoolFormerImageProcessor',
      size: { shortest_edge: 224 },
      crop_pct: 0.9,
      do_center_crop: true,
    },
    { ...BASE, resize: { mode: 'shorter-side', size: 248 }, crop: 224 },
  ],
  [
    'PoolFormer: a share without a crop',
    {
      image_processor_type: 'PoolFormerImageProcessor',
      size: { shortest_edge: 224 },
      crop_pct: 0.9,
      do_center_crop: false,
    },
    { ...BASE, resize: { mode: 'shorter-side', size: 248 }, crop: 0 },
  ],
  [
    'LeViT: 256 of 224',
    {
      feature_extractor_type: 'LevitFeatureExtractor',
      size: 192,
      do_center_crop: true,
      crop_size: 190,
    },
    { ...BASE, resize: { mode: 'shorter-side', size: 219 }, crop: 190 },
  ],
  [
    'Perceiver: 64 of 80 in the middle',
    {
      image_processor_type: 'PerceiverImageProcessor',
      size: { height: 64, width: 64 },
      crop_size: 80,
      do_center_crop: true,
    },
    { ...BASE, resize: { mode: 'shorter-side', size: 80 }, crop: 64 },
    /nearly the same/,
  ],
  [
    'Perceiver without a crop',
    {
      image_processor_type: 'PerceiverImageProcessor',
      size: { height: 64, width: 64 },
      do_center_crop: false,
    },
    { ...BASE, resize: { mode: 'stretch', size: 64 }, crop: 0 },
  ],
  [
    'no Perceiver whose crop is oblong',
    {
      image_processor_type: 'PerceiverImageProcessor',
      size: { height: 64, width: 64 },
      crop_size: { height: 80, width: 90 },
    },
    BASE,
    /resizing is not supported/,
  ],
  [
    'LeViT: its own crop',
    { feature_extractor_type: 'LevitFeatureExtractor', size: 192, do_center_crop: true },
    { ...BASE, resize: { mode: 'shorter-side', size: 219 }, crop: 224 },
  ],
];

/** As `timm.data.create_transform` works: resize to floor(S ÷ crop_pct), crop of S. */
const timm: Case[] = [
  ['values of an empty one', {}, BASE],
  [
    'the usual share',
    { input_size: [3, 224, 224] },
    { ...BASE, resize: { mode: 'shorter-side', size: 256 }, crop: 224 },
  ],
  [
    'an oblong size, always bilinear',
    { input_size: [3, 200, 224], interpolation: 'lanczos' },
    {
      ...{ ...BASE, interpolation: 'bilinear', crop: { width: 224, height: 200 } },
      resize: {
        ...{ mode: 'shorter-side', longSide: 'nearest' },
        size: { width: 256, height: 228 },
      },
    },
  ],
  [
    'squashing to an oblong size',
    { input_size: [3, 200, 224], crop_pct: 1, crop_mode: 'squash' },
    { ...BASE, resize: { mode: 'stretch', size: { width: 224, height: 200 } }, crop: 0 },
  ],
  [
    'a size and a share for tests',
    {
      input_size: [3, 224, 224],
      crop_pct: 0.5,
      test_input_size: [3, 288, 288],
      test_crop_pct: 0.95,
    },
    { ...BASE, resize: { mode: 'shorter-side', size: 303 }, crop: 288 },
  ],
  [
    'squashing',
    { input_size: [3, 224, 224], crop_pct: 0.9, crop_mode: 'squash' },
    { ...BASE, resize: { mode: 'stretch', size: 248 }, crop: 224 },
  ],
  [
    'squashing to the size itself',
    { input_size: [3, 224, 224], crop_pct: 1, crop_mode: 'squash' },
    { ...BASE, resize: { mode: 'stretch', size: 224 }, crop: 0 },
  ],
  [
    'a crop of all',
    { input_size: [3, 224, 224], crop_pct: 1, crop_mode: 'center' },
    { ...BASE, resize: { mode: 'shorter-side', size: 224 }, crop: 224 },
  ],
  [
    'no share of 0',
    { input_size: [3, 224, 224], crop_pct: 0 },
    { ...BASE, resize: { mode: 'shorter-side', size: 256 }, crop: 224 },
    /crop_pct 0 is not between 0.1 and 1/,
  ],
  ['no size of parts', { input_size: [3, 22.5, 22.5] }, BASE],
  ['mean and std', { mean: HALF, std: HALF }, { ...BASE, mean: HALF, std: HALF }],
  ['a std of 0 as none', { mean: HALF, std: [0.5, 0, 0.5] }, { ...BASE, mean: HALF }],
  ['bilinear', { interpolation: 'bilinear' }, { ...BASE, interpolation: 'bilinear' }],
  ['bicubic', { interpolation: 'bicubic' }, { ...BASE, interpolation: 'bicubic' }],
  ['any filter of Pillow', { interpolation: 'lanczos' }, { ...BASE, interpolation: 'lanczos' }],
  [
    'another filter as bilinear',
    { interpolation: 'random' },
    { ...BASE, interpolation: 'bilinear' },
    /interpolation random is not supported/,
  ],
  [
    'borders of the mean colour',
    { input_size: [3, 224, 224], crop_pct: 0.9, crop_mode: 'border', mean: [0.5, 0.25, 0] },
    {
      ...{ ...BASE, resize: { mode: 'letterbox', size: 248 }, crop: 224 },
      ...{ mean: [0.5, 0.25, 0], fill: [128, 64, 0] },
    },
  ],
];

describe('Settings of a processor', () => {
  afterEach(removeFolders);

  const assertRead = async (file: string, content: object, [, , expected, notice]: Case) => {
    const { preprocessing, notices } = await readHuggingFace(await modelIn({ [file]: content }));
    const { cropRounding, ...value } = preprocessing?.value ?? {};
    const isCut = file === 'preprocessor_config.json' && (value.crop ?? 0) !== 0;
    assert.equal(cropRounding, isCut ? 'down' : undefined);
    // A type brings its own numbers, see imageProcessors.test.ts.
    const isTyped = /"(image_processor|feature_extractor)_type":"(?!New)/.test(
      JSON.stringify(content),
    );
    const { resize, crop } = value;
    const wanted = { resize: expected.resize, crop: expected.crop };
    assert.deepEqual(isTyped ? { resize, crop } : value, isTyped ? wanted : expected);
    assert.equal(notices.length, notice ? 1 : 0, notices.join());
    if (notice) assert.match(notices[0] ?? '', notice);
  };

  for (const each of processors) {
    it(`of transformers are read: ${each[0]}`, () =>
      assertRead('preprocessor_config.json', each[1], each));
  }

  for (const [name, stated] of Object.entries(defaults)) {
    it(`are those of ${name} where the file leaves them out`, async () => {
      const read = async (config: object) => {
        const type = { image_processor_type: `${name}ImageProcessor` };
        return readHuggingFace(
          await modelIn({ 'preprocessor_config.json': { ...type, ...config } }),
        );
      };
      for (const some of [{}, { do_center_crop: true }, { resize_short: null }]) {
        const [left, whole] = [await read(some), await read({ ...stated, ...some })];
        assert.deepEqual(left.preprocessing?.value, whole.preprocessing?.value);
        assert.deepEqual(left.notices, whole.notices);
      }
    });
  }

  for (const each of timm) {
    it(`of timm are read: ${each[0]}`, () =>
      assertRead('config.json', { pretrained_cfg: each[1] }, each));
  }

  it('are none if there is no file, or no settings in it', async () => {
    assert.deepEqual(await readHuggingFace(await modelIn({})), { notices: [] });
    const other = await modelIn({ 'preprocessor_config.json': [1], 'config.json': { a: 1 } });
    assert.deepEqual(await readHuggingFace(other), { notices: [] });
  });

  it('are not those of a processor that makes no pictures', async () => {
    const type = { image_processor_type: 'DonutImageProcessor', size: 200 };
    const model = await modelIn({ 'preprocessor_config.json': type });
    const { preprocessing, notices } = await readHuggingFace(model);
    assert.equal(preprocessing, undefined);
    assert.match(notices.join(), /the output of Donut is not supported, so it is not used/);
  });

  it('of transformers come before those of timm, labels of id2label before label_names', async () => {
    const { preprocessing, labels } = await readHuggingFace(
      await modelIn({
        'preprocessor_config.json': { rescale_factor: 0.5 },
        'config.json': { id2label: { 0: 'a' }, label_names: ['b'], pretrained_cfg: {} },
      }),
    );
    assert.deepEqual([preprocessing?.value.scale, labels?.value.values], [0.5, ['a']]);
  });
});
