import type { ImportedName, PythonClass, PythonFile, PythonFunction } from './pythonFile.ts';
import type { PythonSources } from './pythonSources.ts';
import { equalEnd } from './pythonSources.ts';
import { lastPart } from './syntax.ts';

/** A class and its file. */
export interface ClassPlace {
  file: PythonFile;
  class: PythonClass;
}

/** More base classes than this must be a cycle. */
const MAX_BASES = 20;

/** The class with this name in a file: its own or an imported one; undefined for a library's. */
export async function classNamed(
  sources: PythonSources,
  file: PythonFile,
  name: string,
): Promise<ClassPlace | undefined> {
  const found = await named(sources, file, name, ({ classes }) => classes);
  return found && { file: found.file, class: found.found };
}

/** A function outside classes and its file. */
export interface FunctionPlace {
  file: PythonFile;
  function: PythonFunction;
}

/** The function with this name in a file: its own or an imported one; undefined for a library's. */
export async function functionNamed(
  sources: PythonSources,
  file: PythonFile,
  name: string,
): Promise<FunctionPlace | undefined> {
  const found = await named(sources, file, name, ({ functions }) => functions);
  return found && { file: found.file, function: found.found };
}

/** A method, and the class that has it. */
export interface MethodPlace extends FunctionPlace {
  owner: ClassPlace;
}

/** The method that a class has or inherits. @param family the class with its base classes, see {@link mro} */
export function methodNamed(family: readonly ClassPlace[], name: string): MethodPlace | undefined {
  for (const owner of family) {
    const found = owner.class.methods.find((method) => method.name === name);
    if (found) return { file: owner.file, function: found, owner };
  }
  return undefined;
}

/** What a file has of one kind, e.g. its classes. */
type Kind<T> = (file: PythonFile) => readonly T[];

interface Place<T> {
  file: PythonFile;
  found: T;
}

async function named<T extends { name: string }>(
  sources: PythonSources,
  file: PythonFile,
  name: string,
  kind: Kind<T>,
): Promise<Place<T> | undefined> {
  const [first = '', ...rest] = name.split('.');
  const own = rest.length === 0 && kind(file).find((found) => found.name === first);
  if (own) return { file, found: own };
  const imported = file.imports.get(first);
  if (!imported) return rest.length === 0 ? namedBeside(sources, file, first, kind) : undefined;
  const inside = rest.at(-1) ?? imported.name ?? '';
  const modules = modulesOf(imported, file.path, rest.slice(0, -1));
  return inModule(sources, modules, inside, kind, MAX_BASES);
}

/** In another cell of the same notebook. */
async function namedBeside<T extends { name: string }>(
  sources: PythonSources,
  { path }: PythonFile,
  name: string,
  kind: Kind<T>,
): Promise<Place<T> | undefined> {
  for (const other of sources.sharingNames(path)) {
    const file = await sources.read(other);
    const found = file && kind(file).find((own) => own.name === name);
    if (file && found) return { file, found };
  }
  return undefined;
}

/** Possible paths of an imported name's module, relative or absolute. */
function modulesOf({ module, name }: ImportedName, importer: string, inner: string[]): string[] {
  const [, dots = '', dotted = ''] = /^(\.*)(.*)$/.exec(module) ?? [];
  const names = [...dotted.split('.'), ...inner].filter((part) => part !== '');
  let folder: string[] = [];
  if (dots !== '') folder = importer.split(/[\\/]/).slice(0, -dots.length);
  const withName = name === undefined ? [] : [[...folder, ...names, name]];
  return [[...folder, ...names], ...withName].map((parts) => parts.join('/'));
}

/**
 * The item with a name in one of some modules, given by their paths without `.py`. If a module imports the name, the
 * import is followed.
 */
async function inModule<T extends { name: string }>(
  sources: PythonSources,
  modules: string[],
  name: string,
  kind: Kind<T>,
  steps: number,
): Promise<Place<T> | undefined> {
  for (const module of modules) {
    for (const path of [`${module}.py`, `${module}/__init__.py`]) {
      for (const candidate of await sources.filesLike(path)) {
        if (equalEnd(candidate, path) < path.split('/').length) continue;
        const file = await sources.read(candidate);
        const found = file && kind(file).find((own) => own.name === name);
        if (file && found) return { file, found };
        const imported = file?.imports.get(name);
        if (!file || !imported || steps === 0) continue;
        const next = modulesOf(imported, file.path, []);
        const there = await inModule(sources, next, imported.name ?? name, kind, steps - 1);
        if (there) return there;
      }
    }
  }
  return undefined;
}

/**
 * The class that an exporter recorded, e.g. `models.gapnet.Block`: in the file of that module, else in one of
 * the files that the trace went through, else wherever a class of that name is.
 */
export async function recordedClass(
  sources: PythonSources,
  className: string,
  tracedFiles: readonly PythonFile[],
): Promise<ClassPlace | undefined> {
  const name = lastPart(className);
  const module = className.slice(0, -name.length - 1);
  const inTrace = tracedFiles.flatMap((file) =>
    file.classes.filter((found) => found.name === name).map((found) => ({ file, class: found })),
  );
  const modulePath = module.replaceAll('.', '/');
  const isOfModule = ({ file }: ClassPlace) =>
    file.path
      .replaceAll('\\', '/')
      .replace(/(\/__init__)?\.py$/, '')
      .endsWith(`/${modulePath}`);
  const sure = inTrace.find(isOfModule);
  if (sure) return sure;
  if (module !== '__main__') {
    const found = await inModule(sources, [modulePath], name, ({ classes }) => classes, 0);
    if (found) return { file: found.file, class: found.found };
  }
  if (inTrace[0]) return inTrace[0];
  for (const candidate of await sources.filesContaining(`class ${name}`)) {
    const file = await sources.read(candidate);
    const found = file?.classes.find((own) => own.name === name);
    if (file && found) return { file, class: found };
  }
  return undefined;
}

/** A class and those that it inherits from, as far as they are found, in the order of a search. */
export async function mro(sources: PythonSources, start: ClassPlace): Promise<ClassPlace[]> {
  const found = [start];
  for (let i = 0; i < found.length && found.length < MAX_BASES; i++) {
    const { file, class: own } = found[i] ?? start;
    for (const base of own.bases) {
      const place = await classNamed(sources, file, base);
      if (place && !found.some((known) => known.class === place.class)) found.push(place);
    }
  }
  return found;
}
