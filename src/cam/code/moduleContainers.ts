import type { SourceLine } from './codeLink.ts';
import type { Container } from './container.ts';
import type { Definition } from './definition.ts';
import { findCall } from './findCall.ts';
import type { ContainerSearch } from './findContainers.ts';
import { outputsOf } from './nodeGroup.ts';
import { classAt, functionAt, lastPart } from './python/syntax.ts';
import type { RecordedCall, RecordedModule } from './recordedModules.ts';
import { recordedModules } from './recordedModules.ts';

/**
 * The modules of a model that run more than an operation of PyTorch: those with modules inside, and those of a
 * class that the sources have.
 */
export async function moduleContainers(search: ContainerSearch): Promise<Container[]> {
  const modules = await recordedModules(search);
  const found: Container[] = [];
  for (const module of modules.values()) {
    const parent = modules.get(parentOf(module.path));
    const isCalledByParent = parent !== undefined && parent.calls.length > 0;
    found.push(...(await containersOf(search, module, isCalledByParent)));
  }
  return found;
}

async function containersOf(
  search: ContainerSearch,
  module: RecordedModule,
  isCalledByParent: boolean,
): Promise<Container[]> {
  const { path, calls, others: elsewhere, hasModulesInside } = module;
  const [definition, ...others] = await search.definitionsOf(path);
  if (!definition || others.length > 0) return [];
  if (!hasModulesInside && !definition.own) return [];
  const [around] = await search.definitionsOf(parentOf(path));
  const isElement =
    around?.owner.class === definition.owner.class && around.attribute === definition.attribute;
  const { hasTrace } = search.locator;
  const className = definition.own?.class.name;
  const common = {
    name: isElement ? lastPart(path) : definition.attribute,
    module: path,
    definition: definition.isGuess ? undefined : definition.line,
  };
  if (calls.length === 0) {
    const certainty = hasTrace ? ('definitionOnly' as const) : ('nameOnly' as const);
    const nothing = { outputs: [], isRepeated: false, call: undefined };
    return [{ ...common, ...nothing, className, nodes: elsewhere, certainty }];
  }
  const isRunByCode = !isElement || !isCalledByParent;
  return Promise.all(
    calls.map(async (recorded): Promise<Container> => {
      const call = isRunByCode ? await callLine(search, definition, recorded) : undefined;
      const outputs =
        elsewhere.length === 0 ? outputsOf(recorded.members, search.consumers) : undefined;
      const withTrace = call ? ('exactLine' as const) : ('definitionOnly' as const);
      return {
        ...common,
        className: className ?? (recorded.className && lastPart(recorded.className)),
        nodes: [...recorded.members.map(({ node }) => node), ...elsewhere],
        outputs: outputs?.tensors ?? [],
        isRepeated: outputs?.isRepeated ?? false,
        certainty: hasTrace ? withTrace : 'nameOnly',
        call,
      };
    }),
  );
}

/** The line that certainly makes a recorded call: the recorded one, or the only one that can. */
async function callLine(
  { sources, locator, lineOf }: ContainerSearch,
  definition: Definition,
  { line }: RecordedCall,
): Promise<SourceLine | undefined> {
  const traced = line && (await lineOf(line));
  const found = await findCall(sources, definition, await locator.network(), traced);
  if (!found?.isExact) return undefined;
  const isTraced =
    found.file === traced?.file && traced.line <= found.line && found.line <= traced.endLine;
  if (traced && !isTraced) {
    // A helper method's calls are recorded at the line that calls it; in one function the record is right.
    const [there, here] = [await sources.read(traced.file), await sources.read(found.file)];
    if (!there || !here) return undefined;
    const isSameFunction =
      functionAt(there, traced.line) === functionAt(here, found.line) &&
      classAt(there, traced.line) === classAt(here, found.line);
    if (isSameFunction) return undefined;
  }
  return { file: found.file, line: found.line };
}

function parentOf(path: string): string {
  return path.split('.').slice(0, -1).join('.');
}
