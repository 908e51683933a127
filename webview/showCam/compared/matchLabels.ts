/**
 * For each class of one model, the class of another with the same label, whatever its number; letter case and
 * underscores do not count. If a label occurs several times, as `crane` does in ImageNet, the first is matched with the
 * first and so on, if the other model has it as often.
 * @returns undefined for a class that the other model does not have.
 */
export function matchLabels(
  labels: readonly string[],
  others: readonly string[],
): (number | undefined)[] {
  const [own, theirs] = [indicesByName(labels), indicesByName(others)];
  const matched: (number | undefined)[] = new Array(labels.length).fill(undefined);
  for (const [name, indices] of own) {
    const found = theirs.get(name);
    if (found?.length !== indices.length) continue;
    indices.forEach((index, i) => {
      matched[index] = found[i];
    });
  }
  return matched;
}

function indicesByName(labels: readonly string[]): Map<string, number[]> {
  const indices = new Map<string, number[]>();
  labels.forEach((label, index) => {
    const name = label.trim().toLowerCase().replaceAll('_', ' ');
    const known = indices.get(name);
    if (known) known.push(index);
    else indices.set(name, [index]);
  });
  return indices;
}
