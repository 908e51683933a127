import assert from 'node:assert/strict';
import path from 'node:path';
import { resolveConfig } from '../../../src/cam/config/resolveConfig.ts';
import { factsOf, modelIn, removeFolders } from './configFolder.ts';

const TORCHVISION = {
  resize: { mode: 'shorter-side', size: 256, skipIfFits: true },
  crop: 224,
  channels: 'RGB',
  scale: 1 / 255,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
  interpolation: 'bilinear',
};

describe('resolveConfig', () => {
  afterEach(removeFolders);

  it('falls back to a guess, said as one, and numbered classes', async () => {
    const config = await resolveConfig(await modelIn({}), factsOf());
    assert.deepEqual(config, {
      labels: {
        value: ['class 0', 'class 1', 'class 2'],
        source: 'no labels found, so numbers are shown',
        standIn: 'numbers',
      },
      preprocessing: {
        value: TORCHVISION,
        source:
          "a guess (ImageNet's mean and deviation, the most common choice; shorter side and centre crop)",
        guessed: ['resize', 'crop', 'channels', 'scale', 'mean', 'std', 'interpolation'],
      },
      unitNames: {},
      sidecarFile: undefined,
      notices: [],
    });
  });

  it('fits the guess to the input', async () => {
    const model = await modelIn({});
    const resolve = async (width?: number, height?: number, channels = 3) =>
      (await resolveConfig(model, factsOf({ input: { width, height, channels } }))).preprocessing;
    assert.equal((await resolve(299, 299)).value.resize.size, 342);
    const small = await resolve(32, 32);
    assert.deepEqual(small.value.resize, { mode: 'stretch', size: 32 });
    assert.match(small.source, /stretched, since the input is small/);
    assert.deepEqual((await resolve()).value, TORCHVISION);
    const wide = await resolve(320, 240);
    assert.deepEqual(wide.value.resize, { mode: 'stretch', size: { width: 320, height: 240 } });
    assert.match(wide.source, /not square/);
    const gray = await resolve(28, 28, 1);
    assert.deepEqual(gray.value, {
      ...TORCHVISION,
      resize: { mode: 'stretch', size: 28 },
      crop: 0,
      channels: 'gray',
      mean: [0],
      std: [1],
    });
    assert.match(gray.source, /grey .*stretched/);
  });

  it('leaves to the model what it does to its pixels itself', async () => {
    const model = await modelIn({});
    const base = { width: 224, height: 224, channels: 3 };
    const resolve = async (more: object) =>
      (await resolveConfig(model, factsOf({ input: { ...base, ...more } }))).preprocessing;
    const scaled = (factor: number, offset: number) => ({
      scaling: {
        factors: [factor, factor, factor],
        offsets: [offset, offset, offset],
      },
    });
    const plain = (scale: number, mean = 0) => [scale, [mean, mean, mean], [1, 1, 1]];
    const numbers = ({ value }: Awaited<ReturnType<typeof resolve>>) => [
      value.scale,
      value.mean,
      value.std,
    ];
    const ofBytes = await resolve(scaled(1 / 255, 0));
    assert.deepEqual(numbers(ofBytes), plain(1));
    assert.match(ofBytes.source, /scales its input itself \(x·0\.00392\)/);
    assert.deepEqual(numbers(await resolve(scaled(1 / 127.5, -1))), plain(1));
    assert.deepEqual(numbers(await resolve(scaled(1, -117))), plain(1));
    assert.deepEqual(numbers(await resolve(scaled(4.37, -2.1))), plain(1 / 255));
    assert.deepEqual(numbers(await resolve(scaled(2, -1))), plain(1 / 255));
    assert.deepEqual((await resolve(scaled(1.1, 0.05))).value, TORCHVISION);
    assert.deepEqual(numbers(await resolve({ elementType: 2 })), plain(1));
    assert.deepEqual(numbers(await resolve({ elementType: 3 })), plain(1, 128));
  });

  it('puts "background" before the 1000 ImageNet labels of a model of 1001 classes', async () => {
    const names = Array.from({ length: 1000 }, (_, i) => `name ${i}`);
    const model = await modelIn({ 'labels.txt': names.join('\n') });
    const { labels } = await resolveConfig(model, factsOf({ classes: 1001 }));
    assert.deepEqual(labels.value.slice(0, 2), ['background', 'name 0']);
    assert.equal(labels.value.length, 1001);
    assert.match(labels.source, /after "background"/);
    const other = await resolveConfig(model, factsOf({ classes: 1002 }));
    assert.equal(other.labels.source, 'no labels found, so numbers are shown');
  });

  it('gives a model of 1000 or 1001 classes without labels the names of ImageNet-1k, and says so', async () => {
    const model = await modelIn({});
    for (const classes of [1000, 1001]) {
      const { labels, notices } = await resolveConfig(model, factsOf({ classes }));
      const names = labels.value.slice(-1000);
      assert.equal(labels.value.length, classes);
      assert.match(labels.source, /^ImageNet-1k, built in/);
      assert.deepEqual(
        [names[0], names[207], names[281], names[639], names[999]],
        ['tench', 'golden retriever', 'tabby', 'maillot tank suit', 'toilet tissue'],
      );
      assert.ok(notices.some((notice) => /ImageNet-1k names are shown/.test(notice)));
    }
    const { labels } = await resolveConfig(model, factsOf({ classes: 999 }));
    assert.equal(labels.value[0], 'class 0');
    const own = await modelIn({
      'labels.txt': Array.from({ length: 1000 }, (_, i) => `n ${i}`).join('\n'),
    });
    const stated = await resolveConfig(own, factsOf({ classes: 1000 }));
    assert.deepEqual([stated.labels.value[0], stated.labels.source], ['n 0', 'labels.txt']);
  });

  it('takes labels and preprocessing each from the first source that has them', async () => {
    const files: Record<string, unknown> = {
      'net.cam.json': { labels: ['a0', 'a1', 'a2'], preprocessing: { scale: 1 } },
      'config.json': { id2label: { 0: 'b0', 1: 'b1', 2: 'b2' } },
      'preprocessor_config.json': {
        size: { height: 224, width: 224 },
        image_mean: [0.5, 0.5, 0.5],
      },
      'labels.txt': 'd0\nd1\nd2\n',
    };
    const embedded = new Map([
      ['names', "{0: 'c0', 1: 'c1', 2: 'c2'}"],
      ['mean', '[0.1, 0.2, 0.3]'],
      ['std', '[1, 1, 1]'],
    ]);
    const resolve = async (metadata: Map<string, string>) => {
      const { labels, preprocessing } = await resolveConfig(
        await modelIn(files),
        factsOf({ metadata }),
      );
      const [from] = preprocessing.source.split(' (');
      return [labels.source, labels.value[0], from, preprocessing.value.mean[0]];
    };
    const imagenet = 'a guess';
    const inMetadata = 'ONNX metadata (names)';
    assert.deepEqual(await resolve(embedded), ['net.cam.json', 'a0', 'net.cam.json', 0.5]);
    delete files['net.cam.json'];
    assert.deepEqual(await resolve(embedded), [
      'config.json',
      'b0',
      'preprocessor_config.json',
      0.5,
    ]);
    delete files['config.json'];
    assert.deepEqual(await resolve(embedded), [inMetadata, 'c0', 'preprocessor_config.json', 0.5]);
    delete files['preprocessor_config.json'];
    assert.deepEqual(await resolve(embedded), [inMetadata, 'c0', 'ONNX metadata', 0.1]);
    assert.deepEqual(await resolve(new Map()), ['labels.txt', 'd0', imagenet, 0.485]);
    delete files['labels.txt'];
    assert.deepEqual(await resolve(new Map()), [
      'no labels found, so numbers are shown',
      'class 0',
      imagenet,
      0.485,
    ]);
  });

  it('merges a sidecar over the next source and names both', async () => {
    const model = await modelIn({
      'net.cam.json': { preprocessing: { resize: { size: 240 }, scale: 1 } },
      'preprocessor_config.json': {
        size: { shortest_edge: 232 },
        crop_size: { height: 224, width: 224 },
        do_center_crop: true,
        resample: 3,
      },
    });
    const { preprocessing } = await resolveConfig(model, factsOf());
    assert.deepEqual(preprocessing.value, {
      ...TORCHVISION,
      resize: { mode: 'shorter-side', size: 240 },
      cropRounding: 'down',
      scale: 1,
      interpolation: 'bicubic',
    });
    assert.match(
      preprocessing.source,
      /^net\.cam\.json \(resize, scale\); the rest: preprocessor_config\.json/,
    );
    assert.match(preprocessing.source, /; the rest: a guess \(/);
    assert.deepEqual(preprocessing.guessed, ['mean', 'std']);
    assert.equal(preprocessing.file, path.join(path.dirname(model), 'net.cam.json'));
  });

  it('names only a complete sidecar', async () => {
    const { preprocessing } = await resolveConfig(
      await modelIn({ 'net.cam.json': { preprocessing: TORCHVISION } }),
      factsOf(),
    );
    assert.equal(preprocessing.source, 'net.cam.json');
    assert.deepEqual(preprocessing.guessed, []);
  });

  it('follows a stretch from the input, and swaps mean and std with the channels', async () => {
    const { preprocessing } = await resolveConfig(
      await modelIn({
        'net.cam.json': { preprocessing: { resize: { mode: 'stretch' }, channels: 'BGR' } },
      }),
      factsOf(),
    );
    assert.deepEqual(preprocessing.value, {
      ...TORCHVISION,
      resize: { mode: 'stretch', size: 224 },
      crop: 0,
      channels: 'BGR',
      mean: [0.406, 0.456, 0.485],
      std: [0.225, 0.224, 0.229],
    });
  });

  it('uses another sidecar on request, and says if it is missing', async () => {
    const model = await modelIn({
      'net.cam.json': { labels: ['a', 'b', 'c'] },
      'other.json': { labels: ['x', 'y', 'z'] },
    });
    const sidecarPath = path.join(path.dirname(model), 'other.json');
    const { labels } = await resolveConfig(model, factsOf(), { sidecarPath });
    assert.equal(labels.value[0], 'x');
    const missing = path.join(path.dirname(model), 'none.json');
    await assert.rejects(resolveConfig(model, factsOf(), { sidecarPath: missing }), {
      code: 'fileNotFound',
      file: missing,
      message: /none\.json does not exist/,
    });
  });
});

/** As Keras keeps the classes of ImageNet. */
const KERAS = { 0: ['n00000001', 'a'], 1: ['n00000002', 'b'], 2: ['n00000003', 'c'] };

function pbtxt(...names: string[]): string {
  return names.map((name, i) => `item {\n  id: ${i + 1}\n  name: "${name}"\n}\n`).join('');
}

describe('resolveConfig on labels files', () => {
  afterEach(removeFolders);

  const contents: [title: string, name: string, content: unknown, labels: string[]][] = [
    ['lines', 'labels.txt', '\ufeffcat\r\ndog\r\n\r\nred fox\r\n', ['cat', 'dog', 'red fox']],
    [
      'WordNet ids',
      'synset.txt',
      'n01440764 tench, Tinca tinca\nn01443537 goldfish\nn01484850 great white shark\n',
      ['tench, Tinca tinca', 'goldfish', 'great white shark'],
    ],
    ['numbered lines', 'classes.txt', '0 cat\n1 dog\n2 3D printer\n', ['cat', 'dog', '3D printer']],
    [
      'labels that begin with numbers',
      'net.txt',
      '3 cats\n7 dogs\n9 foxes',
      ['3 cats', '7 dogs', '9 foxes'],
    ],
    ['the name of the model', 'net.labels.txt', 'a\nb\nc', ['a', 'b', 'c']],
    ['the name of the model and an ending', 'Net.Classes', 'a\nb\nc', ['a', 'b', 'c']],
    ['another letter case', 'LABELS.TXT', 'a\nb\nc', ['a', 'b', 'c']],
    ['UTF-16', 'labels.txt', Buffer.from('\ufeffa\nb\n\u00f6', 'utf16le'), ['a', 'b', 'ö']],
    ['a list', 'labels.json', ['a', 'b', 'c'], ['a', 'b', 'c']],
    ['numbers by label', 'class_indices.json', { c: 2, b: 1, a: 0 }, ['a', 'b', 'c']],
    ['TensorFlow', 'label_map.pbtxt', pbtxt('a', 'b', 'c'), ['a', 'b', 'c']],
    ['ImageNet in Keras', 'imagenet_class_index.json', KERAS, ['a', 'b', 'c']],
  ];
  for (const [title, name, text, expected] of contents) {
    it(`reads ${title} from ${name}`, async () => {
      const { labels } = await resolveConfig(await modelIn({ [name]: text }), factsOf());
      assert.deepEqual(labels.value, expected);
      assert.equal(labels.source, name);
      assert.equal(path.basename(labels.file ?? ''), name);
    });
  }

  it('leaves class 0 to the background where the numbers begin at 1', async () => {
    const model = await modelIn({ 'labels.pbtxt': pbtxt('a', 'b') });
    const { labels } = await resolveConfig(model, factsOf());
    assert.deepEqual(labels.value, ['background', 'a', 'b']);
    assert.equal(labels.source, 'labels.pbtxt, after "background"');
    const plain = await modelIn({ 'labels.txt': 'a\nb' });
    assert.equal(
      (await resolveConfig(plain, factsOf())).labels.source,
      'no labels found, so numbers are shown',
    );
  });

  it('says what is doubtful, and what contradicts itself or another file', async () => {
    const read = async (files: Record<string, unknown>) => {
      const { labels, notices } = await resolveConfig(await modelIn(files), factsOf());
      return [labels.source, ...notices];
    };
    assert.deepEqual(await read({ 'labels.txt': Buffer.from('a\nb\n\xf6', 'latin1') }), [
      'labels.txt',
      'labels.txt: It is not UTF-8, so it is read as Windows-1252.',
    ]);
    assert.deepEqual(await read({ 'labels.txt': '0 a\n1 b\n3 c' }), [
      'no labels found, so numbers are shown',
      'labels.txt is not used. The numbers before its labels do not run from 0 to 2.',
    ]);
    assert.deepEqual(await read({ 'labels.txt': 'a\nb\nc', 'synset.txt': 'a\nb\nd' }), [
      'labels.txt',
      'synset.txt has different labels; those in labels.txt are used.',
    ]);
    assert.deepEqual(await read({ 'labels.txt': 'a\nb\nc', 'classes.txt': 'a\nb\nc' }), [
      'labels.txt',
    ]);
  });

  it('skips files that do not fit the model, and says so', async () => {
    const files = { 'labels.txt': 'a\nb\n', 'config.json': { id2label: { 0: 'x' } } };
    const { labels, notices } = await resolveConfig(await modelIn(files), factsOf());
    assert.equal(labels.source, 'no labels found, so numbers are shown');
    assert.equal(notices.length, 2);
    assert.match(notices[0] ?? '', /config\.json has 1 labels, but the model has 3 classes/);
    assert.match(notices[1] ?? '', /labels\.txt has 2 labels, but the model has 3 classes/);
  });

  it('reads no file on another machine, and no device, that a sidecar names', async () => {
    const device = process.platform === 'win32' ? 'NUL' : '/dev/zero';
    for (const labels of ['//server/share/labels.txt', device]) {
      const model = await modelIn({ 'net.cam.json': { labels } });
      await assert.rejects(resolveConfig(model, factsOf()), {
        code: 'labelsUnreadable',
        message: `${labels}, named in net.cam.json, is on another machine or device and is not read.`,
      });
    }
  });

  it('reads the file that the sidecar names, text or JSON, and insists on it', async () => {
    const named = async (labels: unknown, files: Record<string, unknown>) =>
      resolveConfig(await modelIn({ 'net.cam.json': { labels }, ...files }), factsOf());
    const text = await named('names.list', { 'names.list': 'a\nb\nc\n' });
    assert.deepEqual(text.labels.value, ['a', 'b', 'c']);
    const index = { 0: ['n01', 'a'], 1: ['n02', 'b'], 2: ['n03', 'c'] };
    const json = await named('index.json', { 'index.json': index });
    assert.deepEqual(json.labels.value, ['a', 'b', 'c']);
    await assert.rejects(named('names.list', { 'names.list': '0 a\n1 b\n3 c\n' }), {
      code: 'labelsUnreadable',
      message: 'names.list cannot be used: The numbers before its labels do not run from 0 to 2.',
    });
    await assert.rejects(named('names.list', { 'names.list': 'a\nb\n' }), {
      code: 'labelCountMismatch',
      message: /names\.list has 2 labels, but the model has 3 classes/,
      nextAction: /one label per class.*background/,
    });
    await assert.rejects(named(['a'], {}), {
      code: 'labelCountMismatch',
      message: /net\.cam\.json has 1 labels, but the model has 3 classes/,
    });
    await assert.rejects(named('gone.txt', {}), {
      code: 'labelsUnreadable',
      message: /gone\.txt, named in net\.cam\.json, does not exist/,
      nextAction: /relative to that file/,
    });
    await assert.rejects(named('x.json', { 'x.json': { a: { b: 1 } } }), {
      code: 'labelsUnreadable',
    });
    await assert.rejects(named('big.txt', { 'big.txt': 'label\n'.repeat(1_000_000) }), {
      code: 'labelsUnreadable',
      message: /larger than 5 MiB/,
    });
  });
});
