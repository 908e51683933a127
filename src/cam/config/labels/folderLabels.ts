/** The class that the folders of each image name; undefined if they name none. */
export type ImageLabels = readonly (number | undefined)[];

/** A WordNet id before the words of a class: `n01440764 tench`, `n02085620-Chihuahua`. */
const WORDNET = /^(n\d{8})(?: (.*))?$/;

const NUMBER = /^\d+$/;

/**
 * The classes that the folders of a data set name. A folder names a class by the whole label, by a part of it
 * (`n01440764`, `tench` and `Tinca tinca` of `n01440764 tench, Tinca tinca`), or by the number of the class; upper
 * case, `_`, `-` and spaces make no difference. Never guessed: an ambiguous name counts as none, an image in the
 * folders of two classes has no label, and numbers count only if all of them are classes and neither a folder's words
 * nor a label contradicts this. If fewer than half of the images are in such folders, none is labelled.
 * @param labels one for each class
 */
export function labelsByFolder(
  images: readonly { path: string }[],
  labels: readonly string[],
): ImageLabels {
  const folders = images.map(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf('/'))));
  const different = [...new Set(folders)];
  const names = new Set(different.flatMap((folder) => folder.split('/')));
  const classOf = classNames(labels, names);
  const classOfFolder = new Map(
    different.map((folder) => {
      const classes = new Set(folder.split('/').map(classOf));
      classes.delete(undefined);
      return [folder, classes.size === 1 ? [...classes][0] : undefined];
    }),
  );
  const found = folders.map((folder) => classOfFolder.get(folder));
  const labelled = found.filter((classIndex) => classIndex !== undefined).length;
  return 2 * labelled < images.length ? found.map(() => undefined) : found;
}

/** Folders above a picture that may name its class: its own one, and that one's. */
const NAMING_FOLDERS = 2;

/** Folders of every data set; one of them may be the name of a class as well, as “train” in CIFAR-100. */
const COMMON = /^(train(ing)?|test(ing)?|val(id(ation)?)?|images?|pictures?|photos?|data)$/i;

/**
 * The class that the two folders above one picture name, as {@link labelsByFolder}. Numbers and common names are not
 * taken for classes, because there are no other folders to compare with.
 * @param file absolute path
 * @param labels one for each class
 */
export function labelByFolder(file: string, labels: readonly string[]): number | undefined {
  const parts = file.split(/[/\\]/).slice(-1 - NAMING_FOLDERS);
  const folders = parts.slice(0, -1).filter((folder) => !COMMON.test(folder));
  if (folders.some((folder) => NUMBER.test(folder))) return undefined;
  return labelsByFolder([{ path: [...folders, 'picture'].join('/') }], labels)[0];
}

/** The class that a folder's name means. */
function classNames(
  labels: readonly string[],
  folderNames: ReadonlySet<string>,
): (name: string) => number | undefined {
  const asked = new Set([...folderNames].map(plain).flatMap((name) => [name, ...partsOf(name)]));
  const whole = new NameTable(asked);
  const parts = new NameTable(asked);
  for (const [classIndex, label] of labels.entries()) {
    const name = plain(label);
    whole.add(name, classIndex);
    for (const part of partsOf(name)) parts.add(part, classIndex);
  }
  const byWords = (folder: string): number | undefined => {
    const name = plain(folder);
    const [, id, words] = WORDNET.exec(name) ?? [];
    const spoken = id !== undefined && !parts.has(id) ? (words ?? '') : name;
    for (const table of [whole, parts]) if (table.has(spoken)) return table.get(spoken);
    return id === undefined ? undefined : parts.get(id);
  };
  const all = [...folderNames];
  const areNumbers =
    all.every((name) => byWords(name) === undefined) &&
    all.every((name) => !NUMBER.test(name) || Number(name) < labels.length) &&
    !labels.some((label) => NUMBER.test(label.trim()));
  if (!areNumbers) return byWords;
  return (name) => (NUMBER.test(name) ? Number(name) : undefined);
}

/** Of a {@link plain} name: its id, its words, and each of those between commas. */
function partsOf(name: string): string[] {
  const [, id, words] = WORDNET.exec(name) ?? [];
  const rest = (words ?? name).split(',').map((part) => part.trim());
  return id === undefined ? rest : [id, words ?? '', ...rest];
}

/** Classes by a name of theirs; all names are {@link plain}. */
class NameTable {
  readonly #asked: ReadonlySet<string>;
  readonly #classes = new Map<string, Set<number>>();

  /** @param asked the names that are asked for later; a model of 20,000 classes has many others */
  constructor(asked: ReadonlySet<string>) {
    this.#asked = asked;
  }

  add(name: string, classIndex: number): void {
    if (name === '' || !this.#asked.has(name)) return;
    const classes = this.#classes.get(name) ?? new Set();
    this.#classes.set(name, classes.add(classIndex));
  }

  has(name: string): boolean {
    return this.#classes.has(name);
  }

  /** Undefined if several classes have the name. */
  get(name: string): number | undefined {
    const classes = [...(this.#classes.get(name) ?? [])];
    return classes.length === 1 ? classes[0] : undefined;
  }
}

function plain(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim();
}
