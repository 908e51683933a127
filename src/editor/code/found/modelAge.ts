/** A checkout writes files in any order, and not every file system keeps fractions of a second. */
const FORGIVEN_MS = 2000;

/** Whether a model was written before its source was last saved; both in milliseconds since 1970. */
export function isOlder(modelMs: number, sourceMs: number): boolean {
  return modelMs + FORGIVEN_MS < sourceMs;
}
