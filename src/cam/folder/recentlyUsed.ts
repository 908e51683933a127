/**
 * Keeps a value as the most recently used one of a map; the least recently used one goes if there are more than `most`.
 * A value that is used again is put in again.
 */
export function keepRecent<K, V>(values: Map<K, V>, key: K, value: V, most: number): void {
  values.delete(key);
  values.set(key, value);
  for (const oldest of values.keys()) {
    if (values.size <= most) return;
    values.delete(oldest);
  }
}
