import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { t } from '@vscode/l10n';
import { readSmallText } from '../../base/smallFile.ts';
import { classesByWords } from '../../config/labels/classNames.ts';
import { readClassNumbers } from '../../config/labels/classNumbers.ts';
import { linesOf } from '../tables/readTable.ts';
import { asText } from '../tables/tally.ts';
import type { Doubt } from './labelReading.ts';
import { ClassReading } from './labelReading.ts';

/** Files of one class for each picture, without the pictures' names. */
export const GROUND_TRUTH = /ground[ _-]?truth.*\.txt$|synset[ _-]?labels\.txt$/i;

/** Files that say which class ILSVRC's own numbers mean: `n02119789 1 kit_fox`, or the number first. */
const NUMBER_FILES = /(map|meta|synset|words).*\.txt$/i;

const NUMBER = /^\d+$/;
const WORDNET_ID = /^n\d{8}$/;
const ILSVRC_PICTURE = /ILSVRC\d{4}_(?:val|test)_(\d{8})\.\w+$/i;

/**
 * Classes from lines that stand in the order of the pictures' names, as in ILSVRC's development kit: a WordNet id or a
 * number each. The line of a picture of ILSVRC is known by the number in its name; other pictures have to be as many as
 * there are lines, in one folder. ILSVRC's own numbers (1 … 1000) are used only if a file beside says what they mean.
 * @returns undefined if the file is something else
 * @throws CamError `labelsUnreadable`
 */
export async function readGroundTruth(
  file: string,
  pictures: readonly { path: string }[],
  labels: readonly string[],
): Promise<ClassReading | Doubt | undefined> {
  const text = await readSmallText(file, 'labelsUnreadable');
  const lines = linesOf(text ?? '');
  const areIds = lines.every((line) => WORDNET_ID.test(line));
  if (!areIds && !lines.every((line) => NUMBER.test(line))) return undefined;
  const lineOf = linesOfPictures(pictures, lines.length);
  if ('doubt' in lineOf) return lineOf;
  const reading = new ClassReading('groundTruth', file);
  const ids: WordnetIds | undefined = areIds
    ? { ids: lines }
    : await idsOf(lines, path.dirname(file));
  if (ids) {
    if (ids.from !== undefined) reading.keys.push(ids.from);
    const byWords = classesByWords(labels, new Set(ids.ids));
    addLines(reading, lineOf.lines, ids.ids, byWords);
    return reading;
  }
  const numbers = readClassNumbers(new Set(lines.map(Number)), labels);
  if ('doubt' in numbers) {
    return {
      doubt: t(
        "{0} Put map_clsloc.txt of ILSVRC's development kit beside it if they are ILSVRC's own.",
        numbers.doubt,
      ),
    };
  }
  reading.countedFrom = numbers.first;
  addLines(reading, lineOf.lines, lines, (line) => Number(line) - numbers.first);
  return reading;
}

function addLines(
  reading: ClassReading,
  lineOf: ReadonlyMap<string, number>,
  names: readonly string[],
  classOf: (name: string) => number | undefined,
): void {
  for (const [picture, line] of lineOf) {
    const name = names[line] ?? '';
    const classIndex = classOf(name);
    if (classIndex === undefined) reading.unknown.add(name);
    else reading.add(picture, [classIndex]);
  }
}

/** The line of each picture, counted from 0. */
function linesOfPictures(
  pictures: readonly { path: string }[],
  lines: number,
): { lines: ReadonlyMap<string, number> } | Doubt {
  const numbers = pictures.map(({ path: name }) => Number(ILSVRC_PICTURE.exec(name)?.[1]));
  if (numbers.every((number) => number >= 1 && number <= lines)) {
    return { lines: new Map(pictures.map(({ path: name }, i) => [name, (numbers[i] ?? 0) - 1])) };
  }
  if (pictures.length !== lines) {
    return {
      doubt: t(
        'It has {0} lines for {1} pictures, so which line belongs to which picture is not known.',
        asText(lines),
        asText(pictures.length),
      ),
    };
  }
  if (new Set(pictures.map(({ path: name }) => path.posix.dirname(name))).size > 1) {
    return {
      doubt: t('Its lines name no pictures, and these are in several folders, in no sure order.'),
    };
  }
  const sorted = pictures.map(({ path: name }) => name).sort();
  return { lines: new Map(sorted.map((name, line) => [name, line])) };
}

/** The id of each line, and the file that says it where lines are numbers. */
interface WordnetIds {
  ids: readonly string[];
  from?: string;
}

/** The WordNet ids of numbers, by the file beside that says them; undefined if none says all. */
async function idsOf(numbers: readonly string[], folder: string): Promise<WordnetIds | undefined> {
  const files = (await readdir(folder).catch(() => [])).filter((name) => NUMBER_FILES.test(name));
  for (const name of files.sort()) {
    const file = path.join(folder, name);
    const text = await readSmallText(file, 'labelsUnreadable');
    const ids = new Map<string, string>();
    for (const line of linesOf(text ?? '')) {
      const [first = '', second = ''] = line.split(/[\s,]+/);
      if (WORDNET_ID.test(first) && NUMBER.test(second)) ids.set(second, first);
      if (NUMBER.test(first) && WORDNET_ID.test(second)) ids.set(first, second);
    }
    const found = numbers.flatMap((number) => ids.get(String(Number(number))) ?? []);
    if (found.length === numbers.length) return { ids: found, from: file };
  }
  return undefined;
}
