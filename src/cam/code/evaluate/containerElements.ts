import type { ClassPlace } from '../python/classes.ts';
import { isNamed } from '../python/computedName.ts';
import type { Element } from '../python/elements.ts';
import { elementsAdded as added, elementsOf, elementsOfArguments } from '../python/elements.ts';
import type { PythonSources } from '../python/pythonSources.ts';
import { calleeOf, descendants } from '../python/syntax.ts';
import type { Scope, Value } from './parameters.ts';
import { possibleValues } from './values.ts';

/** An element of a container, and the call that ran the function in which it is made. */
export type ValueElement = Element & Pick<Value, 'scope'>;

/** The elements of a container that an expression makes; empty if it makes no container. */
export async function elementsMade(
  sources: PythonSources,
  made: Value,
  instance: ClassPlace,
): Promise<ValueElement[]> {
  return expanded(sources, inScope(elementsOf(made), made.scope), instance);
}

/** `self.layers.append(…)`, `self.layers.add_module('name', …)` in the methods of a class. */
export function elementsAdded(
  { file, class: own }: ClassPlace,
  attribute: string,
  scope: Scope | undefined,
): ValueElement[] {
  return own.methods.flatMap(({ node }) =>
    inScope(added({ file, node }, `self.${attribute}`), scope),
  );
}

/** `super().__init__(*layers)` in the constructor of a class derived from a container. */
export async function elementsGivenToBase(
  sources: PythonSources,
  { file, class: own }: ClassPlace,
  instance: ClassPlace,
  scope: Scope | undefined,
): Promise<ValueElement[]> {
  const initializer = own.methods.find(({ name }) => name === '__init__');
  if (!initializer) return [];
  const given = descendants(initializer.node, 'CallExpression')
    .filter((node) => /^super\(.*\)\.__init__$/.test(calleeOf(node, file.text)))
    .flatMap((node) => elementsOfArguments({ file, node }));
  return [
    ...(await expanded(sources, inScope(given, scope), instance)),
    ...inScope(added({ file, node: initializer.node }, 'self'), scope),
  ];
}

function inScope(elements: readonly Element[], scope: Scope | undefined): ValueElement[] {
  return elements.map((element) => ({ ...element, scope }));
}

/** Replaces `*layers` of a parameter or attribute by its value. */
async function expanded(
  sources: PythonSources,
  elements: readonly ValueElement[],
  instance: ClassPlace,
): Promise<ValueElement[]> {
  const found: ValueElement[] = [];
  for (const element of elements) {
    const isSpread = element.isRepeated && element.node.name !== 'CallExpression';
    const values = isSpread ? await possibleValues(sources, element, instance) : [];
    const inner = values.flatMap((value) => inScope(elementsOf(value), value.scope));
    const isSure = values.length === 1;
    if (inner.length === 0) found.push(element);
    else found.push(...inner.map((one) => (isSure ? one : { ...one, isRepeated: true })));
  }
  return found;
}

/** The elements that may have a name or number. */
export function candidates(elements: readonly ValueElement[], name: string): ValueElement[] {
  const named = elements.filter((element) => element.name === name);
  if (named.length > 0) return named;
  const computed = elements.filter(
    (element) => element.pattern && isNamed({ ...element, name: '' }, name),
  );
  if (computed.length > 0) return computed.length > 1 ? [] : computed;
  const index = Number(name);
  if (!Number.isInteger(index)) return [];
  const numbered = elements.filter((element) => element.name === undefined && !element.pattern);
  const repeated = numbered.findIndex(({ isRepeated }) => isRepeated);
  if (repeated < 0 || index < repeated) return numbered.slice(index, index + 1);
  return numbered.filter((_, i) => {
    const before = numbered.slice(0, i).filter(({ isRepeated }) => !isRepeated);
    return i >= repeated && before.length <= index;
  });
}
