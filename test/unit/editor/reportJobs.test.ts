import assert from 'node:assert/strict';
import { ReportJobs } from '../../../src/editor/evaluate/reportJobs.ts';
import type { Asked } from '../../../src/editor/panels/requestHandler.ts';

type Kinds = {
  trust: { request: string; result: unknown };
  parity: { request: string; result: unknown };
};

const about = (request: string) => ({ about: 'a folder', request });

/** A page that waits for a report. */
function page(heard: [number, number][] = []): Asked {
  return {
    signal: new AbortController().signal,
    onWorking: (done, all) => heard.push([done, all]),
  };
}

describe('the reports of an evaluation', () => {
  it('are made once, and are known to a page that is created again', async () => {
    const jobs = new ReportJobs<Kinds>();
    let made = 0;
    const make = async () => ++made;
    assert.equal(await jobs.get('trust', about('a'), page(), make), 1);
    assert.equal(await jobs.get('trust', about('a'), page(), make), 1);
    assert.equal(await jobs.get('trust', about('b'), page(), make), 2);
  });

  it('tell their progress to the page that asked last', async () => {
    const jobs = new ReportJobs<Kinds>();
    const [first, second]: [number, number][][] = [[], []];
    let tell: Asked['onWorking'] = () => undefined;
    let finish: (report: string) => void = () => undefined;
    const make = (asked: Asked) => {
      tell = asked.onWorking;
      return new Promise<string>((resolve) => {
        finish = resolve;
      });
    };
    void jobs.get('trust', about('a'), page(first), make);
    tell(1, 9);
    const report = jobs.get('trust', about('a'), page(second), make);
    tell(2, 9);
    finish('done');
    assert.equal(await report, 'done');
    assert.deepEqual(
      [first, second],
      [
        [[1, 9]],
        [
          [1, 9],
          [2, 9],
        ],
      ],
    );
  });

  it('end when the user stops them, or asks for another one of their kind', async () => {
    const jobs = new ReportJobs<Kinds>();
    const signals: AbortSignal[] = [];
    const make = ({ signal }: Asked) => {
      signals.push(signal);
      return new Promise<string>(() => undefined);
    };
    void jobs.get('trust', about('a'), page(), make);
    void jobs.get('parity', about('a'), page(), make);
    void jobs.get('trust', about('b'), page(), make);
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [true, false, false],
    );
    jobs.stop('trust');
    jobs.stopAll();
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [true, true, true],
    );
  });

  it('are known to files once they are made, as long as they are about the same', async () => {
    const jobs = new ReportJobs<Kinds>();
    await jobs.get('trust', about('a'), page(), async () => 0);
    void jobs.get('parity', about('b'), page(), () => new Promise(() => undefined));
    assert.deepEqual(jobs.made('a folder'), { trust: { request: 'a', result: 0 } });
    assert.deepEqual(jobs.made('another folder'), {});
    jobs.stop('trust');
    assert.deepEqual(jobs.made('a folder'), {});
  });

  it('are made again after a failure', async () => {
    const jobs = new ReportJobs<Kinds>();
    const fail = async () => {
      throw new Error('no');
    };
    await assert.rejects(jobs.get('trust', about('a'), page(), fail));
    assert.equal(await jobs.get('trust', about('a'), page(), async () => 'yes'), 'yes');
  });
});
