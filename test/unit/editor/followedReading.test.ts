import assert from 'node:assert/strict';
import type { FSWatcher } from 'node:fs';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CamError } from '../../../src/cam/base/errors.ts';
import { FollowedReading } from '../../../src/editor/files/followedReading.ts';

/** Ten times as fast as in the editor. */
const patience = {
  quietMs: 30,
  lookMs: 10,
  idleMs: 200,
  sayMs: 120,
  retryMs: 100,
  settledMs: 1500,
};

const COMPLETE = 'complete';

describe('reading files that may be half written', () => {
  let folder: string;
  let file: string;
  let reading: FollowedReading;
  let watchers: FSWatcher[];
  /** What happened, in order. */
  let events: string[];
  let tries: number;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-followed-'));
    file = path.join(folder, 'model.onnx');
    writeOld(file, `v1 ${COMPLETE}`);
    watchers = [];
    events = [];
    tries = 0;
    reading = new FollowedReading(
      {
        read: async () => {
          tries++;
          const text = await readText(file);
          await delay(5);
          if (!text.endsWith(COMPLETE)) throw error('truncatedOnnx');
          if (text.startsWith('refused')) throw error('headNotLinear');
          events.push(`read ${text.split(' ')[0]}`);
        },
        wait: (name) => {
          if (events.at(-1) !== 'wait') events.push('wait');
          assert.equal(name, file);
        },
        fail: (reason) => events.push(`fail ${CamError.toData(reason).code}`),
      },
      watchWith,
      patience,
    );
    reading.follow([file]);
  });
  afterEach(() => {
    reading.dispose();
    assert.ok(
      watchers.every((watcher) => isClosed(watcher)),
      'every watcher is closed',
    );
    rmSync(folder, { recursive: true, force: true });
  });

  it('reads again when a file changes, and not without a reason', async () => {
    await reading.read();
    writeFileSync(file, `v2 ${COMPLETE}`);
    await happened('read v2');
    await delay(5 * patience.retryMs);
    assert.deepEqual(events, ['read v1', 'read v2']);
    assert.equal(tries, 2);
  });

  it('waits for a file that is written slowly, and reports nothing', async () => {
    await reading.read();
    writeFileSync(file, 'v2 ');
    for (let i = 0; i < 15; i++) {
      await delay(60);
      appendFileSync(file, 'more ');
    }
    appendFileSync(file, COMPLETE);
    await happened('read v2');
    assert.deepEqual(events, ['read v1', 'wait', 'read v2']);
  });

  it('says that it waits while writes do not end, without trying to read between them', async () => {
    await reading.read();
    writeFileSync(file, 'v2 ');
    for (let i = 0; i < 40; i++) {
      await delay(8);
      appendFileSync(file, 'more ');
    }
    assert.ok(events.includes('wait'), `said: ${events}`);
    appendFileSync(file, COMPLETE);
    await happened('read v2');
    assert.deepEqual(events, ['read v1', 'wait', 'read v2']);
  });

  it('waits for a file that is deleted and created again', async () => {
    await reading.read();
    rmSync(file);
    await happened('wait');
    writeFileSync(file, `v2 ${COMPLETE}`);
    await happened('read v2');
    assert.deepEqual(events, ['read v1', 'wait', 'read v2']);
  });

  it('follows a file that is replaced by another, even an older one', async () => {
    await reading.read();
    for (const version of ['v2', 'v3']) {
      const made = path.join(folder, version);
      writeOld(made, `${version} ${COMPLETE}`);
      renameSync(made, file);
      await happened(`read ${version}`);
    }
    assert.deepEqual(events, ['read v1', 'read v2', 'read v3']);
  });

  it('tries again if the missing file is not one that it follows', async () => {
    const weights = path.join(folder, 'model.onnx.data');
    reading.dispose();
    reading = new FollowedReading(
      {
        read: async () => {
          await readText(weights);
          events.push('read');
        },
        wait: () => events.push('wait'),
        fail: () => events.push('fail'),
      },
      watchWith,
      patience,
    );
    writeFileSync(file, COMPLETE);
    reading.follow([file]);
    await reading.read();
    assert.deepEqual(events, ['wait']);
    writeFileSync(weights, 'weights');
    await happened('read');
    assert.ok(!events.includes('fail'));
  });

  for (const change of ['removed', 'replaced by an older one'] as const) {
    it(`reads again if a file was ${change} before it was followed, after it was read`, async () => {
      const picture = path.join(folder, 'picture.png');
      writeOld(picture, 'v1');
      reading.dispose();
      const read = async () =>
        void events.push(existsSync(picture) ? readFileSync(picture, 'utf8') : 'missing');
      const never = () => assert.fail();
      reading = new FollowedReading({ read, wait: never, fail: never }, watchWith, patience);
      reading.follow([file]);
      await reading.read();
      await delay(20);
      if (change === 'removed') rmSync(picture);
      else {
        const older = path.join(folder, 'older.png');
        writeOld(older, 'v2');
        renameSync(older, picture);
      }
      reading.follow([file, picture]);
      const after = change === 'removed' ? 'missing' : 'v2';
      await happened(after);
      await delay(5 * patience.retryMs);
      assert.deepEqual(events, ['v1', after]);
    });
  }

  it('sees a change that no watcher reports', async () => {
    reading.dispose();
    const read = async () => void events.push(`read ${(await readText(file)).split(' ')[0]}`);
    const note = () => events.push('not read');
    const silent = () => ({ dispose: () => undefined });
    reading = new FollowedReading({ read, wait: note, fail: note }, silent, patience);
    reading.follow([file]);
    await reading.read();
    writeFileSync(file, `v2 ${COMPLETE}`);
    await happened('read v2');
    assert.deepEqual(events, ['read v1', 'read v2']);
  });

  it('reports a file that stays broken, once', async function () {
    this.timeout(10_000);
    await reading.read();
    writeFileSync(file, 'broken');
    const startMs = Date.now();
    await happened('fail truncatedOnnx');
    const waitedMs = Date.now() - startMs;
    assert.ok(waitedMs >= patience.settledMs, `after ${waitedMs} ms`);
    const triesThen = tries;
    await delay(3 * patience.retryMs);
    assert.equal(tries, triesThen, 'it does not go on');
    assert.deepEqual(events, ['read v1', 'wait', 'fail truncatedOnnx']);
    writeFileSync(file, `v2 ${COMPLETE}`);
    await happened('read v2');
  });

  it('reports at once an error that a complete file can have', async () => {
    await reading.read();
    writeFileSync(file, `refused ${COMPLETE}`);
    await happened('fail headNotLinear');
    assert.deepEqual(events, ['read v1', 'fail headNotLinear']);
  });

  it('reports at once if the files have not changed for long', async () => {
    writeOld(file, 'broken');
    await reading.read();
    assert.deepEqual(events, ['fail truncatedOnnx']);
  });

  it('waits also if the first read happens during a write', async () => {
    writeFileSync(file, 'v2 ');
    await reading.read();
    assert.deepEqual(events, ['wait']);
    appendFileSync(file, COMPLETE);
    await happened('read v2');
  });

  it('leaves nothing running when it is disposed while it waits', async function () {
    this.timeout(10_000);
    await reading.read();
    writeFileSync(file, 'broken');
    await happened('wait');
    reading.dispose();
    const triesThen = tries;
    writeFileSync(file, `v2 ${COMPLETE}`);
    await delay(2 * patience.settledMs);
    assert.deepEqual(events, ['read v1', 'wait']);
    assert.equal(tries, triesThen);
  });

  it('shows the newest of two requests', async () => {
    await Promise.all([reading.read(), reading.read()]);
    await delay(5 * patience.lookMs);
    assert.equal(events.at(-1), 'read v1');
  });

  it('tells a reading that a later one has begun', async () => {
    reading.dispose();
    const read = async (_: boolean, isNewest: () => boolean) => {
      await delay(5);
      events.push(isNewest() ? 'newest' : 'overtaken');
    };
    const never = () => assert.fail();
    reading = new FollowedReading({ read, wait: never, fail: never }, watchWith, patience);
    const first = reading.read();
    await delay(2);
    await Promise.all([first, reading.read()]);
    assert.equal(events.at(-1), 'newest');
    assert.equal(events.filter((event) => event === 'newest').length, 1);
  });

  function watchWith(files: string[], onChange: () => void): { dispose(): void } {
    const own = files.map((name) =>
      watch(path.dirname(name), (_, changed) => {
        if (changed === path.basename(name)) onChange();
      }),
    );
    watchers.push(...own);
    return {
      dispose: () => {
        for (const watcher of own) {
          closed.add(watcher);
          watcher.close();
        }
      },
    };
  }

  async function happened(event: string): Promise<void> {
    const deadlineMs = Date.now() + 10_000;
    while (events.at(-1) !== event) {
      assert.ok(Date.now() < deadlineMs, `${event} does not happen: ${events.join(', ')}`);
      await delay(5);
    }
  }
});

const closed = new WeakSet<FSWatcher>();

function isClosed(watcher: FSWatcher): boolean {
  return closed.has(watcher);
}

/** A file that was written an hour ago. */
function writeOld(file: string, text: string): void {
  writeFileSync(file, text);
  const atSeconds = Date.now() / 1000 - 3600;
  utimesSync(file, atSeconds, atSeconds);
}

async function readText(file: string): Promise<string> {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw error('fileNotFound', file);
  }
}

function error(code: 'truncatedOnnx' | 'headNotLinear' | 'fileNotFound', file?: string): CamError {
  return new CamError({ code, message: '', nextAction: '', ...(file ? { file } : {}) });
}
