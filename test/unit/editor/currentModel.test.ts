import assert from 'node:assert/strict';
import { shownModel } from '../../../src/editor/code/found/currentModel.ts';

describe('the model that a line of code shows', () => {
  const models = ['/newest.onnx', '/used.onnx', '/old.onnx'].map((path) => ({ path }));

  it('is the one in use; the others are behind it', () => {
    const { shown, others } = shownModel(models, '/used.onnx');
    assert.equal(shown?.path, '/used.onnx');
    assert.deepEqual(
      others.map(({ path }) => path),
      ['/newest.onnx', '/old.onnx'],
    );
  });

  it('is the newest if the one in use has other code', () => {
    assert.equal(shownModel(models, '/else.onnx').shown?.path, '/newest.onnx');
    assert.equal(shownModel(models, undefined).others.length, 2);
    assert.deepEqual(shownModel([], '/used.onnx'), { shown: undefined, others: [] });
  });

  it('counts a file once', () => {
    assert.deepEqual(shownModel([{ path: '/a' }, { path: '/a' }], '/a').others, []);
  });
});
