import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** A word that changes whenever an index does. */
export function indexVersion(indexFolder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(indexFolder).sort()) hash.update(`${name}\n`);
  for (const name of ['index.json', 'scan.json']) {
    const stats = statSync(path.join(indexFolder, name), { throwIfNoEntry: false });
    hash.update(`${stats?.mtimeMs}:${stats?.ino}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}
