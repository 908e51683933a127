import type { PythonSources } from './pythonSources.ts';

/** The same sources, which search for the same thing only once: many modules ask for the same classes. */
export function rememberedSources(sources: PythonSources): PythonSources {
  const once = (search: (text: string) => Promise<string[]>) => {
    const known = new Map<string, Promise<string[]>>();
    return (text: string) => {
      const found = known.get(text) ?? search(text);
      known.set(text, found);
      return found;
    };
  };
  return {
    filesLike: once((path) => sources.filesLike(path)),
    filesContaining: once((text) => sources.filesContaining(text)),
    sharingNames: (file) => sources.sharingNames(file),
    read: (file) => sources.read(file),
    isOwn: (file) => sources.isOwn(file),
  };
}
