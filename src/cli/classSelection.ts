import { UsageError } from './command/exitCode.ts';

const MOST_SUGGESTIONS = 8;

/** The classes of a command, as indices. */
export interface SelectedClasses {
  /** In the order given; empty if none was. */
  classes: number[];
  /** The class that is taken away from each. */
  against: number | undefined;
}

/** @throws UsageError as {@link selectClass}, or if a class would be taken away from itself. */
export function selectClasses(
  labels: readonly string[],
  wanted: { classes: readonly string[]; against: string | undefined },
): SelectedClasses {
  const classes = wanted.classes.map((one) => selectClass(labels, one));
  const against = wanted.against === undefined ? undefined : selectClass(labels, wanted.against);
  if (against !== undefined && classes.includes(against)) {
    throw new UsageError(
      `\`--against\` names the class ${against} (${labels[against]}) that \`--class\` names.`,
      'Give two different classes.',
    );
  }
  return { classes, against };
}

/**
 * The class that the user means: its index, else its exact label, else its label in other letter case, else the only
 * label that contains the text.
 * @param labels one per class
 * @throws UsageError if there is none, or more than one; it names the candidates.
 */
export function selectClass(labels: readonly string[], wanted: string): number {
  if (/^\d+$/.test(wanted) && Number(wanted) < labels.length) return Number(wanted);
  const lower = wanted.trim().toLowerCase();
  const tests: ((label: string) => boolean)[] = [
    (label) => label === wanted,
    (label) => label.toLowerCase() === lower,
    (label) => lower !== '' && label.toLowerCase().includes(lower),
  ];
  for (const matches of tests) {
    const found = labels.flatMap((label, index) => (matches(label) ? [index] : []));
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    if (found.length > 1) {
      throw new UsageError(
        `\`${wanted}\` can be ${listClasses(labels, found)}.`,
        'Give more of the label, or the index.',
      );
    }
  }
  throw noSuchClass(labels, wanted, lower);
}

function noSuchClass(labels: readonly string[], wanted: string, lower: string): UsageError {
  const near = /^-?\d+$/.test(wanted) ? [] : nearestLabels(labels, lower);
  const range = `This model has the classes 0 to ${labels.length - 1}.`;
  return new UsageError(
    `There is no class \`${wanted}\`.`,
    near.length > 0 ? `Perhaps ${listClasses(labels, near)}? ${range}` : range,
  );
}

function listClasses(labels: readonly string[], indices: number[]): string {
  const shown = indices.slice(0, MOST_SUGGESTIONS).map((index) => `${index} (${labels[index]})`);
  const more = indices.length - shown.length;
  if (more > 0) shown.push(`${more} more`);
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} or ${last}`;
}

/** Labels of which a word, or the whole label, differs from the text in at most a third of the letters. */
function nearestLabels(labels: readonly string[], lower: string): number[] {
  return labels
    .map((label, index) => {
      const whole = label.toLowerCase();
      const distances = [whole, ...whole.split(/[^\p{L}\p{N}]+/u)].map((part) =>
        editDistance(part, lower),
      );
      return { index, distance: Math.min(...distances) };
    })
    .filter(({ distance }) => distance <= Math.ceil(lower.length / 3))
    .sort((a, b) => a.distance - b.distance || a.index - b.index)
    .slice(0, 3)
    .map(({ index }) => index);
}

/** Levenshtein distance: fewest insertions, deletions and replacements. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
