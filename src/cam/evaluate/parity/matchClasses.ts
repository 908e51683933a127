/**
 * The classes of one model in the numbering of another. Classes are the same by number if the labels are the same, or if
 * as many have no label in common; else by label, where it is unique in both.
 * @returns undefined for a class that the other model does not have
 */
export function matchClasses(
  from: readonly string[],
  to: readonly string[],
): (classIndex: number) => number | undefined {
  const known = new Set(to);
  const isSame = from.length === to.length && from.every((label, c) => label === to[c]);
  const isRenamed = from.length === to.length && !from.some((label) => known.has(label));
  if (isSame || isRenamed) return (c) => c;
  const places = uniquePlaces(to);
  const own = uniquePlaces(from);
  return (c) => {
    const label = from[c];
    return label !== undefined && own.has(label) ? places.get(label) : undefined;
  };
}

/** Where each label is that occurs once. */
function uniquePlaces(labels: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [c, label] of labels.entries()) {
    if (places.has(label)) repeated.add(label);
    places.set(label, c);
  }
  for (const label of repeated) places.delete(label);
  return places;
}
