import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parsePython } from '../../../src/cam/code/python/parsePython.ts';
import type { PythonFile } from '../../../src/cam/code/python/pythonFile.ts';
import type { PythonSources } from '../../../src/cam/code/python/pythonSources.ts';
import { equalEnd } from '../../../src/cam/code/python/pythonSources.ts';

interface Notebook {
  cells: { cell_type: string; source: string[] }[];
}

const known = new Map<string, PythonSources>();

/** As {@link folderSources}, of a folder that stays as it is: read, and each file parsed, once for all tests. */
export function fixtureSources(folder: string): PythonSources {
  const sources = known.get(folder) ?? folderSources(folder);
  known.set(folder, sources);
  return sources;
}

/** The Python files and notebooks of a folder as the sources of a model. A cell is `notebook.ipynb#2`. */
export function folderSources(folder: string): PythonSources {
  const texts = new Map<string, string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(folder, name);
    if (name.endsWith('.py')) texts.set(file, readFileSync(file, 'utf8'));
    if (!name.endsWith('.ipynb')) continue;
    const { cells } = JSON.parse(readFileSync(file, 'utf8')) as Notebook;
    for (const [index, { cell_type, source }] of cells.entries()) {
      if (cell_type === 'code') texts.set(`${file}#${index}`, source.join(''));
    }
  }
  const parsed = new Map<string, Promise<PythonFile>>();
  const alike = new Map<string, string[]>();
  const filesLike = (recorded: string) => {
    const isCell = /ipykernel_/.test(recorded);
    return [...texts.keys()]
      .map((file) => ({ file, equal: equalEnd(file, recorded) }))
      .filter(({ file, equal }) => (isCell ? file.includes('.ipynb#') : equal > 0))
      .sort((a, b) => b.equal - a.equal)
      .map(({ file }) => file);
  };
  return {
    filesLike: async (recorded) => {
      const found = alike.get(recorded) ?? filesLike(recorded);
      alike.set(recorded, found);
      return [...found];
    },
    filesContaining: async (text) =>
      [...texts].filter(([, content]) => content.includes(text)).map(([file]) => file),
    sharingNames: (file) => {
      const [notebook, cell] = file.split('#');
      return [...texts.keys()].filter(
        (other) => cell !== undefined && other.startsWith(`${notebook}#`),
      );
    },
    read: async (file) => {
      const text = texts.get(file) ?? (existsSync(file) ? readFileSync(file, 'utf8') : undefined);
      if (text === undefined) return undefined;
      const tree = parsed.get(file) ?? parsePython(file, text);
      parsed.set(file, tree);
      return tree;
    },
    isOwn: (file) => file.startsWith(folder),
  };
}
