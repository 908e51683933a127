import { asStrings, isObject } from '../base/jsonShape.ts';

/**
 * Labels from a text file, one per line; empty lines are skipped. A WordNet id or the line's own number before every
 * label (`n01440764 tench, Tinca tinca`, `0 tench`, `0: tench`) is removed.
 */
export function parseLabelLines(text: string): string[] {
  const lines = text
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const wordNet = /^n\d{8}[\s,:]+(?=\S)/;
  if (lines.every((line) => wordNet.test(line))) {
    return lines.map((line) => line.replace(wordNet, ''));
  }
  const numbered = /^(\d+)\s*[\s,:]\s*(?=\S)/;
  if (lines.every((line, i) => Number(numbered.exec(line)?.[1] ?? -1) === i)) {
    return lines.map((line) => line.replace(numbered, ''));
  }
  return lines;
}

/**
 * Labels from JSON: a list, an object from index to label (`id2label`), from index to [WordNet id, label], or from
 * label to index (`label2id`); undefined if it is none of these.
 */
export function parseLabelJson(value: unknown): string[] | undefined {
  const list = asStrings(value);
  if (list) return list;
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  if (entries.length === 0) return undefined;
  if (entries.every(([, index]) => typeof index === 'number')) {
    return byIndex(entries.map(([label, index]) => [index as number, label]));
  }
  const labelled = entries.map(([index, label]): [number, unknown] => [
    /^\d+$/.test(index) ? Number(index) : -1,
    Array.isArray(label) ? label.at(-1) : label,
  ]);
  return byIndex(labelled);
}

/** The labels in order, if every index from 0 occurs once. */
function byIndex(entries: [number, unknown][]): string[] | undefined {
  const labels: string[] = [];
  for (const [index, label] of entries) {
    const isIndex = Number.isInteger(index) && index >= 0 && index < entries.length;
    if (!isIndex || typeof label !== 'string') return undefined;
    labels[index] = label;
  }
  return Object.keys(labels).length === entries.length ? labels : undefined;
}

/** `class 0`, `class 1`, … if no label is known. */
export function numberedLabels(classes: number): string[] {
  return Array.from({ length: classes }, (_, index) => `class ${index}`);
}
