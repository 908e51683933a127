import { drawLandscape } from './backgrounds/landscape.ts';
import { drawRoom } from './backgrounds/room.ts';
import { Canvas, Definitions, path, round } from './canvas.ts';
import type { SceneClass } from './objects/catalog.ts';
import { sceneClasses, sharedIndoors, sharedOutdoors } from './objects/catalog.ts';
import type { ObjectKind } from './objects/objectKind.ts';
import { pictureSizePx as size } from './pictureSize.ts';
import type { Placement, Stage } from './placement.ts';
import { placeObjects } from './placement.ts';
import { Random } from './random.ts';

/** A composed scene as SVG. */
export interface Scene {
  seed: number;
  sceneClass: SceneClass;
  /** What was drawn, from the back to the front. */
  objects: ObjectKind[];
  pictureSvg: string;
  /** Object i in gray level i + 1 on black, without smoothing. */
  maskSvg: string;
}

/** Composes the scene of a seed; consecutive seeds take the classes in turn. */
export function composeScene(seed: number): Scene {
  const random = new Random(seed);
  const sceneClass = sceneClasses[seed % sceneClasses.length] as SceneClass;
  const kinds = chooseObjects(sceneClass, random);

  const definitions = new Definitions();
  const background = new Canvas(definitions);
  const stage = drawStage(background, sceneClass, random);
  const placements = placeObjects(kinds, stage, random);
  const layers = placements.map((placement, index) =>
    drawObject(placement, index + 1, definitions, random),
  );
  const light = addLight(definitions, random);

  const pictures = layers.map((layer) => layer.picture).join('');
  const masks = layers.map((layer) => layer.mask).join('');
  return {
    seed,
    sceneClass,
    objects: placements.map((placement) => placement.kind),
    pictureSvg: svg(
      `${definitions.markup}${background.picture}${pictures}` +
        `<rect width="${size}" height="${size}" fill="${light}"/>`,
    ),
    maskSvg: svg(`<g shape-rendering="crispEdges">${masks}</g>`),
  };
}

/** One to four typical objects, rarely one of another class, and two to five shared ones. */
function chooseObjects(sceneClass: SceneClass, random: Random): ObjectKind[] {
  const typicalCount = random.pick([1, 2, 2, 2, 3, 3, 3, 4]);
  const chosen = random.shuffle(sceneClass.typicalObjects).slice(0, typicalCount);
  if (typicalCount >= 3 && random.chance(0.12)) {
    const others = sceneClasses.filter(
      (other) => other !== sceneClass && other.isIndoor === sceneClass.isIndoor,
    );
    chosen.push(random.pick(random.pick(others).typicalObjects));
  }
  const shared = random.shuffle(sceneClass.isIndoor ? sharedIndoors : sharedOutdoors);
  return [...chosen, ...shared.slice(0, random.integer(2, 5))];
}

function drawStage(canvas: Canvas, sceneClass: SceneClass, random: Random): Stage {
  const { isIndoor } = sceneClass;
  if (isIndoor) {
    const horizonY = random.between(130, 162);
    drawRoom(canvas, random, horizonY);
    const scale = random.between(0.95, 1.25);
    return { isIndoor, horizonY, groundY: horizonY, hasWater: false, scale };
  }
  const horizonY = random.between(96, 128);
  const landscape = drawLandscape(canvas, random, horizonY, sceneClass.waterChance);
  return { isIndoor, horizonY, ...landscape, scale: random.between(0.95, 1.25) };
}

function drawObject(
  placement: Placement,
  maskLevel: number,
  definitions: Definitions,
  random: Random,
): { picture: string; mask: string } {
  const { kind, x, bottom, width, height } = placement;
  const level = maskLevel.toString(16).padStart(2, '0');
  const canvas = new Canvas(definitions, `#${level.repeat(3)}`);
  const isMirrored = random.chance() && !kind.hasText;
  kind.draw(canvas, random);

  const [drawnWidth, drawnHeight] = kind.size;
  const tilt = randomTilt(placement, random);
  const transform =
    path`translate(${x} ${bottom - height}) scale(${width / drawnWidth}) ` +
    path`rotate(${tilt} ${drawnWidth / 2} ${drawnHeight})` +
    (isMirrored ? path` translate(${drawnWidth} 0) scale(-1 1)` : '');
  return {
    picture: `${shadowOf(placement)}<g transform="${transform}">${canvas.picture}</g>`,
    mask: `<g transform="${transform}">${canvas.mask}</g>`,
  };
}

function randomTilt({ anchor }: Placement, random: Random): number {
  switch (anchor) {
    case 'floor':
    case 'water':
      return random.between(-2.5, 2.5);
    case 'wall':
    case 'sky':
      return random.between(-5, 5);
    default:
      return 0;
  }
}

function shadowOf({ kind, anchor, x, bottom, width, height }: Placement): string {
  if (anchor === 'floor') {
    const rx = round(0.52 * width);
    const ry = round(Math.max(3, 0.06 * width));
    const center = `cx="${round(x + width / 2)}" cy="${round(bottom)}"`;
    return `<ellipse ${center} rx="${rx}" ry="${ry}" fill="#000" opacity=".2"/>`;
  }
  if (anchor === 'wall' && !kind.withoutWallShadow) {
    const corner = `x="${round(x + 2.5)}" y="${round(bottom - height + 3)}"`;
    const extent = `width="${round(width)}" height="${round(height)}" rx="2"`;
    return `<rect ${corner} ${extent} fill="#000" opacity=".12"/>`;
  }
  return '';
}

/** Light from above that fades into shade, over the whole picture. */
function addLight(definitions: Definitions, random: Random): string {
  const centerX = round(random.unit());
  const color = random.pick(['#fff2cc', '#ffffff', '#ffe0b8', '#dfeaff']);
  const centerY = round(random.between(0, 0.4));
  const brightness = round(random.between(0.08, 0.3));
  const shade = round(random.between(0.1, 0.38));
  return definitions.add(
    (id) =>
      `<radialGradient id="${id}" cx="${centerX}" cy="${centerY}" r="1.1">` +
      `<stop offset="0" stop-color="${color}" stop-opacity="${brightness}"/>` +
      `<stop offset=".55" stop-color="${color}" stop-opacity="0"/>` +
      `<stop offset="1" stop-color="#101830" stop-opacity="${shade}"/></radialGradient>`,
  );
}

function svg(content: string): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" ` +
    `viewBox="0 0 ${size} ${size}">${content}</svg>`
  );
}
