import type { Definition } from '../evaluate/definition.ts';
import type { ModuleUse } from '../locate/findCall.ts';
import { chooseCall, findUses } from '../locate/findCall.ts';
import { outputsOf } from '../origins/nodeGroup.ts';
import type { SourceLine } from '../python/codeLink.ts';
import { classAt, functionAt, lastPart } from '../python/syntax.ts';
import type { Container } from './container.ts';
import type { ContainerSearch } from './findContainers.ts';
import type { RecordedCall, RecordedModule } from './recordedModules.ts';
import { recordedModules } from './recordedModules.ts';

/**
 * The modules of a model that run more than one PyTorch operation: modules with modules inside, and modules of a class
 * in the sources.
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
  const definitions = await search.definitionsOf(path);
  const [definition, ...others] = definitions;
  if (!definition || others.some((other) => !isSameAttribute(other, definition))) return [];
  if (!hasModulesInside && !definition.own) return [];
  // If another class puts something into a module, it is called there.
  const name = lastPart(path);
  const isElement = definition.attribute !== name;
  const { hasTrace } = search.locator;
  const className = others.length === 0 ? definition.own?.class.name : undefined;
  const common = {
    name,
    module: path,
    definition: others.length === 0 ? definition.line : undefined,
  };
  if (calls.length === 0) {
    const certainty = hasTrace ? ('definitionOnly' as const) : ('nameOnly' as const);
    const nothing = { outputs: [], isRepeated: false, call: undefined };
    return [{ ...common, ...nothing, className, nodes: elsewhere, certainty }];
  }
  const isRunByCode = !isElement || !isCalledByParent;
  return Promise.all(
    calls.map(async (recorded): Promise<Container> => {
      const outputs =
        elsewhere.length === 0 ? outputsOf(recorded.members, search.consumers) : undefined;
      const isOneCall = !recorded.isUnclear || outputs?.isRepeated === false;
      const line = isOneCall ? recorded.line : undefined;
      const call = isRunByCode ? await callLine(search, definitions, isElement, line) : undefined;
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

function isSameAttribute(one: Definition, other: Definition): boolean {
  return one.owner?.class === other.owner?.class && one.attribute === other.attribute;
}

/** The line that certainly makes a recorded call: the recorded one, or the only possible one. */
async function callLine(
  { sources, lineOf }: ContainerSearch,
  definitions: readonly Definition[],
  isElement: boolean,
  line: RecordedCall['line'],
): Promise<SourceLine | undefined> {
  const traced = line && (await lineOf(line));
  const uses: ModuleUse[] = [];
  for (const { callers } of definitions) {
    // A call of its container is not a call of the module; a loop over a list calls its elements.
    const unnamed = isElement ? 1 : 0;
    const whole = callers.map((caller) => ({ ...caller, least: caller.names.length - unnamed }));
    uses.push(...(await findUses(sources, whole)));
  }
  const found = chooseCall(uses, traced ? [traced] : []);
  if (!found?.isExact) return undefined;
  const isTraced =
    found.file === traced?.file && traced.line <= found.line && found.line <= traced.endLine;
  if (traced && !isTraced) {
    // A helper method's calls are recorded at the line that calls the method; inside one function the record is right.
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
