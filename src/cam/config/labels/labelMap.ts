import type { LabelReading } from './labelReading.ts';
import { byNumber, inOrder } from './labelReading.ts';

const STRING = `"(?:[^"\\\\\\n]|\\\\.)*"|'(?:[^'\\\\\\n]|\\\\.)*'`;
const ITEM = new RegExp(`\\bitem\\s*:?\\s*\\{((?:${STRING}|[^}"'])*)\\}`, 'g');
const FIELD = new RegExp(`(\\w+)\\s*:\\s*(${STRING}|-?\\d+)`, 'g');

/** Whether a text looks like a label map of TensorFlow, see {@link readLabelMap}. */
export function isLabelMap(text: string): boolean {
  return /^\s*(#[^\n]*\n\s*)*item\s*:?\s*\{/.test(text);
}

/**
 * A label map of TensorFlow (protobuf text, `item { id: 1 name: "cat" }`): `display_name`, else `name`, by `id`.
 * @returns undefined if an item has no name, or the ids have gaps
 */
export function readLabelMap(text: string): LabelReading | undefined {
  const items = [...text.matchAll(ITEM)].map(([, body = '']) => {
    const fields = new Map(
      [...body.matchAll(FIELD)].map(([, key = '', value = '']) => [key, unquoted(value)]),
    );
    return { id: fields.get('id'), label: fields.get('display_name') ?? fields.get('name') };
  });
  const labels = items.flatMap(({ label }) => label ?? []);
  if (labels.length === 0 || labels.length < items.length) return undefined;
  if (items.every(({ id }) => id === undefined)) return inOrder(labels);
  return byNumber(labels.map((label, i) => [Number(items[i]?.id ?? Number.NaN), label]));
}

function unquoted(value: string): string {
  return /^["']/.test(value) ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;
}
