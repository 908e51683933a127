import assert from 'node:assert/strict';
import { visibleText } from '../../../src/cam/base/visibleText.ts';

describe('text in which nothing hides', () => {
  it('leaves names in any script as they are', () => {
    for (const name of [
      'C:\\new\\tab.png',
      'Äpfel',
      '笔记本电脑',
      'חתול',
      'نمر',
      '👩‍🚒',
      '“a” – b',
    ]) {
      assert.equal(visibleText(name), name);
    }
  });

  it('shows every control character, line break and mark of direction', () => {
    const named: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b' };
    named['\f'] = '\\f';
    const ranges = [
      [0, 0x1f],
      [0x7f, 0x9f],
      [0x61c, 0x61c],
      [0x200e, 0x200f],
      [0x2028, 0x202e],
      [0x2066, 0x2069],
    ] as const;
    for (const [first, last] of ranges) {
      for (let code = first; code <= last; code++) {
        const character = String.fromCharCode(code);
        const hex = `\\u${code.toString(16).padStart(4, '0')}`;
        assert.equal(visibleText(`a${character}b`), `a${named[character] ?? hex}b`);
        assert.equal(JSON.parse(`"${visibleText(character)}"`), character);
      }
    }
  });
});
