import type { Network } from '../evaluate/constructions.ts';
import { isPyTorchInternal } from '../origins/frames.ts';
import type { NodeOrigin } from '../origins/origins.ts';
import { findFrame } from '../origins/trace.ts';
import type { ClassPlace } from '../python/classes.ts';
import type { PythonFile } from '../python/pythonFile.ts';
import type { PythonSources } from '../python/pythonSources.ts';
import { classAt } from '../python/syntax.ts';
import {
  classesOf,
  classesWithModules,
  likeliestNetworks,
  withSubclasses,
} from './guessNetwork.ts';

/** The files here that the traces of a model pass through, without PyTorch's. */
export async function tracedFiles(
  sources: PythonSources,
  origins: readonly NodeOrigin[],
): Promise<PythonFile[]> {
  const recorded = new Set(
    origins.flatMap(({ frames }) =>
      frames.map(({ file }) => file).filter((file) => !isPyTorchInternal(file)),
    ),
  );
  const found = new Set<PythonFile>();
  for (const path of recorded) {
    for (const candidate of await sources.filesLike(path)) {
      const file = await sources.read(candidate);
      if (file) found.add(file);
    }
  }
  return [...found];
}

/** Paths of the modules of a model. */
export function modulesOf(origins: readonly NodeOrigin[]): string[] {
  return origins.map(({ module }) => module).filter((module) => module !== '');
}

/**
 * The class of a model's network, if the exporter did not record it: the one whose code the outermost call is in, or
 * one that inherits from it; else one of the traced files, or of all, whose attributes have the names of the model's
 * modules. Several if nothing tells which.
 * @param files see {@link tracedFiles}
 * @param classNames names of the model's classes that the exporter recorded
 */
export async function findNetworks(
  sources: PythonSources,
  origins: readonly NodeOrigin[],
  files: readonly PythonFile[],
  classNames: ReadonlySet<string>,
): Promise<Network[]> {
  const modules = modulesOf(origins);
  const traced = await tracedClass(sources, origins, classNames);
  if (traced) {
    const family = await withSubclasses(sources, [traced]);
    const likeliest = await likeliestNetworks(sources, family, modules);
    return likeliest.length === 0 ? [{ ...traced, made: undefined }] : likeliest;
  }
  const inTrace = await likeliestNetworks(
    sources,
    await withSubclasses(sources, classesOf(files)),
    modules,
  );
  if (inTrace.length > 0) return inTrace;
  const named = await classesWithModules(sources, modules);
  return likeliestNetworks(sources, await withSubclasses(sources, named), modules, false);
}

/**
 * Without recorded texts, the lines are accepted if each calls the first module of its path; if one does not, the file
 * has changed since.
 */
async function tracedClass(
  sources: PythonSources,
  origins: readonly NodeOrigin[],
  classNames: ReadonlySet<string>,
): Promise<ClassPlace | undefined> {
  let found: ClassPlace | undefined;
  for (const { frames, module } of origins) {
    const outermost = frames.find(({ file }) => !isPyTorchInternal(file));
    const [first = ''] = module.split('.');
    if (!outermost || (outermost.text === undefined && first === '')) continue;
    const looksRight = (text: string) => text.includes(`self.${first}(`);
    const traced = await findFrame(sources, outermost, { looksRight, classNames });
    const file = traced && (await sources.read(traced.file));
    const around = file && classAt(file, traced.line);
    if (file && around) found ??= { file, class: around };
    else if (outermost.text === undefined) return undefined;
    if (found && outermost.text !== undefined) return found;
  }
  return found;
}
