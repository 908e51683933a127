import type { Network } from '../evaluate/constructions.ts';
import { constructionsOf } from '../evaluate/constructions.ts';
import type { KnownClasses } from '../evaluate/definition.ts';
import { findDefinitions } from '../evaluate/definition.ts';
import type { ClassPlace } from '../python/classes.ts';
import { mro } from '../python/classes.ts';
import { isNamed } from '../python/computedName.ts';
import type { AttributeDefinition, PythonFile } from '../python/pythonFile.ts';
import type { PythonSources } from '../python/pythonSources.ts';
import { calleeOf, lastPart } from '../python/syntax.ts';

const UNKNOWN: KnownClasses = { nameOf: () => undefined, placeOf: async () => undefined };

/** Classes that define attributes with the first names of a model's module paths. */
export async function classesWithModules(
  sources: PythonSources,
  modules: readonly string[],
): Promise<ClassPlace[]> {
  const names = modules.map((path) => path.split('.')[0] ?? '');
  // The longest name is the least likely to be another network's, too.
  const [rarest] = names.sort((a, b) => b.length - a.length);
  if (rarest === undefined) return [];
  return classesOf(await filesContaining(sources, rarest));
}

/** Classes and their subclasses in the searched sources. */
export async function withSubclasses(
  sources: PythonSources,
  bases: readonly ClassPlace[],
): Promise<ClassPlace[]> {
  const found = new Map(bases.map((base) => [base.class, base]));
  for (const name of new Set(bases.map((base) => base.class.name))) {
    for (const place of classesOf(await filesContaining(sources, name))) {
      const family = await mro(sources, place);
      const inherits = family.some(({ class: own }) => bases.some((base) => base.class === own));
      if (inherits) found.set(place.class, place);
    }
  }
  return [...found.values()];
}

export function classesOf(files: readonly PythonFile[]): ClassPlace[] {
  return files.flatMap((file) => file.classes.map((own): ClassPlace => ({ file, class: own })));
}

async function filesContaining(sources: PythonSources, text: string): Promise<PythonFile[]> {
  const files = await sources.filesContaining(text);
  const parsed = await Promise.all(files.map((file) => sources.read(file)));
  return parsed.filter((file) => file !== undefined);
}

/**
 * The classes that can be a model's network by the names of its modules alone, and how they were made: those that
 * define most of the modules, and among them those with the fewest others. Several if names do not tell which; none if
 * no class defines half of the modules, or an attribute for each name that they begin with.
 * @param modules paths of modules, e.g. `features.0.conv`
 * @param areNamesEnough whether an attribute for each first name is: not where any class can be meant
 */
export async function likeliestNetworks(
  sources: PythonSources,
  candidates: readonly ClassPlace[],
  modules: readonly string[],
  areNamesEnough = true,
): Promise<Network[]> {
  const paths = [...new Set(modules)];
  const names = new Set(paths.map((path) => path.split('.')[0] ?? ''));
  let best: Network[] = [];
  let most: Score = { named: 0, found: 0, others: Number.POSITIVE_INFINITY };
  for (const place of candidates) {
    for (const network of await constructionsOf(sources, place)) {
      const score = await scoreOf(sources, network, paths, names);
      const isEnough = areNamesEnough && score.named === names.size;
      if (score.found <= paths.length / 2 && !isEnough) continue;
      const order =
        score.found - most.found || score.named - most.named || most.others - score.others;
      if (order > 0) [best, most] = [[network], score];
      else if (order === 0) best.push(network);
    }
  }
  return best;
}

/** Modules without a node of their own: they are folded, or do nothing in a trained model. */
const LEAVES_NO_NODE = /BatchNorm|Dropout|DropPath|Identity|Flatten|Loss$/;

/**
 * Whether a class has exactly the modules of a model by their names: all of the model's modules, and no others except
 * those without a node. This is certain enough to show the link without a request.
 */
export async function fitsExactly(
  sources: PythonSources,
  place: ClassPlace,
  modules: readonly string[],
): Promise<boolean> {
  const names = [...new Set(modules.map((path) => path.split('.')[0] ?? ''))];
  const family = await mro(sources, place);
  return (
    names.length > 0 &&
    names.every((name) => family.some(({ class: own }) => defines(own.definitions, name))) &&
    family.every(({ file, class: own }) =>
      own.definitions.every((definition) => {
        const className = lastPart(calleeOf(definition.value, file.text));
        const isNeeded = names.some((name) => isNamed(definition, name));
        return isNeeded || !/^\p{Lu}/u.test(className) || LEAVES_NO_NODE.test(className);
      }),
    )
  );
}

function defines(definitions: readonly AttributeDefinition[], name: string): boolean {
  return definitions.some((definition) => isNamed(definition, name));
}

interface Score {
  /** The first names of the modules' paths that are attributes of the class. */
  named: number;
  /** Modules that the class defines. */
  found: number;
  /** Attributes made by a call, like modules, that the model does not have. */
  others: number;
}

async function scoreOf(
  sources: PythonSources,
  place: Network,
  paths: readonly string[],
  names: ReadonlySet<string>,
): Promise<Score> {
  const family = await mro(sources, place);
  const all = family.flatMap(({ class: own }) => own.definitions);
  let found = 0;
  for (const path of paths) {
    if (!defines(all, path.split('.')[0] ?? '')) continue;
    const definitions = await findDefinitions(sources, place, path, UNKNOWN, undefined);
    if (definitions.some(({ line }) => line)) found++;
  }
  const named = [...names].filter((name) => defines(all, name)).length;
  const others = all.filter(
    ({ name, pattern, value }) =>
      value?.name === 'CallExpression' &&
      (pattern || !name.includes('.')) &&
      ![...names].some((one) => isNamed({ name, pattern }, one)),
  );
  const inside = await othersInside(sources, place, paths);
  return { named, found, others: new Set([...others.map(({ name }) => name), ...inside]).size };
}

/** Modules that the classes inside a network define, and the model does not have. */
async function othersInside(
  sources: PythonSources,
  network: Network,
  paths: readonly string[],
): Promise<string[]> {
  const children = new Map<string, Set<string>>();
  for (const path of paths) {
    const names = path.split('.');
    for (let i = 1; i < names.length; i++) {
      const parent = names.slice(0, i).join('.');
      children.set(parent, (children.get(parent) ?? new Set()).add(names[i] ?? ''));
    }
  }
  const found: string[] = [];
  for (const [parent, names] of children) {
    const [definition] = await findDefinitions(sources, network, parent, UNKNOWN, undefined);
    if (!definition?.own) continue;
    for (const { file, class: own } of await mro(sources, definition.own)) {
      for (const { name, pattern, value } of own.definitions) {
        const isWeighted = WEIGHTED.test(lastPart(calleeOf(value, file.text)));
        if (!pattern && isWeighted && !names.has(name)) found.push(`${parent}.${name}`);
      }
    }
  }
  return found;
}

/** Modules with a node that has weights, and functions that make them. */
const WEIGHTED = /^(conv\dx\d|Conv\dd|Linear)$/;
