import assert from 'node:assert/strict';
import { decodeText } from '../../../src/cam/base/decodeText.ts';

const UTF16 = Buffer.from('cat\r\ndög', 'utf16le');

describe('The bytes of a text', () => {
  const forms: [what: string, bytes: Buffer, encoding: string][] = [
    ['UTF-8', Buffer.from('cat\r\ndög'), 'utf-8'],
    ['UTF-8 with its mark', Buffer.from('\ufeffcat\r\ndög'), 'utf-8'],
    ['UTF-16 as Windows writes it', Buffer.from('\ufeffcat\r\ndög', 'utf16le'), 'utf-16le'],
    [
      'UTF-16, the high byte first',
      Buffer.from('\ufeffcat\r\ndög', 'utf16le').swap16(),
      'utf-16be',
    ],
    ['UTF-16 without a mark', UTF16, 'utf-16le'],
    ['UTF-16 without a mark, the high byte first', Buffer.from(UTF16).swap16(), 'utf-16be'],
    ['Latin-1', Buffer.from('cat\r\ndög', 'latin1'), 'windows-1252'],
  ];
  for (const [what, bytes, encoding] of forms) {
    it(`are read as ${what}`, () => {
      assert.deepEqual(decodeText(bytes), { text: 'cat\r\ndög', encoding });
    });
  }

  it('may be none, or no text', () => {
    assert.deepEqual(decodeText(Buffer.of()), { text: '', encoding: 'utf-8' });
    assert.equal(decodeText(Buffer.from('a\0b')).text, 'a\0b');
  });
});
