import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PreprocessingPatch } from '../../../src/cam/config/preprocessingPatch.ts';
import { resolveConfig } from '../../../src/cam/config/resolveConfig.ts';
import { factsOf, modelIn, removeFolders } from './configFolder.ts';

const HALF = [0.5, 0.5, 0.5];

describe('Hugging Face files', () => {
  afterEach(removeFolders);

  /** Published settings of models of these kinds, and the results of their processors. */
  const processors: [kind: string, config: object, expected: PreprocessingPatch][] = [
    [
      'ViT',
      {
        image_processor_type: 'ViTImageProcessor',
        do_resize: true,
        size: { height: 224, width: 224 },
        resample: 2,
        do_rescale: true,
        rescale_factor: 0.00392156862745098,
        do_normalize: true,
        image_mean: HALF,
        image_std: HALF,
      },
      {
        resize: { mode: 'stretch', size: 224 },
        crop: 0,
        mean: HALF,
        std: HALF,
        interpolation: 'bilinear',
        scale: 0.00392156862745098,
      },
    ],
    [
      'an older ViT with a plain size',
      {
        feature_extractor_type: 'ViTFeatureExtractor',
        do_resize: true,
        size: 224,
        resample: 2,
        do_normalize: true,
        image_mean: HALF,
        image_std: HALF,
      },
      { resize: { mode: 'stretch', size: 224 }, crop: 0, mean: HALF },
    ],
    [
      'ResNet (ConvNext processor)',
      {
        feature_extractor_type: 'ConvNextFeatureExtractor',
        do_resize: true,
        size: 224,
        crop_pct: 0.875,
        resample: 3,
        do_normalize: true,
      },
      { resize: { mode: 'shorter-side', size: 256 }, crop: 224, interpolation: 'bicubic' },
    ],
    [
      'ConvNext of 384 pixels, which is warped',
      {
        image_processor_type: 'ConvNextImageProcessor',
        size: { shortest_edge: 384 },
        crop_pct: 0.95,
        resample: 3,
      },
      { resize: { mode: 'stretch', size: 384 }, crop: 0 },
    ],
    [
      'MobileNetV2',
      {
        image_processor_type: 'MobileNetV2ImageProcessor',
        do_resize: true,
        size: { shortest_edge: 256 },
        do_center_crop: true,
        crop_size: { height: 224, width: 224 },
        resample: 2,
        image_mean: HALF,
        image_std: HALF,
      },
      { resize: { mode: 'shorter-side', size: 256 }, crop: 224, mean: HALF },
    ],
    [
      'DeiT',
      {
        image_processor_type: 'DeiTImageProcessor',
        size: { height: 256, width: 256 },
        do_center_crop: true,
        crop_size: { height: 224, width: 224 },
        resample: 3,
      },
      { resize: { mode: 'stretch', size: 256 }, crop: 224 },
    ],
    [
      'LeViT',
      {
        image_processor_type: 'LevitImageProcessor',
        size: { shortest_edge: 224 },
        do_center_crop: true,
        crop_size: { height: 224, width: 224 },
        resample: 3,
      },
      { resize: { mode: 'shorter-side', size: 256 }, crop: 224 },
    ],
    [
      'MobileViT (BGR, no normalisation)',
      {
        image_processor_type: 'MobileViTImageProcessor',
        size: { shortest_edge: 288 },
        do_center_crop: true,
        crop_size: { height: 256, width: 256 },
        do_flip_channel_order: true,
        do_normalize: false,
      },
      {
        resize: { mode: 'shorter-side', size: 288 },
        crop: 256,
        channels: 'BGR',
        mean: [0, 0, 0],
        std: [1, 1, 1],
      },
    ],
    [
      'unchanged pixels',
      {
        size: { shortest_edge: 224 },
        do_center_crop: true,
        crop_size: 224,
        do_rescale: false,
        do_normalize: false,
      },
      { crop: 224, scale: 1, mean: [0, 0, 0] },
    ],
  ];
  for (const [kind, config, expected] of processors) {
    it(`are read as their processor works: ${kind}`, async () => {
      const model = await modelIn({ 'preprocessor_config.json': config });
      const { preprocessing, notices } = await resolveConfig(model, factsOf());
      const found = Object.fromEntries(
        Object.keys(expected).map((key) => [key, preprocessing.value[key as 'crop']]),
      );
      assert.deepEqual(found, expected);
      assert.match(preprocessing.source, /^preprocessor_config\.json/);
      assert.deepEqual(notices, []);
    });
  }

  it('of timm are read: size ÷ crop_pct rounded down, label_names', async () => {
    const model = await modelIn({
      'config.json': {
        architecture: 'resnet50',
        label_names: ['a', 'b', 'c'],
        pretrained_cfg: {
          input_size: [3, 224, 224],
          crop_pct: 0.95,
          crop_mode: 'center',
          interpolation: 'bicubic',
          mean: HALF,
          std: HALF,
        },
      },
    });
    const { labels, preprocessing } = await resolveConfig(model, factsOf());
    assert.deepEqual(labels.value, ['a', 'b', 'c']);
    assert.deepEqual(preprocessing.value.resize, { mode: 'shorter-side', size: 235 });
    assert.deepEqual(preprocessing.value.mean, HALF);
    assert.equal(preprocessing.value.crop, 224);
    assert.equal(preprocessing.value.interpolation, 'bicubic');
    assert.equal(preprocessing.source.split(' ')[0], 'config.json');
  });

  it('are found one folder up from a folder named onnx', async () => {
    const root = path.dirname(
      await modelIn({ 'config.json': { id2label: { 0: 'a', 1: 'b', 2: 'c' } } }),
    );
    await mkdir(path.join(root, 'onnx'));
    const { labels } = await resolveConfig(path.join(root, 'onnx', 'model.onnx'), factsOf());
    assert.deepEqual(labels.value, ['a', 'b', 'c']);
    await mkdir(path.join(root, 'other'));
    await writeFile(path.join(root, 'other', 'labels.txt'), 'x\ny\nz\n');
    const other = await resolveConfig(path.join(root, 'other', 'model.onnx'), factsOf());
    assert.equal(other.labels.value[0], 'x');
  });

  it('that are broken or foreign: an error for the processor, a notice for config.json', async () => {
    await assert.rejects(
      resolveConfig(await modelIn({ 'preprocessor_config.json': '{\n"size": }' }), factsOf()),
      { code: 'sidecarInvalid', message: /preprocessor_config\.json is not valid JSON, line 2/ },
    );
    const broken = await resolveConfig(await modelIn({ 'config.json': '{"a": ' }), factsOf());
    assert.match(broken.notices[0] ?? '', /config\.json is not valid JSON, line 1.*not used/);
    const foreign = await resolveConfig(await modelIn({ 'config.json': [1, 2] }), factsOf());
    assert.deepEqual(foreign.notices, []);
  });

  it('say what is not supported', async () => {
    const config = { size: { longest_edge: 224 }, resample: 6 };
    const { notices, preprocessing } = await resolveConfig(
      await modelIn({ 'preprocessor_config.json': config }),
      factsOf(),
    );
    assert.equal(notices.length, 2);
    assert.match(notices[0] ?? '', /resizing is not supported/);
    assert.match(notices[1] ?? '', /resample 6 is not supported/);
    assert.equal(preprocessing.value.crop, 224);
  });

  it('of a colour processor are not used for a model of one channel', async () => {
    const model = await modelIn({ 'preprocessor_config.json': { size: 28, image_mean: HALF } });
    const input = { width: 28, height: 28, channels: 1 };
    const { preprocessing, notices } = await resolveConfig(model, factsOf({ input }));
    assert.equal(preprocessing.value.channels, 'gray');
    assert.match(notices[0] ?? '', /channels do not match/);
  });
});

