import { asStrings, isObject } from '../../base/jsonShape.ts';
import type { LabelReading } from './labelReading.ts';
import { byNumber, inOrder } from './labelReading.ts';

/** Keys under which exporters, training scripts and dataset files keep labels. */
export const LABEL_KEYS = [
  'names',
  'labels',
  'classes',
  'class_names',
  'class_labels',
  'label_names',
  'id2label',
  'idx_to_class',
  'index_to_class',
  'class_to_idx',
  'class_to_index',
  'class_indices',
  'label2id',
  'categories',
];

const NUMBER_KEYS = ['id', 'index', 'class_id', 'label_id'];
const NAME_KEYS = ['name', 'label', 'class_name', 'display_name'];

/**
 * Labels from a value of JSON, YAML or Python: a list; a map from number to label (`id2label`), to [WordNet id, label],
 * or from label to number (`class_to_idx`); a list of objects with a number and a name; or an object that has one of
 * these under a usual key. Numbers count from 0 or from 1.
 * @returns undefined if it is none of these, or the numbers have gaps
 */
export function labelsOfValue(value: unknown): LabelReading | undefined {
  const list = asStrings(value);
  if (list) return inOrder(list);
  if (Array.isArray(value)) return labelsOfObjects(value);
  if (!isObject(value)) return undefined;
  const map = labelsOfMap(Object.entries(value));
  if (map) return map;
  for (const key of LABEL_KEYS) {
    const inner = Object.hasOwn(value, key) ? labelsOfValue(value[key]) : undefined;
    if (inner) return inner;
  }
  return undefined;
}

function labelsOfMap(entries: [string, unknown][]): LabelReading | undefined {
  if (entries.every(([, number]) => typeof number === 'number')) {
    return byNumber(entries.map(([label, number]) => [number as number, label]));
  }
  const labelled = entries.flatMap(([number, stated]): [number, string][] => {
    const label = Array.isArray(stated) ? stated.at(-1) : stated;
    return /^\d+$/.test(number) && typeof label === 'string' ? [[Number(number), label]] : [];
  });
  return labelled.length === entries.length ? byNumber(labelled) : undefined;
}

/** `[{"id": 0, "name": "cat"}, …]`, as COCO's categories. */
function labelsOfObjects(items: unknown[]): LabelReading | undefined {
  const entries = items.flatMap((item): [number, string][] => {
    if (!isObject(item)) return [];
    const number = NUMBER_KEYS.map((key) => item[key]).find((each) => typeof each === 'number');
    const name = NAME_KEYS.map((key) => item[key]).find((each) => typeof each === 'string');
    return number === undefined || name === undefined ? [] : [[number as number, name as string]];
  });
  return entries.length === items.length ? byNumber(entries) : undefined;
}
