import assert from 'node:assert/strict';
import { NewestQueue } from '../../../src/editor/folder/newestQueue.ts';

describe('the queue of requests', () => {
  const signal = new AbortController().signal;

  it('runs one at a time, and of each kind only the newest waits', async () => {
    const queue = new NewestQueue();
    const begun: string[] = [];
    let end: () => void = () => undefined;
    const first = queue.run('class', signal, () => {
      begun.push('first');
      return new Promise<void>((resolve) => {
        end = resolve;
      });
    });
    const task = (name: string) => async () => {
      begun.push(name);
      return name;
    };
    void queue.run('class', signal, task('old'));
    const unit = queue.run('unit', signal, task('unit'));
    const newest = queue.run('class', signal, task('new'));
    assert.deepEqual(begun, ['first']);
    end();
    await first;
    assert.deepEqual(await Promise.all([unit, newest]), ['unit', 'new']);
    assert.deepEqual(begun, ['first', 'new', 'unit']);
  });

  it('skips aborted tasks, and continues after a failed one', async () => {
    const queue = new NewestQueue();
    const abort = new AbortController();
    const failing = queue.run('a', signal, () => {
      throw new Error('no');
    });
    let ran = false;
    void queue.run('b', abort.signal, async () => {
      ran = true;
    });
    abort.abort();
    const last = queue.run('c', signal, async () => 'last');
    await assert.rejects(failing, /no/);
    assert.equal(await last, 'last');
    assert.equal(ran, false);
  });
});
