import assert from 'node:assert/strict';
import { CamError } from '../../../src/cam/base/errors.ts';
import type { Asked } from '../../../src/editor/panels/requestHandler.ts';
import { RequestHandler } from '../../../src/editor/panels/requestHandler.ts';
import type { CancelMessage, RequestMessage } from '../../../src/protocol/requests.ts';
import { Requests } from '../../../webview/shared/page/requests.ts';

type Kinds = {
  double: { request: number; result: number };
  wait: { request: undefined; result: string };
};

const refusal = { code: 'fileNotFound' as const, message: 'Not there.', nextAction: 'Look.' };

describe('a request of a page to the editor', () => {
  let waiting: Asked | undefined;
  let finish: (text: string) => void;
  let sent: string[];
  let page: Requests<Kinds>;
  let editor: RequestHandler<Kinds>;

  beforeEach(() => {
    sent = [];
    waiting = undefined;
    editor = new RequestHandler<Kinds>(
      {
        double: async (value) => {
          if (value < 0) throw new CamError(refusal);
          return 2 * value;
        },
        wait: (_, asked) => {
          waiting = asked;
          return new Promise((resolve) => {
            finish = resolve;
          });
        },
      },
      (reply) => page.receive(reply),
      CamError.toData,
    );
    page = new Requests<Kinds>((message: RequestMessage<Kinds> | CancelMessage) => {
      sent.push(message.type);
      editor.receive(message);
    });
  });

  it('is answered, each by its own answer', async () => {
    const answers = [1, 2, 3].map((value) => page.send('double', value));
    assert.deepEqual(await Promise.all(answers), [2, 4, 6]);
  });

  it('is refused with the reason and the next action', async () => {
    await assert.rejects(page.send('double', -1), (error) => {
      assert.ok(CamError.is(error));
      assert.deepEqual(CamError.toData(error), refusal);
      return true;
    });
  });

  it('reports its progress', async () => {
    const told: number[][] = [];
    const answer = page.send('wait', undefined, { onWorking: (...far) => told.push(far) });
    waiting?.onWorking(1, 4);
    waiting?.onWorking(3, 4);
    finish('done');
    assert.equal(await answer, 'done');
    assert.deepEqual(told, [
      [1, 4],
      [3, 4],
    ]);
  });

  it('is cancelled: the editor stops, and a late answer is dropped', async () => {
    const abort = new AbortController();
    let isSettled = false;
    const settle = () => {
      isSettled = true;
    };
    page.send('wait', undefined, { signal: abort.signal }).then(settle, settle);
    abort.abort();
    assert.deepEqual(sent, ['request', 'cancel']);
    assert.equal(waiting?.signal.aborted, true);
    finish('late');
    assert.equal(await page.send('double', 4), 8);
    assert.equal(isSettled, false);
  });

  it('is dropped when the page is replaced', async () => {
    void page.send('wait', undefined);
    editor.clear();
    assert.equal(waiting?.signal.aborted, true);
  });
});
