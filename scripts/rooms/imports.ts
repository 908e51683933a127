import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inRepository } from '../repository.ts';

/** One file imports another. Paths are relative to the repository. */
export interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

/** The form of an import after Biome's formatting. Biome refuses re-exports. */
const IMPORT = /^import (?<type>type )?(?:[^;]*? from )?'(?<path>\.[^']+)';$/gms;
const INLINE_IMPORT = /\bimport\('(?<path>\.[^']+)'\)/g;

/** The imports between these files. */
export function importsOf(files: readonly string[]): Import[] {
  const known = new Set(files);
  return files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((from) => {
      const text = readFileSync(inRepository(from), 'utf8');
      const found = [...text.matchAll(IMPORT), ...text.matchAll(INLINE_IMPORT)];
      return found.map(({ groups }): Import => {
        const to = path.posix.join(path.posix.dirname(from), groups?.path ?? '');
        return { from, to, isType: groups?.type !== undefined };
      });
    })
    .filter(({ to }) => known.has(to));
}
