import { withoutValue, withValue } from '../../base/jsonText.ts';

/**
 * The text of a sidecar with one channel's name set, changed or removed; everything else stays unchanged. Names are
 * kept in the order of their channels; without names the key `units` is removed.
 * @param text a JSON object, valid
 * @param name undefined to remove
 */
export function withUnitName(text: string, channel: number, name: string | undefined): string {
  const path = ['units', String(channel)];
  if (name === undefined) return withoutValue(text, path, 'go');
  return withValue(text, path, JSON.stringify(name), (other) => Number(other) > channel);
}

/** The text of a sidecar with only one name. */
export function newSidecarText(channel: number, name: string): string {
  return withUnitName('{}\n', channel, name);
}
