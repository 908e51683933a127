import { t } from '@vscode/l10n';
import type { LabelReading } from './labelReading.ts';
import { byNumber, firstNumber, inOrder } from './labelReading.ts';
import { isLabelHeading } from './labelTable.ts';

const WORDNET_ID = /^n\d{8}[\s,:]+(?=\S)/;
const NUMBER_BEFORE = /^(\d+)(?:\s*[:=|;,.)]\s*|\s+-\s+|\s+)(?=\S)/;
const NUMBER_AFTER = /(?<=\S)(?:\s*[:=|;,]\s*|\s+)(\d+)$/;

/** What separates labels on a single line, the surest first. */
const SEPARATORS = [';', '\t', '|', ','];

/**
 * Labels one per line, or on a single line with separators; empty lines are skipped. Removed are quotes and commas
 * around every label, WordNet ids (`n01440764 tench, Tinca tinca`), a heading, and numbers before or after every label
 * (`0: tench`, `tench 0`), which give the order.
 * @param classes how many the model has, if it is known; it decides where two readings are possible
 */
export function readLabelLines(text: string, classes?: number): LabelReading {
  const lines = trimmed(text.split(/\r\n|\n|\r/));
  const listed =
    lines.length === 1 ? separated(lines[0] ?? '', classes) : withoutHeading(lines, classes);
  const labels = withoutQuotes(listed);
  if (labels.every((label) => WORDNET_ID.test(label))) {
    return inOrder(labels.map((label) => label.replace(WORDNET_ID, '')));
  }
  return numbered(labels, NUMBER_BEFORE) ?? numbered(labels, NUMBER_AFTER) ?? unnumbered(labels);
}

function trimmed(labels: string[]): string[] {
  return labels.map((label) => label.trim()).filter((label) => label !== '');
}

function separated(line: string, classes: number | undefined): string[] {
  const readings = SEPARATORS.map((separator) => trimmed(line.split(separator)));
  const fitting = readings.find(({ length }) => length === classes);
  return fitting ?? readings.find(({ length }) => length > 1) ?? [line];
}

function withoutHeading(lines: string[], classes: number | undefined): string[] {
  const [heading = '', ...labels] = lines;
  return labels.length === classes && isLabelHeading(heading) ? labels : lines;
}

function withoutQuotes(labels: string[]): string[] {
  const quoted = labels.map((label) => /^(["'])(.+)\1,?$/.exec(label)?.[2]);
  if (quoted.every((label) => label !== undefined)) return quoted as string[];
  const isListed = labels.slice(0, -1).every((label) => label.endsWith(','));
  return isListed && labels.length > 1 ? labels.map((label) => label.replace(/,$/, '')) : labels;
}

/** Labels that all have a number, if the numbers are those of classes. */
function numbered(labels: string[], pattern: RegExp): LabelReading | undefined {
  const numbers = numbersOf(labels, pattern);
  if (!numbers || labels.length < 2) return undefined;
  const names = withoutQuotes(labels.map((label) => label.replace(pattern, '')));
  // "1 euro", "2 euro": the numbers are part of the labels.
  if (new Set(names).size <= labels.length / 2) return undefined;
  return byNumber(names.map((name, i) => [numbers[i] ?? 0, name]));
}

function numbersOf(labels: string[], pattern: RegExp): number[] | undefined {
  const numbers = labels.flatMap((label) => pattern.exec(label)?.[1] ?? []).map(Number);
  return numbers.length === labels.length ? numbers : undefined;
}

/** Labels as they are. Numbers before them that look like those of classes, but are none, are not passed over. */
function unnumbered(labels: string[]): LabelReading {
  const reading = inOrder(labels);
  const numbers = labels.length > 1 ? numbersOf(labels, NUMBER_BEFORE) : undefined;
  if (!numbers || firstNumber(numbers) !== undefined || Math.max(...numbers) > 2 * labels.length) {
    return reading;
  }
  if (new Set(numbers).size < numbers.length) {
    return {
      ...reading,
      doubts: [t('Its labels begin with numbers, which are kept as part of the labels.')],
    };
  }
  const contradiction = t(
    'The numbers before its labels do not run from 0 to {0}.',
    labels.length - 1,
  );
  return { ...reading, contradiction };
}
