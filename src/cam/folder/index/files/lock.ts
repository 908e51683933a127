import { randomUUID } from 'node:crypto';
import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isObject, isPositiveInteger } from '../../../base/jsonShape.ts';
import { indexInUse } from './errors.ts';
import { isMissing } from './readFault.ts';
import { writing } from './writing.ts';

const LOCK = 'lock';

/**
 * A living owner updates the lock every second. An owner that is silent for this time is dead, even if another process
 * has its id now.
 */
const SILENT_MS = 2 * 60_000;

/** A lock exists for a moment before it names its owner. */
const WRITING_MS = 2000;

/** Locks of this process: after a restart of the machine, its id may be that of a dead owner. */
const held = new Set<string>();

interface Owner {
  pid: number;
  host: string;
  id: string;
}

/** The right to write an index; one owner at a time, over all processes. */
export class IndexLock {
  readonly #file: string;
  readonly #id: string;

  private constructor(file: string, id: string) {
    this.#file = file;
    this.#id = id;
  }

  /**
   * Takes the lock, also from an owner that has died.
   * @param folder of the pictures, for the message
   * @throws CamError `indexInUse` if a living process has it, `notWritable`.
   */
  static take(indexFolder: string, folder: string): IndexLock {
    return writing(indexFolder, () => IndexLock.#take(indexFolder, folder));
  }

  static #take(indexFolder: string, folder: string): IndexLock {
    mkdirSync(indexFolder, { recursive: true });
    const file = path.join(indexFolder, LOCK);
    const id = randomUUID();
    const owner: Owner = { pid: process.pid, host: os.hostname(), id };
    for (let attempt = 0; attempt < 10; attempt++) {
      if (create(file, owner)) {
        held.add(id);
        return new IndexLock(file, id);
      }
      const other = readOwner(file);
      if (isAlive(file, other)) throw indexInUse(folder, file, other);
      removeStale(file, other);
    }
    throw indexInUse(folder, file, undefined);
  }

  /**
   * Reports that the owner is alive.
   * @throws CamError `indexInUse` if another process has taken the lock, after a long sleep; `notWritable`.
   */
  refresh(folder: string): void {
    const owner = readOwner(this.#file);
    if (owner?.id !== this.#id) throw indexInUse(folder, this.#file, owner);
    const now = new Date();
    writing(path.dirname(this.#file), () => utimesSync(this.#file, now, now));
  }

  release(): void {
    held.delete(this.#id);
    if (readOwner(this.#file)?.id === this.#id) rmSync(this.#file, { force: true });
  }
}

/** Whether a scan writes to the index now. */
export function isLocked(indexFolder: string): boolean {
  const file = path.join(indexFolder, LOCK);
  return isAlive(file, readOwner(file));
}

/** False if there is one already. */
function create(file: string, owner: Owner): boolean {
  try {
    writeFileSync(file, JSON.stringify(owner), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readOwner(file: string): Owner | undefined {
  try {
    const owner: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isOwner(owner) ? owner : undefined;
  } catch {
    return undefined;
  }
}

function isOwner(value: unknown): value is Owner {
  if (!isObject(value)) return false;
  const { pid, host, id } = value;
  return isPositiveInteger(pid) && typeof host === 'string' && typeof id === 'string';
}

/** @param owner undefined if the file cannot be read: it may be about to be written */
function isAlive(file: string, owner: Owner | undefined): boolean {
  if (owner && held.has(owner.id)) return true;
  const stats = statSync(file, { throwIfNoEntry: false });
  const silentMs = Date.now() - (stats?.mtimeMs ?? 0);
  if (!stats || silentMs > SILENT_MS) return false;
  // A time to come is of no writer.
  if (!owner) return Math.abs(silentMs) < WRITING_MS;
  const { host, pid } = owner;
  if (host !== os.hostname()) return true;
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // No permission to signal it: it is another user's process, and it is alive.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes a dead owner's lock; puts it back if another process was faster and it is not the dead one's. */
function removeStale(file: string, stale: Owner | undefined): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  const taken = readOwner(aside);
  if (taken && taken.id !== stale?.id) create(file, taken);
  rmSync(aside, { recursive: true, force: true });
}
