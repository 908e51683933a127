import type { ClassOf } from '../../config/labels/classNames.ts';
import { classesByWords } from '../../config/labels/classNames.ts';
import { readClassNumbers } from '../../config/labels/classNumbers.ts';
import type { Finding } from '../../results/evaluation/scores.ts';
import type { FolderAnnotations } from '../annotations/folderAnnotations.ts';
import { ClassReading } from './labelReading.ts';
import { numberDoubt, refusal } from './labelTexts.ts';

/**
 * The classes that the categories of annotations mean, by words or WordNet ids, or by numbers if all are numbers.
 * @returns with a finding if it is not certain what the numbers mean: then no category is a class
 */
export function categoryClasses(
  annotations: Pick<FolderAnnotations, 'classNames' | 'source'>,
  labels: readonly string[],
): { classOf: ClassOf; findings: Finding[] } {
  const { classNames, source } = annotations;
  const byWords = classesByWords(labels);
  const areNumbers =
    classNames.length > 0 &&
    classNames.every((name) => /^\d+$/.test(name) && byWords(name) === undefined);
  if (!areNumbers) return { classOf: byWords, findings: [] };
  const reading = readClassNumbers(classNames.map(Number), labels);
  return 'doubt' in reading
    ? {
        classOf: () => undefined,
        findings: [refusal(source.from, numberDoubt(reading.doubt).doubt)],
      }
    : { classOf: (name) => Number(name) - reading.first, findings: [] };
}

/** The classes of pictures by the names of their objects; a picture may have several. */
export async function annotationLabels(
  annotations: FolderAnnotations,
  images: readonly { path: string }[],
  labels: readonly string[],
): Promise<ClassReading> {
  const reading = new ClassReading('annotations', annotations.source.from);
  const categories = await annotations.categories();
  const { classOf } = categoryClasses(annotations, labels);
  for (const { path: name } of images) {
    const classes = (categories.get(name) ?? []).flatMap((category) => {
      const classIndex = classOf(category);
      if (classIndex === undefined) reading.unknown.add(category);
      return classIndex ?? [];
    });
    reading.add(name, [...new Set(classes)]);
  }
  return reading;
}
