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

/** Makes a folder equal to another one: differing files are copied, with their times, and others are removed. */
export function restoreFolder(original: string, folder: string): void {
  const wanted = filesOf(original);
  for (const file of filesOf(folder)) {
    if (!wanted.includes(file)) rmSync(path.join(folder, file));
  }
  for (const file of wanted) {
    const [from, to] = [path.join(original, file), path.join(folder, file)];
    if (existsSync(to) && readFileSync(to).equals(readFileSync(from))) continue;
    mkdirSync(path.dirname(to), { recursive: true });
    copyFileSync(from, to);
    const { atime, mtime } = statSync(from);
    utimesSync(to, atime, mtime);
  }
}

function filesOf(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return entries.filter((entry) => statSync(path.join(folder, entry)).isFile());
}
