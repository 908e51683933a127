import { IMAGENET_IDS } from './imagenetIds.ts';
import { IMAGENET_NAMES } from './imagenetNames.ts';

/** The class that a name means; undefined if none or more than one. */
export type ClassOf = (name: string) => number | undefined;

/** A WordNet id before the words of a class: `n01440764 tench`, `n02085620-Chihuahua`. */
const WORDNET = /^(n\d{8})(?: (.*))?$/;

/**
 * The classes of a model by what people call them: the whole label, a part of it (`n01440764`, `tench` and `Tinca tinca`
 * of `n01440764 tench, Tinca tinca`), the WordNet id of a class of ImageNet-1k whose name is a label, or several names
 * with commas between them, of which those that are known mean one class. Upper case, `_`, `-` and spaces make no
 * difference; a name of several classes means none.
 * @param labels one for each class
 * @param names those that are asked for later, if they are known: a model of 20,000 classes has many others
 */
export function classesByWords(labels: readonly string[], names?: Iterable<string>): ClassOf {
  const asked = names && new Set<string>();
  for (const name of names ?? []) for (const form of formsOf(plain(name))) asked?.add(form);
  const whole = new NameTable(asked);
  const parts = new NameTable(asked);
  const written = new Map<string, number | undefined>();
  for (const [classIndex, label] of labels.entries()) {
    written.set(label, written.has(label) ? undefined : classIndex);
    const name = plain(label);
    whole.add(name, classIndex);
    for (const part of partsOf(name)) parts.add(part, classIndex);
  }
  const bySpoken = (spoken: string): number | undefined => {
    for (const table of [whole, parts]) if (table.has(spoken)) return table.get(spoken);
    const classes = new Set(spoken.split(',').map((part) => parts.get(part.trim())));
    classes.delete(undefined);
    return classes.size === 1 ? [...classes][0] : undefined;
  };
  let offset: number | undefined | 'unknown' = 'unknown';
  const byId = (id: string): number | undefined => {
    if (parts.has(id)) return parts.get(id);
    const place = placeOfId(id);
    if (place === undefined) return undefined;
    if (offset === 'unknown') offset = imagenetOffset(labels);
    return offset === undefined ? bySpoken(imagenetName(place)) : place + offset;
  };
  return (asIs) => {
    // "Cardigan" is a dog of ImageNet-1k, "cardigan" is not.
    const same = written.get(asIs);
    if (same !== undefined) return same;
    const name = plain(asIs);
    const [, id, words] = WORDNET.exec(name) ?? [];
    if (id === undefined || (whole.has(name) && !parts.has(id))) return bySpoken(name);
    return byId(id) ?? bySpoken(words ?? '');
  };
}

/**
 * Where the classes of ImageNet-1k begin among a model's: 0, 1 behind a class for the background, or undefined if it has
 * others. Lists of its names differ, so half of them have to stand in their place; in another order hardly one would.
 */
export function imagenetOffset(labels: readonly string[]): 0 | 1 | undefined {
  const count = IMAGENET_NAMES.length;
  const offset = labels.length - count;
  if (offset !== 0 && offset !== 1) return undefined;
  const isSame = (place: number) =>
    partsOf(plain(labels[place + offset] ?? '')).includes(imagenetName(place));
  const same = IMAGENET_NAMES.filter((_, place) => isSame(place)).length;
  return 2 * same >= count ? offset : undefined;
}

let places: ReadonlyMap<string, number> | undefined;

/** Place of a WordNet id among those of ImageNet-1k. */
function placeOfId(id: string): number | undefined {
  places ??= new Map(IMAGENET_IDS.map((known, place) => [known, place]));
  return places.get(id);
}

function imagenetName(place: number): string {
  return plain(IMAGENET_NAMES[place] ?? '');
}

/** Everything that is looked up for a {@link plain} name. */
function formsOf(name: string): string[] {
  const [, id] = WORDNET.exec(name) ?? [];
  const place = id === undefined ? undefined : placeOfId(id);
  return [name, ...partsOf(name), ...(place === undefined ? [] : [imagenetName(place)])];
}

/** Of a {@link plain} name: its id, its words, and each of those between commas. */
function partsOf(name: string): string[] {
  const [, id, words] = WORDNET.exec(name) ?? [];
  const rest = (words ?? name).split(',').map((part) => part.trim());
  return id === undefined ? rest : [id, words ?? '', ...rest];
}

/** Classes by a name of theirs; all names are {@link plain}. */
class NameTable {
  readonly #asked: ReadonlySet<string> | undefined;
  readonly #classes = new Map<string, Set<number>>();

  /** @param asked the only names that are kept; undefined for all */
  constructor(asked: ReadonlySet<string> | undefined) {
    this.#asked = asked;
  }

  add(name: string, classIndex: number): void {
    if (name === '' || this.#asked?.has(name) === false) return;
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
