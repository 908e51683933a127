import type { ClassPlace } from './classes.ts';
import { lineage } from './classes.ts';
import type { SourceLine } from './codeLink.ts';
import type { Definition } from './definition.ts';
import type { AttributeUse } from './python/pythonFile.ts';
import { textOf } from './python/syntax.ts';
import type { PythonSources } from './pythonSources.ts';
import type { TracedLine } from './trace.ts';

/** The line that calls a module. */
export interface FoundCall extends SourceLine {
  /** Whether it is that line for certain, and not one of several, or one that leads there. */
  isExact: boolean;
}

/**
 * The line that calls a module: the traced one where it does, else the one of the class that does. Where
 * several do, the nearest to the traced one; without a trace it is not known which.
 */
export async function findCall(
  sources: PythonSources,
  { owner, attribute }: Definition,
  network: ClassPlace | undefined,
  traced: TracedLine | undefined,
): Promise<FoundCall | undefined> {
  const uses = usesOf(await familyOf(sources, owner, network), attribute);
  const here = uses.find(
    ({ file, line }) => file === traced?.file && traced.line <= line && line <= traced.endLine,
  );
  if (here) return { ...here, isExact: true };
  const [only, ...others] = uses;
  if (only && others.length === 0) return { ...only, isExact: true };
  if (!traced) return undefined;
  const { file, line } = traced;
  const [near] = uses
    .filter((use) => use.file === file)
    .sort((a, b) => Math.abs(a.line - line) - Math.abs(b.line - line));
  return { ...(near ?? { file, line }), isExact: false };
}

/** A class with its base classes, or the network's where it is among those: any of them can call an attribute. */
async function familyOf(
  sources: PythonSources,
  owner: ClassPlace,
  network: ClassPlace | undefined,
): Promise<ClassPlace[]> {
  const above = network ? await lineage(sources, network) : [];
  const isAbove = above.some(({ class: base }) => base === owner.class);
  return isAbove ? above : lineage(sources, owner);
}

/** Where an attribute is called; only in what `forward` runs, where that does. */
function usesOf(family: readonly ClassPlace[], attribute: string): SourceLine[] {
  const names = namesOf(attribute, family);
  const methods = methodsRun(family);
  const uses = family.flatMap(({ file, class: own }) =>
    own.uses
      .filter(({ name }) => names.has(name))
      .map((use) => ({ file: file.path, line: use.line, isRun: methods.has(use.method) })),
  );
  const run = uses.filter(({ isRun }) => isRun);
  return (run.length > 0 ? run : uses).map(({ file, line }) => ({ file, line }));
}

/** `forward` and the methods that it calls, directly or through others. */
function methodsRun(family: readonly ClassPlace[]): Set<string> {
  const uses: AttributeUse[] = family.flatMap(({ class: own }) => own.uses);
  const run = new Set(['forward']);
  for (const method of run) {
    for (const use of uses) if (use.method === method) run.add(use.name);
  }
  return run;
}

/** An attribute and its other names: `self.again = self.shared`. */
function namesOf(attribute: string, family: readonly ClassPlace[]): Set<string> {
  const names = new Set([attribute]);
  for (const { file, class: own } of family) {
    for (const { name, value } of own.definitions) {
      const [, other] = /^self\.([\p{ID_Continue}]+)$/u.exec(textOf(file.text, value)) ?? [];
      if (other === attribute) names.add(name);
      else if (name === attribute && other !== undefined) names.add(other);
    }
  }
  return names;
}
