import type { Size } from '../../../src/cam/base/geometry.ts';
import type { ValueKind } from '../../../src/cam/maps/pixels/methodLook.ts';
import { valueKind } from '../state/mapWays.ts';
import type { Loaded } from '../state/store.ts';

/** Sizes in the photo that differ by less than this part are the same. */
const SAME_SIZE = 0.01;

/** Why the values of two maps are not of one kind. */
export type NotComparable = 'otherMethods' | 'otherPixels' | 'otherUnits';

/**
 * Whether the values of two maps may be held against each other. The mean of a map of a layer is in logit units, whatever
 * its grid; the value of a pixel or of a covered part belongs to its size in the photo, and a sensitivity to the unit of
 * the model's input.
 * @returns undefined if they may
 */
export function whyNotComparable(a: Loaded, b: Loaded): NotComparable | undefined {
  if (a.by?.method !== b.by?.method) return 'otherMethods';
  const kind = a.by ? valueKind(a.by.method) : 'cam';
  if (kind === 'cam' || kind === 'layer') return undefined;
  const [sizeA, sizeB] = [sizeOfPart(a, kind), sizeOfPart(b, kind)];
  if (!isAlike(sizeA.width, sizeB.width) || !isAlike(sizeA.height, sizeB.height)) {
    return 'otherPixels';
  }
  return kind === 'sensitivity' && unitsOf(a) !== unitsOf(b) ? 'otherUnits' : undefined;
}

/** Whether the maps of two classes are here, and their values may be held against each other. */
export function haveMaps(
  { main, other }: { main: Loaded; other: Loaded },
  classes: { main: number; other: number },
): boolean {
  return (
    main.maps.hasClassMap(classes.main) &&
    other.maps.hasClassMap(classes.other) &&
    whyNotComparable(main, other) === undefined
  );
}

/** What one value is about, in photo pixels, or in a multiple of them that is the same for all models. */
function sizeOfPart({ explanation }: Loaded, kind: ValueKind): Size {
  const { seen, crop } = explanation.geometry;
  const of = kind === 'fall' ? { width: 1, height: 1 } : crop;
  return { width: seen.width / of.width, height: seen.height / of.height };
}

function isAlike(a: number, b: number): boolean {
  return Math.abs(a - b) <= SAME_SIZE * Math.max(a, b);
}

/** How far a step of 1 in a colour of the photo goes in the model's input: red, green, blue. */
function unitsOf({ model }: Loaded): string {
  const { scale, std, channels } = model.model.preprocessing.value;
  const steps = std.map((of) => (scale / of).toPrecision(6));
  return (channels === 'BGR' ? steps.toReversed() : steps).join(' ');
}
