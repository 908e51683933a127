import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isPictureName, PICTURE_ENDINGS } from '../../../src/cam/base/pictureNames.ts';

describe('The names of pictures', () => {
  it('end in any letter case', () => {
    assert.ok(isPictureName('a.b.BMP') && isPictureName('/x/photo.jpeg'));
    for (const name of ['png', 'a.svg', 'a.png.txt', '/a.png/b', 'a.']) {
      assert.equal(isPictureName(name), false, name);
    }
  });

  it('are those of the menus', () => {
    const menus = readFileSync('package.json', 'utf8').match(/\(avif\|[^)]*\)\$/g) ?? [];
    assert.equal(menus.length, 4);
    for (const menu of menus) {
      const ending = new RegExp(`^${menu}`, 'i');
      const named = menu
        .slice(1, -2)
        .split('|')
        .flatMap((each) => {
          const [whole, optional] = [each.replace('?', ''), each.replace(/.\?/, '')];
          return [...new Set([whole, optional])];
        });
      assert.deepEqual(named.toSorted(), PICTURE_ENDINGS.toSorted());
      assert.ok(PICTURE_ENDINGS.every((each) => ending.test(each)));
    }
  });
});
