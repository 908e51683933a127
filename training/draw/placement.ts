import type { Anchor, ObjectKind } from './objects/objectKind.ts';
import { pictureSizePx } from './pictureSize.ts';
import type { Random } from './random.ts';

/** The empty scene that objects are put into. */
export interface Stage {
  isIndoor: boolean;
  /** Where the wall meets the floor, or the sky the land. */
  horizonY: number;
  /** Where objects on the ground may begin to stand: below the water, if there is any. */
  groundY: number;
  hasWater: boolean;
  /** How large objects are in this scene. */
  scale: number;
}

/** An object's rectangle in the picture. */
export interface Placement {
  kind: ObjectKind;
  anchor: Anchor;
  x: number;
  /** The bottom edge; objects lower in the picture stand in front. */
  bottom: number;
  width: number;
  height: number;
}

const maxTries = 30;
/** Free places get rare: after this many tries more overlap is allowed. */
const strictTries = 20;

/** Finds a place for each kind in turn; kinds that find none are left out. */
export function placeObjects(
  kinds: readonly ObjectKind[],
  stage: Stage,
  random: Random,
): Placement[] {
  const placed: Placement[] = [];
  for (const kind of kinds) {
    for (let attempt = 0; attempt < maxTries; attempt++) {
      const candidate = proposePlacement(kind, stage, random);
      const maxOverlap = attempt < strictTries ? 0.18 : 0.38;
      if (hasRoom(candidate, placed, maxOverlap)) {
        placed.push(candidate);
        break;
      }
    }
  }
  return placed.sort((a, b) => depth(a) - depth(b));
}

function proposePlacement(kind: ObjectKind, stage: Stage, random: Random): Placement {
  const anchor = kind.anchor === 'water' && !stage.hasWater ? 'floor' : kind.anchor;
  const width = random.between(...kind.widthPx) * stage.scale;
  const [drawnWidth, drawnHeight] = kind.size;
  const height = (width * drawnHeight) / drawnWidth;
  const x = random.between(-0.12 * width, pictureSizePx - 0.88 * width);

  if (anchor === 'floor') {
    const nearness = random.unit();
    const bottom = stage.groundY + 8 + nearness * (pictureSizePx - stage.groundY - 10);
    const scale = stage.isIndoor ? 0.94 + 0.16 * nearness : 0.82 + 0.3 * nearness;
    return { kind, anchor, x, bottom, width: width * scale, height: height * scale };
  }
  const bottom = hangingBottom(anchor, height, stage, random);
  if (kind.hangsHigh) {
    const highest = Math.min(bottom, random.between(72, 84));
    return { kind, anchor, x, bottom: highest, width, height };
  }
  return { kind, anchor, x, bottom, width, height };
}

function hangingBottom(
  anchor: Exclude<Anchor, 'floor'>,
  height: number,
  { horizonY, groundY }: Stage,
  random: Random,
): number {
  switch (anchor) {
    case 'rug':
      return horizonY + 26 + random.unit() * (pictureSizePx - horizonY - 24);
    case 'wall':
      return Math.max(height + 2, random.between(height + 4, horizonY - 16));
    case 'ceiling':
      return random.between(34, 60);
    case 'sky':
      return random.between(height + 2, Math.max(height + 4, horizonY - 10));
    case 'water':
      return random.between(horizonY + 6, groundY + 3);
  }
}

/** Rugs lie under anything. */
function hasRoom(candidate: Placement, placed: readonly Placement[], maxOverlap: number): boolean {
  return (
    candidate.anchor === 'rug' ||
    placed.every((other) => other.anchor === 'rug' || overlap(candidate, other) < maxOverlap)
  );
}

/** The shared area as a share of the smaller rectangle. */
function overlap(a: Placement, b: Placement): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.bottom - a.height, b.bottom - b.height);
  if (width <= 0 || height <= 0) {
    return 0;
  }
  return (width * height) / Math.min(a.width * a.height, b.width * b.height);
}

/** Paint order: what hangs and lies first, then what stands, from the back to the front. */
function depth({ anchor, bottom }: Placement): number {
  const layers: Anchor[] = ['sky', 'wall', 'ceiling', 'rug', 'water', 'floor'];
  return anchor === 'floor' ? layers.length + bottom : layers.indexOf(anchor);
}
