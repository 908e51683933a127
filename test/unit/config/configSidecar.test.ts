import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import type { Preprocessing } from '../../../src/cam/config/preprocessing.ts';
import { resolveConfig } from '../../../src/cam/config/resolveConfig.ts';
import { sidecarPath, sidecarTemplate } from '../../../src/cam/config/sidecarFile.ts';
import { factsOf, modelIn, removeFolders } from './configFolder.ts';

const SCHEMA = path.resolve('media/schemas/cam.schema.json');
const ajv = new Ajv({ allErrors: true, strict: false });
const conforms = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));

const COMPLETE: Preprocessing = {
  resize: { mode: 'shorter-side', size: 256 },
  crop: 224,
  channels: 'BGR',
  scale: 1 / 255,
  mean: [0.485, 0.456, 1e-7],
  std: [0.229, 0.224, 0.225],
  interpolation: 'bicubic',
};

/** Broken sidecars: their text or value, the key that is named, and the form that is asked for. */
const BROKEN: [value: unknown, key: string, expected: RegExp][] = [
  [[], 'the file', /JSON object/],
  [{ labels: 3 }, 'labels', /list of strings/],
  [{ labels: ['a', 1, 'c'] }, 'labels', /list of strings/],
  [{ preprocessing: 'none' }, 'preprocessing', /an object/],
  [{ preprocessing: { resize: 256 } }, 'preprocessing.resize', /an object/],
  [{ preprocessing: { resize: { mode: 'fit' } } }, 'preprocessing.resize.mode', /"stretch"/],
  [{ preprocessing: { resize: { size: -1 } } }, 'preprocessing.resize.size', /above 0/],
  [{ preprocessing: { crop: -224 } }, 'preprocessing.crop', /0 for no crop/],
  [{ preprocessing: { crop: 22.5 } }, 'preprocessing.crop', /whole number/],
  [{ preprocessing: { channels: 'rgb' } }, 'preprocessing.channels', /"BGR" or "gray"/],
  [{ preprocessing: { scale: '1/255' } }, 'preprocessing.scale', /number other than 0/],
  [{ preprocessing: { scale: 0 } }, 'preprocessing.scale', /number other than 0/],
  [{ preprocessing: { mean: 0.5 } }, 'preprocessing.mean', /list of numbers/],
  [{ preprocessing: { mean: [0.5, 0.5] } }, 'preprocessing.mean', /list of 3 numbers.*"RGB"/],
  [{ preprocessing: { std: [1, 0, 1] } }, 'preprocessing.std', /above 0/],
  [{ preprocessing: { interpolation: 'cubic' } }, 'preprocessing.interpolation', /"bicubic"/],
  [{ preprocessing: { cropRounding: 'up' } }, 'preprocessing.cropRounding', /"even" or "down"/],
  [{ preprocessing: { crop: { width: 0, height: 2 } } }, 'preprocessing.crop', /width and height/],
  [{ preprocessing: { fill: [0, -1, 0] } }, 'preprocessing.fill', /from 0 to 255/],
  [{ preprocessing: { fill: [0, 256, 0] } }, 'preprocessing.fill', /from 0 to 255/],
  ...[0, { width: 2 }, { width: 2, height: 0 }, { width: 2, height: 2, depth: 2 }].map(
    (size): (typeof BROKEN)[number] => [
      { preprocessing: { resize: { size } } },
      'preprocessing.resize.size',
      /width and height/,
    ],
  ),
  [{ preprocessing: { resize: { multipleOf: 0 } } }, 'preprocessing.resize.multipleOf', /above 0/],
  [{ preprocessing: { resize: { longSide: 'up' } } }, 'preprocessing.resize.longSide', /"nearest"/],
  [{ preprocessing: { resize: { skipIfFits: 1 } } }, 'preprocessing.resize.skipIfFits', /true or/],
  [{ output: 3 }, 'output', /name/],
  [{ units: ['sand'] }, 'units', /channel numbers to names/],
  [{ units: { '01': 'sand' } }, 'units ("01")', /counted from 0/],
  [{ units: { 1: ' ' } }, 'units.1', /a name/],
];

/** All that a sidecar may state, at its limits. */
const ACCEPTED: { preprocessing?: object; output?: string; units?: object }[] = [
  { preprocessing: { fill: [0, 255, 127.5], cropRounding: 'even', std: [1e-9, 1, 1] } },
  { preprocessing: { crop: 0, scale: -1, channels: 'BGR', cropRounding: 'down' } },
  { preprocessing: { resize: { mode: 'letterbox', size: 1, longSide: 'nearest' } } },
  { preprocessing: { resize: { mode: 'stretch', size: { width: 1, height: 2 } }, crop: 0 } },
  {
    preprocessing: {
      resize: { mode: 'shorter-side', size: 9, longSide: 'down', multipleOf: 1, skipIfFits: false },
      crop: { width: 2, height: 1 },
    },
  },
  ...['nearest', 'box', 'bilinear', 'hamming', 'bicubic', 'lanczos'].map((interpolation) => ({
    preprocessing: { interpolation },
  })),
  { output: 'scores', units: { 0: 'sand', 999999999: 'sea' } },
];

