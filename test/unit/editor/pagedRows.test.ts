import assert from 'node:assert/strict';
import { PagedRows } from '../../../webview/shared/grid/pagedRows.ts';

const ALL = 10_000;

/** Requests of a list of numbers, answered when the test wants it. */
function asked() {
  const open: { first: number; answer: () => Promise<void> }[] = [];
  const load = (first: number, count: number) =>
    new Promise<{ total: number; rows: number[] }>((resolve) => {
      const rows = Array.from({ length: Math.min(count, ALL - first) }, (_, i) => first + i);
      const answer = async () => {
        resolve({ total: ALL, rows });
        await new Promise(setImmediate);
      };
      open.push({ first, answer });
    });
  return { open, load };
}

describe('the rows of a long list', () => {
  it('are read when they are looked at, one page at a time, the newest first', async () => {
    const { open, load } = asked();
    let changes = 0;
    const rows = new PagedRows<number>(() => changes++);
    rows.ask(load);
    await open[0]?.answer();
    assert.deepEqual([rows.total, rows.row(0), changes], [ALL, 0, 1]);
    assert.equal(rows.row(5000), undefined);
    assert.equal(rows.row(7000), undefined);
    assert.equal(rows.row(9000), undefined);
    assert.equal(open.length, 2);
    await open[1]?.answer();
    await open[2]?.answer();
    assert.ok((open[2]?.first ?? 0) <= 9000 && (open[2]?.first ?? 0) > 8900);
    assert.equal(rows.row(9000), 9000);
  });

  it('stay until those of another question are there; late ones are dropped', async () => {
    const { open, load } = asked();
    const rows = new PagedRows<number>(() => undefined);
    rows.ask(load);
    await open[0]?.answer();
    rows.ask(async () => new Promise(() => undefined));
    assert.deepEqual([rows.isOld, rows.row(3)], [true, 3]);
    const other = asked();
    rows.ask(other.load, 5000);
    await other.open[0]?.answer();
    assert.deepEqual([rows.isOld, rows.row(5000)], [false, 5000]);
    assert.equal(rows.row(3), undefined);
  });

  it('of longest ago are forgotten', async () => {
    const { open, load } = asked();
    const rows = new PagedRows<number>(() => undefined);
    rows.ask(load);
    await open.at(-1)?.answer();
    for (let at = 500; at < 9500; at += 500) {
      rows.row(at);
      await open.at(-1)?.answer();
    }
    assert.equal(rows.row(9000), 9000);
    assert.equal(rows.row(0), undefined);
  });

  it('that cannot be read are told once, and read when they are asked for again', async () => {
    const { open, load } = asked();
    let changes = 0;
    let isBroken = false;
    const rows = new PagedRows<number>(() => {
      changes++;
      // As a page does, which draws what it has.
      if (rows.error) rows.row(5000);
    });
    const question = (first: number, count: number) =>
      isBroken ? Promise.reject(new Error('no')) : load(first, count);
    rows.ask(question);
    await open[0]?.answer();
    isBroken = true;
    rows.row(5000);
    await new Promise(setImmediate);
    rows.row(5000);
    await new Promise(setImmediate);
    assert.deepEqual([changes, rows.error?.message, rows.row(3)], [2, 'no', 3]);
    isBroken = false;
    rows.ask(question, 5000);
    assert.equal(rows.error, undefined);
    await open.at(-1)?.answer();
    assert.equal(rows.row(5000), 5000);
  });

  it('are no longer waited for when the first cannot be read', async () => {
    const rows = new PagedRows<number>(() => undefined);
    rows.ask(() => Promise.reject(new Error('no')));
    assert.equal(rows.answer.isPending, true);
    await new Promise(setImmediate);
    assert.deepEqual([rows.answer.isPending, rows.answer.error?.message], [false, 'no']);
  });
});
