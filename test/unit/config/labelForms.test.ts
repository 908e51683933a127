import assert from 'node:assert/strict';
import type { LabelReading } from '../../../src/cam/config/labels/labelReading.ts';
import { numberedLabels } from '../../../src/cam/config/labels/labelReading.ts';
import { readLabelText } from '../../../src/cam/config/labels/labelText.ts';
import { labelsOfValue } from '../../../src/cam/config/labels/labelValue.ts';
import { parsePythonLiteral } from '../../../src/cam/config/labels/pythonLiteral.ts';
import { readModelMetadata } from '../../../src/cam/config/modelMetadata.ts';

const FROM_ZERO = { first: 0, doubts: [] } as const;
const FROM_ONE = { first: 1, doubts: [] } as const;

describe('Labels as JSON', () => {
  const forms: [what: string, value: unknown, expected: string[] | undefined, first?: 1][] = [
    ['a list', ['a', 'b'], ['a', 'b']],
    ['labels by number, in any order', { 1: 'b', 0: 'a' }, ['a', 'b']],
    ['one label', { 0: 'a' }, ['a']],
    ['a WordNet id and a label', { 0: ['n1', 'a'], 1: ['n2', 'b'] }, ['a', 'b']],
    ['numbers by label', { b: 1, a: 0 }, ['a', 'b']],
    ['a label named like a usual key', { labels: 1, names: 0 }, ['names', 'labels']],
    ['numbers that begin at 1', { 1: 'a', 2: 'b' }, ['a', 'b'], 1],
    [
      'objects with a number and a name',
      [
        { id: 1, name: 'b' },
        { id: 0, name: 'a' },
      ],
      ['a', 'b'],
    ],
    ['under a usual key', { version: 2, names: { 0: 'a', 1: 'b' } }, ['a', 'b']],
    ['no list of other things', ['a', 1], undefined],
    ['no empty list', [], undefined],
    ['no empty object', {}, undefined],
    ['no text', 'a', undefined],
    ['nothing', undefined, undefined],
    ['no numbers that begin at 2', { 2: 'a', 3: 'b' }, undefined],
    ['no numbers with a gap', { 0: 'a', 2: 'b' }, undefined],
    ['no number twice', { a: 0, b: 0 }, undefined],
    ['no negative number', { a: -1, b: 0 }, undefined],
    ['no part of a number', { a: 0.5, b: 0 }, undefined],
    ['no other keys', { 0: 'a', x: 'b' }, undefined],
    ['no other keys, the first of them', { x: 'a', 1: 'b' }, undefined],
    ['no other values', { 0: 'a', 1: null }, undefined],
    ['no lists that end otherwise', { 0: ['a', 1] }, undefined],
    ['no objects without a name', [{ id: 0, name: 'a' }, { id: 1 }], undefined],
  ];
  for (const [what, value, expected, first = 0] of forms) {
    it(`are ${what}`, () => {
      const reading = expected && { values: expected, first, doubts: [] };
      assert.deepEqual(labelsOfValue(value), reading);
    });
  }
});

