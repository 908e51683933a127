import path from 'node:path';
import { walkFolder } from '../scan/walkFolder.ts';

/** How a file names pictures, the surest way first; all but `bare` may have folders before the name. */
export const WAYS = ['path', 'stem', 'bare'] as const;

/** By path with file extension, without it, or by the name alone of a picture in any folder. */
type Way = (typeof WAYS)[number];

/** What a name means. */
export interface NamedPicture {
  /** Relative to the folder, with `/`. */
  picture: string;
  /** The folders that were left out before the name, in lower case; empty if none was. */
  leftOut: string;
  /** Whether nothing was left out, or the last one is the folder itself. */
  isSure: boolean;
}

/** The pictures of a folder, by the names that files about them give them. */
export class PicturesByName {
  readonly #folder: string;
  /** Paths relative to the folder, with `/`. */
  readonly #relatives: readonly string[];
  readonly #names: Readonly<Record<Way, NameIndex>>;

  /** @param relatives paths of the pictures relative to the folder, with `/` */
  constructor(folder: string, relatives: readonly string[]) {
    this.#folder = folder;
    this.#relatives = relatives;
    this.#names = {
      path: new NameIndex(relatives, (relative) => [relative]),
      stem: new NameIndex(relatives, (relative) => [withoutEnding(relative)]),
      bare: new NameIndex(relatives, (relative) => {
        const bare = relative.slice(relative.lastIndexOf('/') + 1);
        return bare === relative ? [] : [bare, withoutEnding(bare)];
      }),
    };
  }

  static async of(folder: string): Promise<PicturesByName> {
    const relatives: string[] = [];
    for await (const image of walkFolder(folder, () => undefined)) relatives.push(image.path);
    return new PicturesByName(folder, relatives);
  }

  /** Those that are not in a folder; all of them if it is not inside this one. */
  outside(folder: string): PicturesByName {
    const inside = `${path.relative(this.#folder, folder).replaceAll(path.sep, '/')}/`;
    const others = this.#relatives.filter((relative) => !relative.startsWith(inside));
    return others.length === this.#relatives.length
      ? this
      : new PicturesByName(this.#folder, others);
  }

  /** The absolute path of a picture. */
  absolute(relative: string): string {
    return path.join(this.#folder, relative);
  }

  /**
   * The picture of a name, which may be a path on another machine, with `/` or `\`: the folders before it are left out.
   * Upper and lower case make no difference, unless pictures differ in nothing else.
   * @param isInside whether the name stands in a file inside the folder; otherwise the last folder that is left out must
   *   have the folder's name, since another folder may have pictures of the same names
   * @returns path relative to the folder, or undefined if there is none, or more than one
   */
  find(name: string, isInside: boolean, ways: readonly Way[] = ['path']): NamedPicture | undefined {
    for (const way of ways) {
      const found = this.#find(name, isInside, way, 'anyCase');
      if (found) return found;
    }
    return undefined;
  }

  /** As {@link find} in one way, in the case in which the picture's name is written: fast for names that are none. */
  findExactly(name: string, isInside: boolean, way: Way): NamedPicture | undefined {
    return this.#find(name, isInside, way, 'exact');
  }

  #find(
    name: string,
    isInside: boolean,
    way: Way,
    by: 'anyCase' | 'exact',
  ): NamedPicture | undefined {
    const index = this.#names[way];
    const whole = index[by](name);
    if (whole !== undefined) return { picture: whole, leftOut: '', isSure: true };
    if (way === 'bare' || !/[\\/]/.test(name)) return undefined;
    const parts = name.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
    for (let from = 0; from < parts.length; from++) {
      const before = parts[from - 1];
      const isSure = before === undefined || this.#isFolder(before);
      if (!isSure && (!isInside || before === '..')) continue;
      const picture = index[by](parts.slice(from).join('/'));
      if (picture === undefined) continue;
      return { picture, leftOut: parts.slice(0, from).join('/').toLowerCase(), isSure };
    }
    return undefined;
  }

  #isFolder(name: string): boolean {
    return name.toLowerCase() === path.basename(this.#folder).toLowerCase();
  }
}

/**
 * The pictures that the names of one file mean for certain. `train/1.png` and `val/1.png` are two pictures, of which a
 * folder may have one as `1.png`: if the file has names that are sure, the others are those of other folders; otherwise a
 * picture that several names with different folders could mean is meant by none of them.
 */
export function certainPictures(
  names: ReadonlyMap<string, NamedPicture>,
): ReadonlyMap<string, string> {
  const isFolderNamed = [...names.values()].some(({ leftOut, isSure }) => isSure && leftOut !== '');
  const foldersOf = new Map<string, Set<string>>();
  for (const { picture, leftOut } of names.values()) {
    foldersOf.set(picture, (foldersOf.get(picture) ?? new Set()).add(leftOut));
  }
  const isCertain = ({ picture, isSure }: NamedPicture) =>
    isSure || (!isFolderNamed && foldersOf.get(picture)?.size === 1);
  return new Map(
    [...names].flatMap(([name, named]) =>
      isCertain(named) ? [[name, named.picture] as const] : [],
    ),
  );
}

/** Pictures by one kind of name; a name of several means none. Tables are made when they are needed. */
class NameIndex {
  readonly #relatives: readonly string[];
  readonly #namesOf: (relative: string) => string[];
  #exact: ReadonlyMap<string, string | undefined> | undefined;
  #lower: ReadonlyMap<string, string | undefined> | undefined;

  constructor(relatives: readonly string[], namesOf: (relative: string) => string[]) {
    this.#relatives = relatives;
    this.#namesOf = namesOf;
  }

  exact(name: string): string | undefined {
    this.#exact ??= this.#table((one) => one);
    return this.#exact.get(name);
  }

  anyCase(name: string): string | undefined {
    const exact = this.exact(name);
    if (exact !== undefined) return exact;
    this.#lower ??= this.#table((one) => one.toLowerCase());
    return this.#lower.get(name.toLowerCase());
  }

  #table(form: (name: string) => string): ReadonlyMap<string, string | undefined> {
    const table = new Map<string, string | undefined>();
    for (const relative of this.#relatives) {
      for (const name of this.#namesOf(relative)) {
        const key = form(name);
        table.set(key, table.has(key) && table.get(key) !== relative ? undefined : relative);
      }
    }
    return table;
  }
}

function withoutEnding(name: string): string {
  return name.slice(0, name.lastIndexOf('.'));
}