describe('ONNX metadata', () => {
  afterEach(removeFolders);

  const labels: [text: string, expected: string[]][] = [
    ["{0: 'cat', 1: \"dog's\", 2: 'it\\'s'}", ['cat', "dog's", "it's"]],
    ["['cat', 'dog', 'fox']", ['cat', 'dog', 'fox']],
    ['{"0": "cat", "1": "dog", "2": "fox"}', ['cat', 'dog', 'fox']],
    ['{"fox": 2, "cat": 0, "dog": 1}', ['cat', 'dog', 'fox']],
    ['cat\ndog, wolf\nfox', ['cat', 'dog, wolf', 'fox']],
    ['cat, dog,fox', ['cat', 'dog', 'fox']],
  ];
  for (const [text, expected] of labels) {
    it(`gives the labels of ${JSON.stringify(text)}`, async () => {
      const metadata = new Map([['class_names', text]]);
      const config = await resolveConfig(await modelIn({}), factsOf({ metadata }));
      assert.deepEqual(config.labels.value, expected);
      assert.equal(config.labels.source, 'ONNX metadata (class_names)');
    });
  }

  const settings: [
    title: string,
    metadata: Record<string, string>,
    expected: PreprocessingPatch,
  ][] = [
    [
      'mean and std in 0 … 1',
      { mean: '[0.5, 0.5, 0.5]', std: '0.25 0.25 0.25' },
      { scale: 1 / 255, mean: HALF, std: [0.25, 0.25, 0.25], crop: 224 },
    ],
    [
      'mean and std in 0 … 255',
      { image_mean: '123.675,116.28,103.53', image_std: '(58.395, 57.12, 57.375)' },
      { scale: 1, mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375] },
    ],
    [
      'Windows ML',
      { 'Image.BitmapPixelFormat': 'Bgr8', 'Image.NominalPixelRange': 'NominalRange_0_255' },
      { channels: 'BGR', scale: 1, mean: [0, 0, 0], std: [1, 1, 1] },
    ],
    [
      'Windows ML from −1 to 1',
      { 'Image.BitmapPixelFormat': 'Rgb8', 'Image.NominalPixelRange': 'Normalized_1_1' },
      { channels: 'RGB', scale: 2 / 255, mean: [1, 1, 1] },
    ],
    [
      'Ultralytics classifiers',
      { task: 'classify', names: "{0: 'a', 1: 'b', 2: 'c'}", imgsz: '[224, 224]' },
      {
        resize: { mode: 'shorter-side', size: 224 },
        crop: 224,
        scale: 1 / 255,
        mean: [0, 0, 0],
        std: [1, 1, 1],
      },
    ],
  ];
  for (const [title, entries, expected] of settings) {
    it(`gives the preprocessing of ${title}`, async () => {
      const metadata = new Map(Object.entries(entries));
      const { preprocessing } = await resolveConfig(await modelIn({}), factsOf({ metadata }));
      const found = Object.fromEntries(
        Object.keys(expected).map((key) => [key, preprocessing.value[key as 'crop']]),
      );
      assert.deepEqual(found, expected);
      assert.match(preprocessing.source, /^ONNX metadata/);
    });
  }

  it('of other kinds is left alone', async () => {
    const metadata = new Map([
      ['author', 'someone'],
      ['mean', 'low'],
      ['std', '[1, 1, 1]'],
      ['names', ''],
    ]);
    const config = await resolveConfig(await modelIn({}), factsOf({ metadata }));
    assert.match(config.preprocessing.source, /^a guess /);
    assert.equal(config.labels.source, 'no labels found, so numbers are shown');
  });
});

describe('labels in the graph', () => {
  afterEach(removeFolders);

  it('are used if they are as many as the classes, after what the metadata say', async () => {
    const model = await modelIn({});
    const labels = ['cheesecake', 'donuts', 'fries'];
    const inGraph = await resolveConfig(model, factsOf({ labels }));
    assert.deepEqual(inGraph.labels, { value: labels, source: "the model's label map" });
    const metadata = new Map([['labels', 'a,b,c']]);
    const stated = await resolveConfig(model, factsOf({ labels, metadata }));
    assert.deepEqual(stated.labels.value, ['a', 'b', 'c']);
    const other = await resolveConfig(model, factsOf({ labels: ['only one'] }));
    assert.deepEqual(other.labels.value, ['class 0', 'class 1', 'class 2']);
  });
});