describe('Labels in a text', () => {
  const ANIMALS = ['cat', 'dog, hound', 'bird', 'fish'];
  const forms: [what: string, text: string, expected: string[], first?: 1][] = [
    ['without empty lines and spaces around', ' a \r\n\r\n\tb\rc\n', ['a', 'b', 'c']],
    ['without WordNet ids where all have one', 'n00000001 a\nn00000002,b', ['a', 'b']],
    ['as they are where one has no WordNet id', 'n00000001 a\nb', ['n00000001 a', 'b']],
    [
      'as they are where they are WordNet ids alone',
      'n00000001\nn00000002',
      ['n00000001', 'n00000002'],
    ],
    ['without their own numbers', '0: a\n1, b\n2 c', ['a', 'b', 'c']],
    ['in the order of their numbers', '2 bird\n0 cat\n3 fish\n1 dog, hound', ANIMALS],
    ['in the order of numbers behind them', 'bird 2\ncat 0\nfish 3\ndog, hound 1', ANIMALS],
    ['with numbers that begin at 1', '1) a\n2) b', ['a', 'b'], 1],
    ['with numbers that not all have', '0 a\nb', ['0 a', 'b']],
    [
      'with the years that they begin with',
      '2012 Audi A5\n2011 BMW X5',
      ['2012 Audi A5', '2011 BMW X5'],
    ],
    ['with the amounts that they begin with', '1 euro\n2 euro', ['1 euro', '2 euro']],
    ['that are numbers', '0\n1\n2', ['0', '1', '2']],
    [
      'with a comma each',
      'tench, Tinca tinca\ngoldfish, Carassius auratus',
      ['tench, Tinca tinca', 'goldfish, Carassius auratus'],
    ],
    ['without the comma that ends each line', 'cat,\ndog,\nbird', ['cat', 'dog', 'bird']],
    ['without the comma that ends the first of two', 'cat,\ndog', ['cat', 'dog']],
    ['with commas that not all lines end in', 'cat\ndog,\nbird', ['cat', 'dog,', 'bird']],
    ['with commas that the last but one lacks', 'cat,\ndog\nbird', ['cat,', 'dog', 'bird']],
    ['in the order of two numbers behind them', 'dog 1\ncat 0', ['cat', 'dog']],
    [
      'with numbers behind them that count something else',
      'cat 0\ncat 1\ndog 2\ndog 3',
      ['cat 0', 'cat 1', 'dog 2', 'dog 3'],
    ],
    ['without quotes', '"cat",\n"dog, hound",\n"bird",\n"fish"', ANIMALS],
    ['from one line with semicolons', 'cat;dog, hound;bird;fish\n', ANIMALS],
    ['from one line with commas', 'a, b,c', ['a', 'b', 'c']],
    ['from CSV', '0,cat\n1,"dog, hound"\n2,bird\n3,fish\n', ANIMALS],
    ['from CSV in another order', 'label,index\nbird,2\n"dog, hound",1\ncat,0\nfish,3', ANIMALS],
    ['from CSV with headings and no numbers', 'wnid,class_name\nn1,a\nn2,b', ['a', 'b']],
    ['from CSV of one class', '0,cat', ['cat']],
    ['from the first column', 'class_name;wnid\na;n1\nb;n2', ['a', 'b']],
    ['from TSV beside WordNet ids', '0\tn00000001\ta\n1\tn00000002\tb', ['a', 'b']],
    ['from JSON', '{\n"0": "cat",\n"1": "dog, hound",\n"2": "bird",\n"3": "fish"\n}', ANIMALS],
    ['from a Python dict', "{0: 'cat',\n 1: 'dog, hound',\n 2: 'bird',\n 3: 'fish'}", ANIMALS],
    ['from lines of a Python dict', "0: 'cat',\n1: 'dog, hound',\n2: 'bird',\n3: 'fish'", ANIMALS],
    ['from lines of JSON', '"1": "b",\n"0": "a",', ['a', 'b']],
    ['from lines with numbers and quotes', '0 "a"\n1 "b"', ['a', 'b']],
    ['from a Python dict of numbers', "{'b': 1, 'a': 0}", ['a', 'b']],
    [
      'from a Python list with a name and comments',
      "CLASSES = (  # all\n  'a',\n  \"b's\",\n)",
      ['a', "b's"],
    ],
    [
      'from Python with escapes',
      String.raw`['it\'s', "a \\ b", '\u00e9']`,
      ["it's", 'a \\ b', 'é'],
    ],
    ['from YAML', '# data\nnc: 2\nnames:\n  0: a\n  1: b\n', ['a', 'b']],
    ['from a list in YAML', '- a\n- b, c\n- d\n', ['a', 'b, c', 'd']],
    ['from YAML on one line', "path: x\nnames: ['a', 'b']\n", ['a', 'b']],
    [
      'from a label map of TensorFlow',
      '# all\nitem {\n id: 2\n name: "n2"\n display_name: "b } c"\n}\nitem {\n name: \'a\'\n id: 1\n}\n',
      ['a', 'b } c'],
      1,
    ],
    [
      'from a label map without numbers',
      String.raw`item { name: "b" } item { name: 'it\'s' }`,
      ['b', "it's"],
    ],
  ];
  for (const [what, text, expected, first] of forms) {
    it(`are taken ${what}`, () => {
      assert.deepEqual(readLabelText(text), {
        values: expected,
        ...(first ? FROM_ONE : FROM_ZERO),
      });
    });
  }

  const none: [what: string, text: string][] = [
    ['nothing', ' \n '],
    ['an object of other things', '{"a": "b"}'],
    ['a list that does not end', '["a", "b"'],
    ['Python that is no literal', '[a.b for a in c]'],
    ['a label map without names', 'item { id: 1 }'],
    ['a label map with a gap', 'item { id: 1 name: "a" } item { id: 3 name: "b" }'],
    ['too deep a list', '['.repeat(5000)],
  ];
  for (const [what, text] of none) {
    it(`are not in ${what}`, () => assert.equal(readLabelText(text), undefined));
  }

  it('fit the number of classes where two readings are possible', () => {
    const read = (text: string, classes: number) => readLabelText(text, classes)?.values;
    assert.deepEqual(read('tench, Tinca tinca', 1), ['tench, Tinca tinca']);
    assert.deepEqual(read('dog, hound|cat', 2), ['dog, hound', 'cat']);
    assert.deepEqual(read('a;b,c;d,e', 3), ['a', 'b,c', 'd,e']);
    assert.deepEqual(read('label\na\nb', 2), ['a', 'b']);
    assert.deepEqual(read('label\na\nb', 3), ['label', 'a', 'b']);
  });

  it('are refused if their numbers contradict, and doubted if numbers repeat', () => {
    const gap: LabelReading | undefined = readLabelText('0 a\n1 b\n3 c');
    assert.equal(gap?.contradiction, 'The numbers before its labels do not run from 0 to 2.');
    assert.ok(readLabelText('0 a\n6 b\n1 c')?.contradiction, 'up to twice the number of labels');
    assert.equal(readLabelText('0 a\n7 b\n1 c')?.contradiction, undefined);
    assert.ok(readLabelText('0 a\n2 b')?.contradiction, 'two labels');
    const alone = readLabelText('2 of clubs');
    assert.deepEqual([alone?.values, alone?.contradiction], [['2 of clubs'], undefined]);
    const twice = readLabelText('2 of clubs\n2 of hearts\n3 of clubs');
    assert.deepEqual(twice?.values, ['2 of clubs', '2 of hearts', '3 of clubs']);
    assert.match(twice.doubts.join(), /begin with numbers/);
    const columns = readLabelText('0,a,x\n1,b,y');
    assert.deepEqual(columns?.values, ['a', 'b']);
    assert.match(columns.doubts.join(), /Column 2 is used/);
  });

  it('are in Python of up to twenty brackets in each other', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['(', ')'],
      ['{0: ', '}'],
    ] as const) {
      const nested = (depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`;
      assert.notEqual(parsePythonLiteral(nested(20)), undefined);
      assert.equal(parsePythonLiteral(nested(21)), undefined);
    }
  });

  it('are numbered if there are none', () => {
    assert.deepEqual(numberedLabels(2), ['class 0', 'class 1']);
  });
});

describe('Metadata of a model', () => {
  const labels: [key: string, text: string, expected: string[] | undefined][] = [
    ['names', 'a,b', ['a', 'b']],
    ['labels', 'a\nb', ['a', 'b']],
    ['classes', '["a", "b"]', ['a', 'b']],
    ['class_labels', "{1: 'b', 0: 'a'}", ['a', 'b']],
    ['label_names', "{2: 'b', 3: 'a'}", undefined],
    ['class_to_idx', "{'b': 1, 'a': 0}", ['a', 'b']],
    ['idx_to_class', '{"1": "b", "0": "a"}', ['a', 'b']],
    ['id2label', '{"0": "a"}', ['a']],
    ['categories', 'one word', undefined],
    ['categories', 'one word,', undefined],
    ['categories', "['it\\'s', \"a \\\\ b\"]", ["it's", 'a \\ b']],
    ['other', 'a,b', undefined],
  ];
  for (const [key, text, expected] of labels) {
    it(`has the labels ${expected} in ${key}: ${text}`, () => {
      const found = readModelMetadata(new Map([[key, text]]));
      assert.deepEqual(found.labels?.value.values, expected);
      assert.equal(found.preprocessing, undefined);
    });
  }

  const pixels = (entries: Record<string, string>) =>
    readModelMetadata(new Map(Object.entries(entries))).preprocessing?.value;

  it('has mean and std of pixels in 0 … 1 if no mean is above 1', () => {
    const scale = 1 / 255;
    assert.deepEqual(pixels({ mean: '1', std: '1' }), { mean: [1], std: [1], scale });
    const found = { mean: [0.25, 1, 0.5], std: [2, 3, 4], scale };
    assert.deepEqual(pixels({ norm_mean: '0.25 1 0.5', norm_std: '[2,3,4]' }), found);
    const large = { mean: [0.5, 1.5, 0.5], std: [2, 3, 4], scale: 1 };
    assert.deepEqual(pixels({ norm_mean: '0.5 1.5 0.5', norm_std: '[2,3,4]' }), large);
  });

  it('has none unless both exist, have equal length, and are above 0', () => {
    assert.equal(pixels({ mean: '1' }), undefined);
    assert.equal(pixels({ std: '1' }), undefined);
    assert.equal(pixels({ mean: '1 1 1', std: '1' }), undefined);
    assert.equal(pixels({ mean: '0 0 0', std: '1 0 1' }), undefined);
    assert.equal(pixels({ mean: '0 0 0', std: '1 -1 1' }), undefined);
  });

  it('has pixels in the words of Windows ML', () => {
    const of = (format: string, range: string) =>
      pixels({ 'Image.BitmapPixelFormat': format, 'Image.NominalPixelRange': range });
    const three = { mean: [0, 0, 0], std: [1, 1, 1] };
    const plain = { channels: 'BGR', scale: 1 / 255, ...three };
    assert.deepEqual(of('Bgr8', 'Normalized_0_1'), plain);
    const signed = { channels: 'RGB', scale: 2 / 255, mean: [1, 1, 1], std: [1, 1, 1] };
    assert.deepEqual(of('Rgb8', 'Normalized_1_1'), signed);
    const gray = { channels: 'gray', scale: 1, mean: [0], std: [1] };
    assert.deepEqual(of('Gray8', 'NominalRange_0_255'), gray);
  });

  it('has the preprocessing of Custom Vision, if it is one that is offered', () => {
    const of = (changes: Record<string, string> = {}) => {
      const keys = {
        NormalizeMean: '[123.0, 117.0, 104.0]',
        NormalizeStd: '[1.0, 2.0, 1.0]',
        ResizeMethod: 'Stretch',
        TargetHeight: '64',
        TargetWidth: '64',
        ...changes,
      };
      return pixels({
        'Image.BitmapPixelFormat': 'Rgb8',
        ...Object.fromEntries(
          Object.entries(keys).map(([key, value]) => [`CustomVision.Preprocess.${key}`, value]),
        ),
      });
    };
    const values = { channels: 'RGB', scale: 1, mean: [123, 117, 104], std: [1, 2, 1] };
    const stretched = { ...values, resize: { mode: 'stretch', size: 64 }, crop: 0 };
    assert.deepEqual(of(), stretched);
    assert.deepEqual(of({ ResizeMethod: 'Other' }), values);
    assert.deepEqual(of({ TargetWidth: '32' }), {
      ...stretched,
      resize: { mode: 'stretch', size: { width: 32, height: 64 } },
    });
    assert.deepEqual(of({ TargetWidth: '0' }), values);
    const { notices } = readModelMetadata(
      new Map([
        ['CustomVision.Preprocess.ResizeMethod', 'ByMaxAndMinDimension'],
        ...['Width', 'Height'].map((side): [string, string] => [
          `CustomVision.Preprocess.Target${side}`,
          '64',
        ]),
      ]),
    );
    assert.match(notices.join(), /ResizeMethod: ByMaxAndMinDimension is not supported/);
    assert.deepEqual(of({ NormalizeStd: '[1, 0, 1]' }), {
      ...stretched,
      mean: [0, 0, 0],
      std: [1, 1, 1],
    });
  });

  it('has the transforms of Ultralytics classifiers alone', () => {
    const names = "{0: 'a', 1: 'b'}";
    const base = { channels: 'RGB', scale: 1 / 255, mean: [0, 0, 0], std: [1, 1, 1] };
    assert.deepEqual(pixels({ task: 'classify', names }), base);
    assert.deepEqual(pixels({ task: 'classify', names, imgsz: '[200, 192]' }), {
      ...base,
      resize: { mode: 'shorter-side', size: 192 },
      crop: 192,
      interpolation: 'bilinear',
    });
    assert.equal(pixels({ task: 'detect', names }), undefined);
    assert.equal(pixels({ task: 'classify' }), undefined);
  });
});
