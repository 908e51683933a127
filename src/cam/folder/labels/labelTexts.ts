import path from 'node:path';
import { t } from '@vscode/l10n';
import type { Finding } from '../../results/evaluation/scores.ts';
import { asText, Tally } from '../tables/tally.ts';
import type { ClassReading, Doubt } from './labelReading.ts';

/**
 * What a source names, in a sentence.
 * @param ofPictures the classes of each picture
 * @param classes number of the model's classes
 */
export function sourceText(
  { kind, from, countedFrom, labelled }: ClassReading,
  ofPictures: readonly (readonly number[])[],
  classes: number,
): string {
  const named = new Set<number>();
  for (const some of ofPictures) for (const classIndex of some) named.add(classIndex);
  const counts = [
    ...[asText(named.size), asText(classes), asText(labelled), asText(ofPictures.length)],
  ] as const;
  const name = path.basename(from);
  if (kind === 'folders') {
    return t('Labels: sub-folders name {0} of {1} classes ({2} of {3} pictures).', ...counts);
  }
  if (kind === 'annotations') {
    return t(
      'Labels: the objects in {4} name {0} of {1} classes ({2} of {3} pictures).',
      ...counts,
      name,
    );
  }
  if (countedFrom === undefined) {
    return t('Labels: {4} names {0} of {1} classes ({2} of {3} pictures).', ...counts, name);
  }
  return t(
    'Labels: class numbers in {4}, counted from {5}, name {0} of {1} classes ({2} of {3} pictures).',
    ...counts,
    name,
    countedFrom,
  );
}

/** What a source says that does not count. */
export function readingFindings({ kind, from, unknown, missing }: ClassReading): Finding[] {
  const name = path.basename(from);
  const unknownText = () =>
    kind === 'folders'
      ? t(
          'Sub-folders that name no class of the model, or more than one: {0}, with {1} pictures.',
          asText(unknown.names),
          asText(unknown.total),
        )
      : t(
          'Names in {0} that are no class of the model: {1}, of {2} labels.',
          name,
          asText(unknown.names),
          asText(unknown.total),
        );
  return [
    ...unknown.findings('unknownClass', unknownText),
    ...missing.findings('missingPicture', () =>
      t(
        'Lines of {0} about pictures that are not in the folder: {1}.',
        name,
        asText(missing.total),
      ),
    ),
  ];
}

/** @param doubt what class numbers can mean, a sentence */
export function numberDoubt(doubt: string): Doubt {
  return { doubt: t('{0} Names of classes or WordNet ids in their place are certain.', doubt) };
}

/** A source whose meaning is not certain, or that cannot be read. */
export function refusal(from: string, doubt: string): Finding {
  const name = path.basename(from);
  const text = t('{0} is not used for labels. {1}', name, doubt);
  return { kind: 'refusedLabels', count: 1, text, examples: [name] };
}

/**
 * Pictures without a class.
 * @param classes of each of the images
 */
export function unlabelled(
  images: readonly { path: string }[],
  classes: readonly (readonly number[])[],
  hasSource: boolean,
): Finding[] {
  const tally = new Tally();
  for (const [i, image] of images.entries()) if (classes[i]?.length === 0) tally.add(image.path);
  return tally.findings('unlabelled', () =>
    hasSource
      ? t(
          'Pictures without a class: {0} of {1}; they are in no score.',
          asText(tally.total),
          asText(images.length),
        )
      : t(
          'No labels were found for the {0} pictures: put them into sub-folders named as classes, or write labels.csv with lines of picture and class.',
          asText(images.length),
        ),
  );
}
