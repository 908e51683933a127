import assert from 'node:assert/strict';
import path from 'node:path';
import { picturesFolder, saveFolder } from '../../../src/editor/files/saveFolder.ts';

const at = (...parts: string[]) => path.resolve('/work', ...parts);

describe('the folder that is proposed for saving', () => {
  it('is that of the last save', () => {
    assert.equal(saveFolder(at('pictures'), at('figures'), at()), at('figures'));
  });

  it('is the workspace at first', () => {
    assert.equal(saveFolder(at('pictures'), undefined, at()), at());
  });

  it("is never the pictures' own folder, or one inside it", () => {
    assert.equal(saveFolder(at('pictures'), at('pictures'), at()), at());
    assert.equal(saveFolder(at('pictures'), at('pictures', 'maps'), at()), at());
    assert.equal(saveFolder(at(), undefined, at()), path.dirname(at()));
    assert.equal(saveFolder(at('a'), undefined, undefined), at());
    assert.equal(saveFolder(at('a'), at('ab'), undefined), at('ab'));
  });

  it('is not the folder of another class either, if the picture is in the folder of its class', () => {
    const pictures = picturesFolder(at('pictures', 'bedroom', '1.png'), true);
    assert.equal(saveFolder(pictures, at('pictures', 'kitchen'), at()), at());
    assert.equal(picturesFolder(at('pictures', 'mixed', '1.png'), false), at('pictures', 'mixed'));
  });
});
