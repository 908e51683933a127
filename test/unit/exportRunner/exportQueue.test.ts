import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { ExportQueue } from '../../../src/exportRunner/exportQueue.ts';

/** A queue whose runs last until the test ends them, and a record of its actions. */
function observedQueue(quietMs = 20) {
  const events: string[] = [];
  const ends: (() => void)[] = [];
  let changes = 0;
  const queue = new ExportQueue<string>({
    quietMs,
    onChange: () => {
      changes++;
    },
    run: async (request, signal) => {
      events.push(`begin ${request}`);
      await new Promise<void>((resolve) => {
        ends.push(resolve);
        signal.addEventListener('abort', () => resolve());
      });
      events.push(`${signal.aborted ? 'abort' : 'end'} ${request}`);
    },
  });
  const finish = async () => {
    ends.shift()?.();
    await delay(1);
  };
  return { queue, events, finish, changes: () => changes };
}

describe('Export runs', () => {
  it('begin once, after the last of several saves', async () => {
    const { queue, events } = observedQueue();
    for (const file of ['a', 'b', 'c']) queue.request(file);
    assert.deepEqual(events, []);
    await delay(60);
    assert.deepEqual(events, ['begin c']);
    assert.equal(queue.isRunning, true);
  });

  it('do not pile up: requests during a run lead to one more run, the latest', async () => {
    const { queue, events, finish, changes } = observedQueue(0);
    queue.requestNow('a');
    for (const file of ['b', 'c', 'd']) {
      queue.request(file);
      await delay(5);
    }
    assert.deepEqual(events, ['begin a']);
    await finish();
    assert.deepEqual(events, ['begin a', 'end a', 'begin d']);
    await finish();
    assert.deepEqual(events, ['begin a', 'end a', 'begin d', 'end d']);
    assert.equal(queue.isRunning, false);
    assert.equal(changes(), 4);
  });

  it('include waiting saves when they begin at once', async () => {
    const { queue, events, finish } = observedQueue();
    queue.request('saved');
    queue.requestNow('asked for');
    await delay(60);
    await finish();
    assert.deepEqual(events, ['begin asked for', 'end asked for']);
  });

  it('are all gone when cancelled, and can be asked for again', async () => {
    const { queue, events } = observedQueue();
    queue.requestNow('a');
    queue.requestNow('b');
    queue.request('c');
    queue.cancel();
    await delay(60);
    assert.deepEqual(events, ['begin a', 'abort a']);
    queue.requestNow('d');
    assert.equal(events.at(-1), 'begin d');
    queue.dispose();
    queue.requestNow('e');
    await delay(1);
    assert.deepEqual(events.slice(2), ['begin d', 'abort d']);
  });
});
