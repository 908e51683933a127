import assert from 'node:assert/strict';
import { listItems, membersOf } from '../../../src/cam/base/jsonLists.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** The value under a key as a list, read item by item. */
async function read(text: string, key: string): Promise<unknown[] | undefined> {
  const bytes = bytesOf(text);
  const range = (await membersOf(bytes))?.get(key);
  const items = range && listItems(bytes, range);
  if (!items) return undefined;
  const values: unknown[] = [];
  for await (const value of items) values.push(value);
  return values;
}

describe('the lists of a large JSON object', () => {
  const values = [
    ...[1, -2.5e3, true, null, 'text', '', 'ä"\\}]{[,:', {}, [], { a: [{ b: ']' }] }, [[1], [2]]],
  ];

  it('are those of JSON.parse, with any spaces', async () => {
    for (const spaces of [undefined, 1, '\t']) {
      const text = JSON.stringify(
        { before: values, list: values, empty: [], last: 7 },
        null,
        spaces,
      );
      assert.deepEqual(await read(` \r\n${text}\n`, 'list'), values);
      assert.deepEqual(await read(text, 'empty'), []);
      assert.equal(await read(text, 'last'), undefined);
      assert.equal(await read(text, 'missing'), undefined);
    }
    assert.deepEqual(await read('{}', 'list'), undefined);
    assert.deepEqual(await read('{"l\\u0069st":[1],"list":[2]}', 'list'), [2]);
  });

  it('are not those of something else', async () => {
    for (const text of ['[1]', '', '5', '"{}"'])
      assert.equal(await membersOf(bytesOf(text)), undefined);
  });

  it('end in an error where the text does', async () => {
    const damaged = [
      ...['{', '{"list"', '{"list":', '{"list":[', '{"list":[1,', '{"list":[1,]}', '{"list":[,1]}'],
      ...['{"list":[1 2]}', '{"list":[{"a":}]}', '{"list":["a]}', '{"list":[1]', '{"list":[1]} x'],
      ...['{list:[1]}', '{"list":[1],}', '{"list":[1}]'],
    ];
    for (const text of damaged) {
      await assert.rejects(read(text, 'list'), SyntaxError, text);
      assert.throws(() => JSON.parse(text), SyntaxError);
    }
  });
});
