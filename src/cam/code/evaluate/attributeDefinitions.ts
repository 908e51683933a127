import type { ClassPlace } from '../python/classes.ts';
import { isNamed } from '../python/computedName.ts';
import { isRunBefore } from '../python/elements.ts';
import type { AttributeDefinition } from '../python/pythonFile.ts';
import { methodsRunBy } from './methodsRun.ts';

/** A definition and its class. */
export interface OwnedDefinition {
  owner: ClassPlace;
  definition: AttributeDefinition;
}

/**
 * The definitions of an attribute: from the first class that has one, else from all classes that compute such a name.
 */
export function definitionsOf(family: readonly ClassPlace[], name: string): OwnedDefinition[] {
  const isModule = ({ value }: AttributeDefinition) => value?.name !== 'None';
  for (const owner of family) {
    const found = owner.class.definitions.filter(
      (definition) => definition.name === name && isModule(definition),
    );
    // A definition that is always run replaces the earlier ones.
    const last = found.findLastIndex((definition) => isAlwaysRun(definition, owner));
    const left = found.filter(({ method }, i) => i >= last || method !== '__init__');
    const making = methodsRunBy(family, '__init__');
    const made = left.filter(({ method }) => making.has(method));
    // Code that only replaces a module later: timm's `reset_classifier`.
    const chosen = made.length > 0 ? made : left;
    if (chosen.length > 0) return chosen.map((definition) => ({ owner, definition }));
  }
  return family.flatMap((owner) =>
    owner.class.definitions
      .filter((definition) => definition.pattern && isNamed(definition, name))
      .map((definition) => ({ owner, definition })),
  );
}

/** Whether it always runs when an instance is made. */
export function isAlwaysRun({ value, method }: AttributeDefinition, owner: ClassPlace): boolean {
  if (method !== '__init__') return false;
  const around = owner.class.methods.find(({ name }) => name === method);
  return Boolean(value && around && isRunBefore(value, around.node.to, around.node));
}
