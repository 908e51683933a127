import { Slices } from '../../base/slices.ts';
import type { PythonSources } from './pythonSources.ts';

/**
 * The same sources, but each search is made only once: many modules ask for the same classes. From time to time they
 * let other work run, because a large network asks them thousands of times.
 */
export function rememberedSources(sources: PythonSources): PythonSources {
  const once = (search: (text: string) => Promise<string[]>) => {
    const known = new Map<string, Promise<string[]>>();
    return (text: string) => {
      const found = known.get(text) ?? search(text);
      known.set(text, found);
      return found;
    };
  };
  const slices = new Slices();
  return {
    filesLike: once((path) => sources.filesLike(path)),
    filesContaining: once((text) => sources.filesContaining(text)),
    sharingNames: (file) => sources.sharingNames(file),
    read: async (file) => {
      if (slices.isOver) await slices.next();
      return sources.read(file);
    },
    isOwn: (file) => sources.isOwn(file),
  };
}
