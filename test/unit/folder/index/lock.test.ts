import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CamError } from '../../../../src/cam/base/errors.ts';
import { IndexLock, isLocked } from '../../../../src/cam/folder/index/files/lock.ts';

describe('the lock of an index', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'cam-lens-lock-'));
    file = path.join(folder, 'lock');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const take = () => IndexLock.take(folder, '/pictures');
  const isInUse = (error: unknown) => CamError.is(error) && error.code === 'indexInUse';
  const write = (owner: { pid: number; host?: string }) =>
    writeFileSync(file, JSON.stringify({ host: os.hostname(), id: 'another', ...owner }));

  it('has one owner at a time', () => {
    const lock = take();
    assert.throws(take, isInUse);
    assert.ok(isLocked(folder));
    lock.release();
    assert.equal(existsSync(file), false);
    take().release();
  });

  it('is taken from a dead process, not from a living one', () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    write({ pid: dead });
    take().release();
    write({ pid: process.ppid });
    assert.throws(take, isInUse);
  });

  it('is taken from an owner with this process id from before a restart', () => {
    write({ pid: process.pid });
    take().release();
  });

  it('of another machine holds until it has been silent for minutes', () => {
    write({ pid: 1, host: 'elsewhere' });
    assert.throws(take, isInUse);
    const before = new Date(Date.now() - 10 * 60_000);
    utimesSync(file, before, before);
    take().release();
  });

  it('names its file to whoever has to wait', () => {
    write({ pid: process.ppid, host: 'elsewhere' });
    assert.throws(take, (error) => {
      assert.ok(CamError.is(error));
      assert.match(error.message, new RegExp(`process ${process.ppid} on elsewhere`));
      assert.match(error.nextAction, /Wait until that scan ends/);
      assert.ok(error.nextAction.includes(file), error.nextAction);
      return true;
    });
    rmSync(file);
    take().release();
  });

  it('that names no owner is taken once nobody can be writing it', () => {
    const past = new Date(Date.now() - 5000);
    const future = new Date(Date.now() + 3 * 3600_000);
    const pid = (value: string) => `{"pid":${value},"host":"elsewhere","id":"x"}`;
    const texts = ['', 'garbage', 'null', '5', '{}', pid('"1"'), pid('0'), pid('-1')];
    for (const text of texts) {
      for (const time of [past, future]) {
        writeFileSync(file, text);
        utimesSync(file, time, time);
        take().release();
      }
    }
    mkdirSync(path.join(file, 'inside'), { recursive: true });
    utimesSync(file, past, past);
    take().release();
  });

  it('that was taken away is noticed before anything is written', () => {
    const lock = take();
    write({ pid: process.ppid });
    assert.throws(() => lock.refresh('/pictures'), isInUse);
    lock.release();
    assert.ok(existsSync(file), "another owner's lock stays");
  });
});
