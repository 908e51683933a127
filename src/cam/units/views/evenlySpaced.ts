/** At most `limit` of the rows, at equal steps, the first included. */
export function evenlySpaced(rows: readonly number[], limit: number): readonly number[] {
  if (rows.length <= limit) return rows;
  return Array.from({ length: limit }, (_, i) => rows[Math.floor((i * rows.length) / limit)] ?? 0);
}
