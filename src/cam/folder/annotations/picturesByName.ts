import path from 'node:path';
import { walkFolder } from '../scan/walkFolder.ts';

/** The pictures of a folder, by the names that annotations give them. */
export class PicturesByName {
  readonly #folder: string;
  /** Absolute paths, by path relative to the folder, as it is and in lower case. */
  readonly #paths = new Map<string, string>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async of(folder: string): Promise<PicturesByName> {
    const pictures = new PicturesByName(folder);
    for await (const image of walkFolder(folder, () => undefined)) pictures.#add(image.path);
    return pictures;
  }

  #add(relative: string): void {
    const file = path.join(this.#folder, relative);
    this.#paths.set(relative, file);
    const lower = relative.toLowerCase();
    if (!this.#paths.has(lower)) this.#paths.set(lower, file);
  }

  /**
   * The picture of a name, which may be a path on another machine, with `/` or `\`: the folders before it are left out.
   * @param isInside whether the name stands in a file inside the folder; otherwise the last folder that is left out must
   *   have the folder's name, since another folder may have pictures of the same names
   * @returns absolute path, or undefined
   */
  find(name: string, isInside: boolean): string | undefined {
    const parts = name.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
    for (let from = 0; from < parts.length; from++) {
      const before = parts[from - 1];
      if (before !== undefined && !this.#isFolder(before) && (!isInside || before === '..'))
        continue;
      const relative = parts.slice(from).join('/');
      const found = this.#paths.get(relative) ?? this.#paths.get(relative.toLowerCase());
      if (found) return found;
    }
    return undefined;
  }

  #isFolder(name: string): boolean {
    return name.toLowerCase() === path.basename(this.#folder).toLowerCase();
  }
}
