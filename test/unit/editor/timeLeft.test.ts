import assert from 'node:assert/strict';
import { TimeLeft } from '../../../webview/shared/folder/timeLeft.ts';

describe('how long a report will take', () => {
  it('follows from its speed since it was first heard of', () => {
    const left = new TimeLeft();
    assert.equal(left.after({ done: 5, all: 25 }, 1000), undefined);
    assert.equal(left.after({ done: 7, all: 25 }, 3000), undefined, 'too early to tell');
    assert.equal(left.after({ done: 10, all: 25 }, 11_000), 30);
    assert.equal(left.after({ done: 25, all: 25 }, 41_000), 0);
  });

  it('is not known while nothing moves', () => {
    const left = new TimeLeft();
    left.after({ done: 5, all: 25 }, 0);
    assert.equal(left.after({ done: 5, all: 25 }, 60_000), undefined);
  });
});
