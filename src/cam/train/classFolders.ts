import { noClasses, onlyParts } from './errors.ts';

/** Sub-folders of every data set, which are no classes. */
const PARTS = /^(train(ing)?|test(ing)?|val(id(ation)?)?)$/i;

/** Which class each picture shows. */
export interface PictureClasses {
  /** In the order of their code points, as torchvision's `ImageFolder`. */
  classes: string[];
  /** Index of the class by path relative to the folder; pictures without a class are not in it. */
  classOf: ReadonlyMap<string, number>;
}

/**
 * The classes that the sub-folders of a folder name; pictures in the folder itself have none.
 * @param images paths relative to the folder, with `/`
 * @throws CamError `labelsUnreadable` if there are no sub-folders, or only parts as train and val
 */
export function classesByFolder(
  folder: string,
  images: readonly { path: string }[],
): PictureClasses {
  const named = images.flatMap(({ path }): [string, string][] => {
    const end = path.indexOf('/');
    return end < 0 ? [] : [[path, path.slice(0, end)]];
  });
  const found = byName(named);
  if (found.classes.length === 0) throw noClasses(folder);
  if (found.classes.every((name) => PARTS.test(name))) throw onlyParts(folder, found.classes);
  return found;
}

/** Numbers for the names of classes. */
export function byName(named: Iterable<readonly [path: string, name: string]>): PictureClasses {
  const all = [...named];
  const classes = [...new Set(all.map(([, name]) => name))].sort();
  const numbers = new Map(classes.map((name, number) => [name, number]));
  return { classes, classOf: new Map(all.map(([path, name]) => [path, numbers.get(name) ?? 0])) };
}
