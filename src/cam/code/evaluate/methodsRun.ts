import type { ClassPlace } from '../python/classes.ts';

/** A method and those that it calls, directly or through others. */
export function methodsRunBy(family: readonly ClassPlace[], start: string): ReadonlySet<string> {
  const uses = family.flatMap(({ class: own }) => own.uses);
  const run = new Set([start]);
  for (const method of run) {
    for (const use of uses) if (use.method === method) run.add(use.name);
  }
  return run;
}
