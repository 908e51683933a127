import type { Caller } from '../evaluate/definition.ts';
import { methodsRunBy } from '../evaluate/methodsRun.ts';
import { callsRun } from '../evaluate/runOrder.ts';
import { matchNodes } from '../origins/matchNodes.ts';
import { withoutCounts } from '../origins/modulePaths.ts';
import type { NodeOrigin } from '../origins/origins.ts';
import type { TracedLine } from '../origins/trace.ts';
import type { ClassPlace } from '../python/classes.ts';
import { mro } from '../python/classes.ts';
import type { SourceLine } from '../python/codeLink.ts';
import { onlyLine } from '../python/codeLink.ts';
import type { AttributeUse } from '../python/pythonFile.ts';
import type { PythonSources } from '../python/pythonSources.ts';
import { textOf } from '../python/syntax.ts';
import { isWithin } from './findOperation.ts';

/** The line that calls a module. */
export interface FoundCall extends SourceLine {
  /** Whether it is certainly that line, and not one of several or one that leads there. */
  isExact: boolean;
}

/** A line that calls a module, and where the call ends in the text of the file. */
export interface ModuleUse extends SourceLine {
  to: number;
  /** How it names the module; see `AttributeUse`. */
  name: string;
  /** The method that contains it. */
  method: string;
  /** The class of the code, or a class that inherits it. */
  caller: ClassPlace;
}

/**
 * The line that calls a module: the traced one if it does, else the only one that does. Undefined if neither is known.
 * @param traced lines that the trace names, most likely first
 */
export function chooseCall(
  uses: readonly ModuleUse[],
  traced: readonly TracedLine[],
): FoundCall | undefined {
  for (const { file, line, endLine } of traced) {
    const here = uses.find((use) => use.file === file && line <= use.line && use.line <= endLine);
    if (here) return { file, line: here.line, isExact: true };
  }
  const only = onlyLine(uses);
  // The call of a list's last module can be that of another module.
  return only && !/\.-\d/.test(uses[0]?.name ?? '') ? { ...only, isExact: true } : undefined;
}

/**
 * Among several lines that call a module, the only one that the traced line leads to; or the one at the same position
 * in the order, if the code certainly runs as many of them as the model has nodes of the module.
 * @param all nodes of the model
 */
export async function callInOrder(
  sources: PythonSources,
  origin: NodeOrigin,
  uses: readonly ModuleUse[],
  traced: TracedLine | undefined,
  all: readonly NodeOrigin[],
): Promise<FoundCall | undefined> {
  const [first] = uses;
  if (!first || uses.some(({ caller }) => caller.class !== first.caller.class)) return undefined;
  const calls = (await callsRun(sources, first.caller))
    .map((call) => ({ ...call, file: call.file.path }))
    .filter(({ file, node }) => uses.some((use) => use.file === file && use.to === node.to));
  if (traced) {
    const only = onlyLine(calls.filter((call) => isWithin(call, traced)));
    if (only) return { ...only, isExact: true };
  }
  if (uses.some(({ name }) => /[*]|\.-\d/.test(name))) return undefined;
  const nodes = all.filter(
    ({ module, operator }) =>
      operator === origin.operator && withoutCounts(module) === withoutCounts(origin.module),
  );
  const sure = calls.filter(({ isSure }) => isSure);
  const found = matchNodes(nodes, sure, () => true, all)[nodes.indexOf(origin)];
  return found && { file: found.file, line: found.line, isExact: false };
}

/** Where a module is called; only in code that `forward` runs, if there is such a call. */
export async function findUses(
  sources: PythonSources,
  callers: readonly Caller[],
): Promise<ModuleUse[]> {
  let found: ModuleUse[] = [];
  let around: { caller: Caller; uses: RunUse[]; found: number } | undefined;
  for (const caller of callers) {
    const family = await mro(sources, caller.class);
    const uses = usesIn(family);
    const names = variants(caller, family);
    const named = uses.filter(({ use }) => names.some((one) => calls(use, one)));
    const run = named.filter(({ isRun }) => isRun);
    const own = run.length > 0 ? run : named;
    if (around && around.found > 0) {
      // Code that runs the parts of a module one by one does not run the module's own code.
      const instance = around.caller.names.slice(0, -caller.names.length);
      const isRun = around.uses.some(({ use }) => calls(use, { names: instance, least: 1 }));
      if (!isRun) continue;
    }
    around = { caller, uses, found: own.length };
    found = [
      ...found,
      ...own.map(({ file, use }) => ({
        file,
        line: use.line,
        to: use.to,
        name: use.name,
        method: use.method,
        caller: caller.class,
      })),
    ];
  }
  return found;
}

type CalledNames = Pick<Caller, 'names' | 'least'>;

function calls({ name, pattern }: AttributeUse, { names, least }: CalledNames): boolean {
  if (pattern) return least <= 1 && pattern.test(names[0] ?? '');
  const parts = name === '' ? [] : name.split('.');
  return (
    parts.length >= least &&
    parts.length <= names.length &&
    parts.every((part, i) => /^([*]|-\d+)$/.test(part) || part === names[i])
  );
}

interface RunUse {
  file: string;
  use: AttributeUse;
  /** Whether `forward` runs it, directly or through other methods. */
  isRun: boolean;
}

/** Where a class calls attributes. */
function usesIn(family: readonly ClassPlace[]): RunUse[] {
  const all = family.flatMap(({ file, class: own }, i) =>
    own.uses
      .filter(({ method }) => !isOverridden(family.slice(0, i), method))
      .map((use) => ({ file: file.path, use })),
  );
  const run = methodsRunBy(family, 'forward');
  return all.map((one) => ({ ...one, isRun: run.has(one.use.method) }));
}

/**
 * Whether an earlier class in the inheritance order has its own version of the method that does not call the base's.
 */
function isOverridden(before: readonly ClassPlace[], method: string): boolean {
  return before.some(({ file, class: own }) =>
    own.methods.some(
      ({ name, node }) => name === method && !/\bsuper\(/.test(textOf(file.text, node)),
    ),
  );
}

/** The names of a module, with aliases: `self.again = self.shared`. */
function variants({ names, least }: Caller, family: readonly ClassPlace[]): CalledNames[] {
  const found: CalledNames[] = [{ names, least }];
  const add = (from: string[], to: string[]) => {
    if (!from.every((name, i) => names[i] === name)) return;
    const renamed = [...to, ...names.slice(from.length)];
    found.push({ names: renamed, least: Math.max(to.length, least + to.length - from.length) });
  };
  for (const { file, class: own } of family) {
    for (const { name, value } of own.definitions) {
      const [, other] = /^self\.([\p{ID_Continue}.]+)$/u.exec(textOf(file.text, value)) ?? [];
      if (other === undefined) continue;
      add(name.split('.'), other.split('.'));
      add(other.split('.'), name.split('.'));
    }
  }
  return found;
}
