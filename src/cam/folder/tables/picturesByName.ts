import path from 'node:path';
import { walkFolder } from '../scan/walkFolder.ts';

/** The pictures of a folder, by the names that files about them give them. */
export class PicturesByName {
  readonly #folder: string;
  /** Paths relative to the folder, with `/`. */
  readonly #relatives: readonly string[];
  /** Those paths, by themselves as they are and in lower case. */
  #paths: ReadonlyMap<string, string> | undefined;
  /** By path in lower case without file extension; undefined for one of several. */
  #stems: ReadonlyMap<string, string | undefined> | undefined;
  /** By name in lower case without folders, with and without file extension; undefined for one of several. */
  #bare: ReadonlyMap<string, string | undefined> | undefined;

  /** @param relatives paths of the pictures relative to the folder, with `/` */
  constructor(folder: string, relatives: readonly string[]) {
    this.#folder = folder;
    this.#relatives = relatives;
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

  /** The absolute path of a picture that {@link findLoosely} gives. */
  absolute(relative: string): string {
    return path.join(this.#folder, relative);
  }

  /**
   * The picture of a name, which may be a path on another machine, with `/` or `\`: the folders before it are left out.
   * @param isInside whether the name stands in a file inside the folder; otherwise the last folder that is left out must
   *   have the folder's name, since another folder may have pictures of the same names
   * @returns absolute path, or undefined
   */
  find(name: string, isInside: boolean): string | undefined {
    this.#paths ??= byPath(this.#relatives);
    const found = this.#among(this.#paths, name, isInside);
    return found && this.absolute(found);
  }

  /**
   * As {@link find}, also without file extension, and a name without folders if only one picture has it.
   * @returns path relative to the folder, or undefined
   */
  findLoosely(name: string, isInside: boolean): string | undefined {
    this.#paths ??= byPath(this.#relatives);
    const exact = this.#paths.get(name) ?? this.#among(this.#paths, name, isInside);
    if (exact !== undefined) return exact;
    return this.findByStem(name, isInside);
  }

  /** As {@link findLoosely}, for a name without file extension. */
  findByStem(name: string, isInside: boolean): string | undefined {
    this.#stems ??= unique(this.#relatives, (relative) => [withoutEnding(relative)]);
    const stem = this.#among(this.#stems, name, isInside);
    if (stem !== undefined || /[\\/]/.test(name)) return stem;
    this.#bare ??= unique(this.#relatives, (relative) => {
      const bare = relative.slice(relative.lastIndexOf('/') + 1);
      return [bare, withoutEnding(bare)];
    });
    return this.#bare.get(name.toLowerCase());
  }

  #among(
    table: ReadonlyMap<string, string | undefined>,
    name: string,
    isInside: boolean,
  ): string | undefined {
    const parts = name.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
    for (let from = 0; from < parts.length; from++) {
      const before = parts[from - 1];
      if (before !== undefined && !this.#isFolder(before) && (!isInside || before === '..'))
        continue;
      const relative = parts.slice(from).join('/');
      const found = table.get(relative) ?? table.get(relative.toLowerCase());
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #isFolder(name: string): boolean {
    return name.toLowerCase() === path.basename(this.#folder).toLowerCase();
  }
}

function byPath(relatives: readonly string[]): ReadonlyMap<string, string> {
  const paths = new Map(relatives.map((relative) => [relative, relative]));
  for (const relative of relatives) {
    const lower = relative.toLowerCase();
    if (!paths.has(lower)) paths.set(lower, relative);
  }
  return paths;
}

function unique(
  relatives: readonly string[],
  namesOf: (relative: string) => string[],
): ReadonlyMap<string, string | undefined> {
  const table = new Map<string, string | undefined>();
  for (const relative of relatives) {
    for (const name of new Set(namesOf(relative))) {
      const lower = name.toLowerCase();
      table.set(lower, table.has(lower) ? undefined : relative);
    }
  }
  return table;
}

function withoutEnding(name: string): string {
  return name.slice(0, name.lastIndexOf('.'));
}
