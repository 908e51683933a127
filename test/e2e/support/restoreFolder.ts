import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import path from 'node:path';

/** Makes a folder equal to another one: differing files are copied, with their times, and what is not there is removed. */
export function restoreFolder(original: string, folder: string): void {
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
