import { notWritable } from '../base/fileErrors.ts';
import { replaceFile } from '../base/replaceFile.ts';
import { walkFolder } from '../folder/scan/walkFolder.ts';
import { csvField, csvPath } from '../folder/tables/csvFields.ts';
import { classesOf } from './trainingSet.ts';

/** Pictures that get another class. */
export interface ClassChange {
  /** Paths relative to the folder, with `/`. */
  paths: readonly string[];
  /** Undefined for pictures that are left out from now on. */
  className: string | undefined;
}

/**
 * Writes a table of all pictures of a folder that have a class, in which some have another one than before. No picture is
 * moved.
 * @param folder absolute
 * @param labels absolute path of the table that says the classes until now; sub-folders if left out
 * @param to absolute path of the new table, which may be the same; replaced if it exists
 * @throws CamError `labelsUnreadable`, `notWritable`
 */
export async function changeClasses(
  folder: string,
  labels: string | undefined,
  to: string,
  { paths, className }: ClassChange,
): Promise<void> {
  const images: { path: string }[] = [];
  for await (const { path } of walkFolder(folder, () => undefined)) images.push({ path });
  const { classes, classOf } = await classesOf(folder, images, labels);
  const changed = new Set(paths);
  const lines = images.flatMap(({ path }) => {
    const known = classOf.get(path);
    const name = changed.has(path) ? className : known === undefined ? undefined : classes[known];
    // A class keeps its name, whatever a table program makes of it.
    return name === undefined ? [] : [`${csvPath(path)},${csvField(name)}`];
  });
  const text = ['file,class', ...lines, ''].join('\r\n');
  try {
    replaceFile(to, text);
  } catch (error) {
    throw notWritable(to, error);
  }
}
