import assert from 'node:assert/strict';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import path from 'node:path';
import { samplesFolder } from '../../../scripts/repository.ts';

/** Changes the files of a workspace, of which it gets the absolute path. */
export type Prepare = (workspace: string) => void | Promise<void>;

/** The files of a window: a copy of the sample workspace, as a suite wants it. */
export class WorkspaceFiles {
  readonly workspace: string;
  /** As the suite found it. */
  readonly #original: string;
  #preparedBy: Prepare | undefined | 'nobody' = 'nobody';

  constructor(folder: string) {
    this.workspace = path.join(folder, 'samples');
    this.#original = path.join(folder, 'original');
    cpSync(samplesFolder, this.workspace, { recursive: true });
  }

  /** @param prepare of the suite */
  async restore(prepare: Prepare | undefined): Promise<void> {
    if (prepare === this.#preparedBy) {
      restoreFolder(this.#original, this.workspace);
      return;
    }
    restoreFolder(samplesFolder, this.workspace);
    await prepare?.(this.workspace);
    rmSync(this.#original, { recursive: true, force: true });
    cpSync(this.workspace, this.#original, { recursive: true, preserveTimestamps: true });
    this.#preparedBy = prepare;
  }
}

/** Makes a folder equal to another one: differing files are copied, with their times, and what is not there is removed. */
function restoreFolder(original: string, folder: string): void {
  const wanted = entriesOf(original);
  for (const entry of entriesOf(folder).keys()) {
    if (!wanted.has(entry)) rmSync(path.join(folder, entry), { recursive: true, force: true });
  }
  for (const [entry, isFile] of wanted) {
    if (!isFile) continue;
    const [from, to] = [path.join(original, entry), path.join(folder, entry)];
    if (existsSync(to) && readFileSync(to).equals(readFileSync(from))) continue;
    mkdirSync(path.dirname(to), { recursive: true });
    copyFileSync(from, to);
    const { atime, mtime } = statSync(from);
    utimesSync(to, atime, mtime);
  }
}

/** Files and folders at any depth, by their relative paths, and whether each is a file. */
function entriesOf(folder: string): Map<string, boolean> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries.map((entry) => [
      path.relative(folder, path.join(entry.parentPath, entry.name)),
      entry.isFile(),
    ]),
  );
}

/** Resolves when a file has content. */
export async function waitForFile(file: string): Promise<void> {
  const deadlineMs = Date.now() + 10_000;
  while (!existsSync(file) || readFileSync(file).length === 0) {
    assert.ok(Date.now() < deadlineMs, `${file} was not written`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
