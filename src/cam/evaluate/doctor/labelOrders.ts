import path from 'node:path';
import { t } from '@vscode/l10n';
import { numberedLabel } from '../../base/classLabel.ts';
import { CamError } from '../../base/errors.ts';
import { findLabelFiles, readLabelFile } from '../../config/labels/labelFiles.ts';

/** Another list of labels for the same outputs. */
export interface LabelOrder {
  /** What is different; undefined for the labels in use. */
  text: string | undefined;
  labels: string[];
  /** The class that a class of the labels in use then is; −1 if it has none any more. */
  classOf: Int32Array;
}

/** Labels that a file beside the model states. */
export interface FileLabels {
  /** Name of the file. */
  name: string;
  labels: readonly string[];
}

const BACKGROUND = 'background';

/**
 * The plausible orders of a model's labels, those in use first: alphabetical, as a program that reads class folders
 * sorts them; moved by one class, because of a class for the background; that of a file with the same labels; for two
 * classes, the other one. Orders that are the same are there once.
 * @param labels in use, one for each class; those that stand for no labels are written as numbers, as folders are named
 * @param first the number of class 0 in those
 */
export function labelOrders(
  labels: readonly string[],
  files: readonly FileLabels[] = [],
  first: 0 | 1 = 0,
): LabelOrder[] {
  const areNumbers = labels.every((label, i) => label === numberedLabel(i));
  const names = areNumbers ? labels.map((_, i) => String(first + i)) : labels;
  const orders = [
    sorted(names, [...names.keys()], undefined),
    sorted(names, alphabetical(names), t('labels in alphabetical order')),
    ...files.flatMap((file) => orderOfFile(names, file)),
    ...(names.length === 2 ? [sorted(names, [1, 0], t('the two labels swapped'))] : []),
    oneLater(names),
    oneEarlier(names, areNumbers ? [String(first + names.length)] : []),
  ];
  return orders.filter(
    ({ classOf }, i) => !orders.slice(0, i).some((earlier) => isSame(earlier.classOf, classOf)),
  );
}

/** The labels of the files beside a model that can be read. */
export async function labelsOfFiles(modelPath: string, classes: number): Promise<FileLabels[]> {
  const found: FileLabels[] = [];
  for (const file of await findLabelFiles(modelPath)) {
    try {
      const reading = await readLabelFile(file, classes);
      if (reading && !reading.contradiction) {
        found.push({ name: path.basename(file), labels: reading.values });
      }
    } catch (error) {
      // The model's own labels are read elsewhere, and such a file is named there.
      if (!CamError.is(error)) throw error;
    }
  }
  return found;
}

/** @param order for each place, the class whose label comes there */
function sorted(
  names: readonly string[],
  order: readonly number[],
  text: string | undefined,
): LabelOrder {
  const classOf = new Int32Array(names.length);
  for (const [place, classIndex] of order.entries()) classOf[classIndex] = place;
  return { text, labels: order.map((classIndex) => names[classIndex] ?? ''), classOf };
}

/** By code points, as Python sorts. */
function alphabetical(names: readonly string[]): number[] {
  const points = names.map((name) => Array.from(name, (c) => c.codePointAt(0) ?? 0));
  return [...names.keys()].sort((a, b) => compared(points[a] ?? [], points[b] ?? []) || a - b);
}

function compared(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((point, i) => point !== b[i]);
  return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1);
}

/** None unless the file has the same labels. */
function orderOfFile(names: readonly string[], { name, labels }: FileLabels): LabelOrder[] {
  if (labels.length !== names.length) return [];
  const places = new Map<string, number[]>();
  for (const [i, label] of names.entries()) places.set(label, [...(places.get(label) ?? []), i]);
  const order = labels.map((label) => places.get(label)?.shift());
  if (!order.every((classIndex) => classIndex !== undefined)) return [];
  return [sorted(names, order, t('labels in the order of {0}', name))];
}

/** Class 0 is the background; the last label, for which there is no output, goes. */
function oneLater(names: readonly string[]): LabelOrder {
  const last = names.at(-1) ?? '';
  const isRing = isBackground(last);
  return {
    text: t('labels one class later'),
    labels: [isRing ? last : BACKGROUND, ...names.slice(0, -1)],
    classOf: Int32Array.from(names, (_, i) => (i + 1 < names.length ? i + 1 : isRing ? 0 : -1)),
  };
}

/**
 * The first label goes; the last class gets a number.
 * @param next names of it that are tried first
 */
function oneEarlier(names: readonly string[], next: readonly string[]): LabelOrder {
  const count = names.length;
  const free = [...next, numberedLabel(count - 1), numberedLabel(count)];
  const last = free.find((name) => !names.includes(name)) ?? '';
  return {
    text: t('labels one class earlier'),
    labels: [...names.slice(1), last],
    classOf: Int32Array.from(names, (_, i) => i - 1),
  };
}

function isBackground(label: string): boolean {
  return /^(_*background_*|dummy|none)$/i.test(label.trim());
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  return a.every((classIndex, i) => classIndex === b[i]);
}
