/** The rows of each group, in the order of their first rows. */
export function rowsOfGroups(groups: ArrayLike<number>): Uint32Array[] {
  const lists = new Map<number, number[]>();
  for (let row = 0; row < groups.length; row++) {
    const group = groups[row] as number;
    const list = lists.get(group);
    if (list) list.push(row);
    else lists.set(group, [row]);
  }
  return [...lists.values()].map((list) => Uint32Array.from(list));
}
