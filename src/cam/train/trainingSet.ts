import { Slices } from '../base/slices.ts';
import type { FolderIndex } from '../folder/folderIndex.ts';
import type { Samples } from '../linear/samples/samples.ts';
import { NEAR_DUPLICATES } from '../results/training.ts';
import type { PictureClasses } from './classFolders.ts';
import { byName, classesByFolder } from './classFolders.ts';
import { groupsOfNearDuplicates } from './nearDuplicates.ts';
import { readPictureTable } from './pictureTable.ts';

/** Pictures with their features and classes. */
export interface TrainingSet extends Samples {
  /** Rows of the index, one for each sample. */
  images: readonly number[];
  /** Of each sample; undefined if each is one. */
  groups: Int32Array | undefined;
  /** Pictures of the index without a class. */
  unlabelled: number;
}

/** Where classes and groups are stated. */
export interface TrainingLabels {
  /** Absolute path of a table of pictures and classes; sub-folders if left out. */
  labels?: string;
  /**
   * Absolute path of a table of pictures and groups: pictures of a group are learned from together, or not at all; or
   * {@link NEAR_DUPLICATES}: those that are nearly the same are such a group.
   */
  groups?: string;
}

/**
 * The classes of a folder's pictures.
 * @param images paths relative to the folder, with `/`
 * @param labels absolute path of a table; sub-folders if left out
 * @throws CamError `labelsUnreadable`
 */
export async function classesOf(
  folder: string,
  images: readonly { path: string }[],
  labels: string | undefined,
): Promise<PictureClasses> {
  if (labels === undefined) return classesByFolder(folder, images);
  return byName(await readPictureTable(labels, 'class', folder, images));
}

/**
 * The pictures of an index that have a class, with the means of their feature map over its positions.
 * @throws CamError `labelsUnreadable`
 */
export async function trainingSet(
  index: FolderIndex,
  { labels, groups }: TrainingLabels,
): Promise<TrainingSet> {
  const { folder, images } = index;
  const { classes, classOf } = await classesOf(folder, images, labels);
  const rows = images.flatMap(({ path }, row) => (classOf.has(path) ? [row] : []));
  const pathOf = (row: number) => images[row]?.path ?? '';
  const samples: Samples = {
    features: await featuresOf(index, rows),
    classes,
    labels: Int32Array.from(rows, (row) => classOf.get(pathOf(row)) ?? 0),
  };
  const unlabelled = images.length - rows.length;
  const set = { ...samples, images: rows, unlabelled };
  if (groups === undefined) return { ...set, groups };
  if (groups === NEAR_DUPLICATES) {
    return { ...set, groups: await groupsOfNearDuplicates(samples) };
  }
  const names = await readPictureTable(groups, 'group', folder, images);
  return { ...set, groups: groupsOf(names, rows.map(pathOf)) };
}

/** Row-major n × channels. The index has them channel by channel. */
async function featuresOf(
  index: FolderIndex,
  rows: readonly number[],
): Promise<Samples['features']> {
  const columns = index.model.channels;
  const values = new Float32Array(rows.length * columns);
  const slices = new Slices();
  for (let k = 0; k < columns; k++) {
    if (slices.isOver) await slices.next();
    const means = await index.means(k);
    for (const [i, row] of rows.entries()) values[i * columns + k] = means[row] as number;
  }
  return { rows: rows.length, columns, values };
}

/** Numbers of groups; a picture that is in none is one by itself. */
function groupsOf(names: ReadonlyMap<string, string>, paths: readonly string[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(paths, (path) => {
    const name = names.get(path);
    const key = name === undefined ? `picture ${path}` : `group ${name}`;
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}