describe('a sidecar', () => {
  afterEach(removeFolders);

  for (const [value, key, expected] of BROKEN) {
    it(`is refused: ${JSON.stringify(value)}`, async () => {
      const model = await modelIn({ 'net.cam.json': value });
      await assert.rejects(
        resolveConfig(model, factsOf()),
        (error: Error & { nextAction?: string }) => {
          assert.ok(error.message.startsWith(`net.cam.json: ${key} must be `), error.message);
          assert.match(error.message, expected);
          assert.match(error.nextAction ?? '', /net\.cam\.json/);
          assert.deepEqual(
            { ...error, nextAction: '' },
            { name: 'CamError', code: 'sidecarInvalid', file: sidecarPath(model), nextAction: '' },
          );
          return true;
        },
      );
      assert.equal(conforms(value), false, 'the schema accepts it');
    });
  }

  for (const value of ACCEPTED) {
    it(`may state ${JSON.stringify(value)}`, async () => {
      const model = await modelIn({ 'net.cam.json': value });
      const { preprocessing, notices, unitNames } = await resolveConfig(model, factsOf());
      assert.deepEqual(notices, []);
      assert.ok(conforms(value), JSON.stringify(conforms.errors));
      const { value: found } = preprocessing;
      assert.deepEqual(found, { ...found, ...value.preprocessing });
      assert.deepEqual(Object.values(unitNames ?? {}), Object.values(value.units ?? {}));
    });
  }

  it('is refused if its channels do not fit the model or its own numbers', async () => {
    const gray = { preprocessing: { channels: 'gray' } };
    await assert.rejects(resolveConfig(await modelIn({ 'net.cam.json': gray }), factsOf()), {
      message: /preprocessing\.mean must be a list of one number, since channels is "gray"/,
    });
    for (const key of ['std', 'fill']) {
      const single = { preprocessing: { channels: 'RGB', [key]: [1] } };
      await assert.rejects(resolveConfig(await modelIn({ 'net.cam.json': single }), factsOf()), {
        message: new RegExp(`preprocessing\\.${key} must be a list of 3 numbers`),
      });
    }
    const input = { width: 28, height: 28, channels: 1 };
    const colour = { preprocessing: { channels: 'RGB', mean: [0, 0, 0], std: [1, 1, 1] } };
    await assert.rejects(
      resolveConfig(await modelIn({ 'net.cam.json': colour }), factsOf({ input })),
      { message: /preprocessing\.channels must be "gray", since the model takes one channel/ },
    );
  });

  const syntax: [text: string, where: RegExp][] = [
    ['{\n  "labels": ["a" "b"]\n}', /line 2 column 18/],
    ['{\n  "labels": ["a", "b",]\n}', /line 2 column 23/],
    ['{\n  "preprocessing": {', /line 2 column 21/],
    ['{"preprocessing": {"crop": 224, "scale": 1/255, "mean": [0, 0, 0]}}', /line 1 column 43/],
    ['', /line 1 column 1/],
  ];
  for (const [text, where] of syntax) {
    it(`is refused with the place of the fault: ${JSON.stringify(text)}`, async () => {
      await assert.rejects(resolveConfig(await modelIn({ 'net.cam.json': text }), factsOf()), {
        code: 'sidecarInvalid',
        message: new RegExp(`^net\\.cam\\.json is not valid JSON, ${where.source}: `),
      });
    });
  }

  it('has its unknown keys reported', async () => {
    const sidecar = {
      $schema: './cam.schema.json',
      lables: [],
      preprocessing: { means: [1], resize: { width: 3 } },
    };
    const { notices } = await resolveConfig(await modelIn({ 'net.cam.json': sidecar }), factsOf());
    assert.deepEqual(
      notices.map((notice) => /net\.cam\.json: the key "(.*)" is unknown/.exec(notice)?.[1]),
      ['lables', 'preprocessing.means', 'preprocessing.resize.width'],
    );
    assert.equal(conforms(sidecar), false, 'the schema accepts it');
  });
});

describe('sidecarTemplate', () => {
  afterEach(removeFolders);

  it('states the settings in use, fits the schema, and is read back unchanged', async () => {
    const model = await modelIn({ 'labels.txt': 'a\nb\nc\n' });
    const before = await resolveConfig(model, factsOf());
    const text = sidecarTemplate(before.labels, COMPLETE, sidecarPath(model));
    const value: unknown = JSON.parse(text);
    assert.ok(conforms(value), JSON.stringify(conforms.errors));
    assert.deepEqual(value, { labels: 'labels.txt', preprocessing: COMPLETE });
    assert.match(text, /^ {4}"mean": \[0\.485, 0\.456, 1e-7\],$/m);
    const again = await resolveConfig(
      await modelIn({ 'labels.txt': 'a\nb\nc\n', 'net.cam.json': text }),
      factsOf(),
    );
    assert.deepEqual(again.labels.value, before.labels.value);
    assert.deepEqual(again.preprocessing.value, COMPLETE);
    assert.deepEqual(again.notices, []);
  });

  it('lists labels that are in no text file, and leaves numbered classes out', () => {
    const target = path.resolve('net.cam.json');
    const listed = sidecarTemplate(
      { value: ['[\n 1\n]', 'b'], source: 'metadata' },
      COMPLETE,
      target,
    );
    assert.deepEqual(JSON.parse(listed).labels, ['[\n 1\n]', 'b']);
    assert.ok(conforms(JSON.parse(listed)));
    const numbered = { value: ['class 0', 'class 1'], source: '', standIn: 'numbers' as const };
    assert.equal(JSON.parse(sidecarTemplate(numbered, COMPLETE, target)).labels, undefined);
  });

  it('lies beside the model under its name', () => {
    assert.equal(path.basename(sidecarPath('/models/a.b.onnx')), 'a.b.cam.json');
    assert.equal(path.basename(sidecarPath('/models/A.ONNX')), 'A.cam.json');
  });
});
