import assert from 'node:assert/strict';
import { withoutValue, withValue } from '../../../src/cam/base/jsonText.ts';

describe('edits of a JSON text', () => {
  it('create the objects on the path, in the indentation of the text', () => {
    assert.equal(
      withValue('{}\n', ['pins', 'a.onnx', 'b.png'], '{}'),
      '{\n  "pins": {\n    "a.onnx": {\n      "b.png": {}\n    }\n  }\n}\n',
    );
    assert.equal(
      withValue('{\n    "mine": 1\n}', ['pins', 'a'], '2'),
      '{\n    "mine": 1,\n    "pins": {\n        "a": 2\n    }\n}',
    );
    assert.equal(
      withValue('{\r\n\t"pins": {}\r\n}', ['pins', 'a', 'b'], '2'),
      '{\r\n\t"pins": {\r\n\t\t"a": {\r\n\t\t\t"b": 2\r\n\t\t}\r\n\t}\r\n}',
    );
  });

  it('stay in the line of an object that is written in one', () => {
    const text = '{\n  "a": { "b": 1 }\n}';
    assert.equal(withValue(text, ['a', 'c'], '2'), '{\n  "a": { "b": 1, "c": 2 }\n}');
    assert.equal(withValue('{"a": {"b": {}}}', ['a', 'b', 'c'], '2'), '{"a": {"b": {"c": 2}}}');
  });

  it('replace a value and nothing else', () => {
    const text = '{ "a": {"b":   [1,2] , "c":3} }';
    assert.equal(withValue(text, ['a', 'b'], '"x"'), '{ "a": {"b":   "x" , "c":3} }');
  });

  it('remove a property, and on request objects that become empty', () => {
    const text = '{\n  "a": {\n    "b": { "c": 1 }\n  },\n  "d": 2\n}';
    assert.equal(withoutValue(text, ['a', 'b', 'c'], 'go'), '{\n  "d": 2\n}');
    assert.equal(
      withoutValue(text, ['a', 'b', 'c'], 'stay'),
      '{\n  "a": {\n    "b": {}\n  },\n  "d": 2\n}',
    );
    assert.equal(withoutValue(text, ['a', 'x'], 'go'), text);
    assert.equal(withoutValue('{"a": {"b": 1}}', ['a', 'b'], 'go'), '{}');
  });

  it('refuse a text in which the path is not an object', () => {
    assert.throws(() => withValue('[]', ['a'], '1'), /no JSON object/);
    assert.throws(() => withValue('{"a": 1}', ['a', 'b'], '1'), /no JSON object/);
  });
});
