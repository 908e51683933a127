import assert from 'node:assert/strict';
import { numberedLabels, parseLabelJson, parseLabelLines } from '../../../src/cam/config/labels.ts';
import { readModelMetadata } from '../../../src/cam/config/modelMetadata.ts';

describe('Labels as JSON', () => {
  const forms: [what: string, value: unknown, expected: string[] | undefined][] = [
    ['a list', ['a', 'b'], ['a', 'b']],
    ['labels by number, in any order', { 1: 'b', 0: 'a' }, ['a', 'b']],
    ['one label', { 0: 'a' }, ['a']],
    ['a WordNet id and a label', { 0: ['n1', 'a'], 1: ['n2', 'b'] }, ['a', 'b']],
    ['numbers by label', { b: 1, a: 0 }, ['a', 'b']],
    ['no list of other things', ['a', 1], undefined],
    ['no empty list', [], undefined],
    ['no empty object', {}, undefined],
    ['no text', 'a', undefined],
    ['nothing', undefined, undefined],
    ['no numbers that begin at 1', { 1: 'a', 2: 'b' }, undefined],
    ['no numbers with a gap', { 0: 'a', 2: 'b' }, undefined],
    ['no number twice', { a: 0, b: 0 }, undefined],
    ['no negative number', { a: -1, b: 0 }, undefined],
    ['no part of a number', { a: 0.5, b: 0 }, undefined],
    ['no other keys', { 0: 'a', x: 'b' }, undefined],
    ['no other keys, the first of them', { x: 'a', 1: 'b' }, undefined],
    ['no other values', { 0: 'a', 1: null }, undefined],
    ['no lists that end otherwise', { 0: ['a', 1] }, undefined],
  ];
  for (const [what, value, expected] of forms) {
    it(`are ${what}`, () => assert.deepEqual(parseLabelJson(value), expected));
  }
});

describe('Labels in lines', () => {
  const forms: [what: string, text: string, expected: string[]][] = [
    ['without empty lines and spaces around', ' a \r\n\r\n\tb\rc\n', ['a', 'b', 'c']],
    ['without WordNet ids where all have one', 'n00000001 a\nn00000002,b', ['a', 'b']],
    ['as they are where one has no WordNet id', 'n00000001 a\nb', ['n00000001 a', 'b']],
    [
      'as they are where they are WordNet ids alone',
      'n00000001\nn00000002',
      ['n00000001', 'n00000002'],
    ],
    ['without their own numbers', '0: a\n1, b\n2 c', ['a', 'b', 'c']],
    ['with numbers that are others', '1 a\n2 b', ['1 a', '2 b']],
    ['with numbers that not all have', '0 a\nb', ['0 a', 'b']],
    ['that are numbers', '0\n1\n2', ['0', '1', '2']],
  ];
  for (const [what, text, expected] of forms) {
    it(`are taken ${what}`, () => assert.deepEqual(parseLabelLines(text), expected));
  }

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
    ['label_names', "{1: 'b', 2: 'a'}", undefined],
    ['id2label', '{"0": "a"}', ['a']],
    ['categories', 'one word', undefined],
    ['categories', 'one word,', undefined],
    ['categories', "['it\\'s', \"a \\\\ b\"]", ["it's", 'a \\ b']],
    ['other', 'a,b', undefined],
  ];
  for (const [key, text, expected] of labels) {
    it(`has the labels ${expected} in ${key}: ${text}`, () => {
      const found = readModelMetadata(new Map([[key, text]]));
      assert.deepEqual(found.labels?.value, expected);
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
