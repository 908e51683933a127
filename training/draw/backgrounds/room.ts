import type { Canvas } from '../canvas.ts';
import { path } from '../canvas.ts';
import { darker, hsl, lighter } from '../color.ts';
import { pictureSizePx as size } from '../pictureSize.ts';
import type { Random } from '../random.ts';

interface Wall {
  color: string;
  /** Color of the wallpaper's pattern. */
  patternColor: string;
  /** Where the wall ends and the floor begins. */
  floorY: number;
}

type DrawWallpaper = (canvas: Canvas, random: Random, wall: Wall) => void;

/** A wall above `floorY` and a floor below it; nothing in them depends on the scene's class. */
export function drawRoom(canvas: Canvas, random: Random, floorY: number): void {
  const color = hsl(random.between(0, 360), random.between(8, 38), random.between(66, 90));
  const light = canvas.verticalGradient(lighter(color, 0.12), darker(color, 0.06));
  canvas.rect(0, 0, size, floorY, light);

  const drawWallpaper = random.pick(wallpapers);
  const patternColor = random.chance() ? darker(color, 0.07) : lighter(color, 0.3);
  drawWallpaper(canvas, random, { color, patternColor, floorY });
  drawFloor(canvas, random, floorY);

  const skirting = random.chance(0.6) ? '#f7f4ee' : darker(color, 0.35);
  canvas.rect(0, floorY - 5, size, 6, skirting);
  canvas.rect(0, floorY + 1, size, 3, '#000', { opacity: 0.12 });
}

const wallpapers: readonly DrawWallpaper[] = [
  drawStripes,
  drawDots,
  drawDiamonds,
  drawTiles,
  drawPanelling,
  drawWaves,
  function drawPlain() {},
];

function drawStripes(canvas: Canvas, random: Random, { patternColor, floorY }: Wall): void {
  const width = random.between(8, 22);
  for (let x = 0; x < size; x += 2 * width) {
    canvas.rect(x, 0, width, floorY, patternColor, { opacity: 0.7 });
  }
}

function drawDots(canvas: Canvas, random: Random, { patternColor, floorY }: Wall): void {
  const pitch = random.between(14, 26);
  const radius = random.between(1.5, 4);
  for (let row = 0; (row + 0.5) * pitch < floorY; row++) {
    const shift = row % 2 ? pitch / 2 : 0;
    for (let x = shift; x < size; x += pitch) {
      canvas.circle(x, (row + 0.5) * pitch, radius, patternColor);
    }
  }
}

function drawDiamonds(canvas: Canvas, random: Random, { patternColor, floorY }: Wall): void {
  const pitch = random.between(16, 30);
  let lines = '';
  for (let x = -size; x < size; x += pitch) {
    lines += path`M${x} 0L${x + floorY} ${floorY}M${x + floorY} 0L${x} ${floorY}`;
  }
  canvas.stroke(lines, patternColor, 1.6);
}

function drawTiles(canvas: Canvas, random: Random, { patternColor, floorY }: Wall): void {
  const pitch = random.between(14, 24);
  let joints = '';
  for (let x = 0; x < size; x += pitch) {
    joints += path`M${x} 0V${floorY}`;
  }
  for (let y = 0; y < floorY; y += pitch) {
    joints += path`M0 ${y}H${size}`;
  }
  canvas.stroke(joints, patternColor, 1.2);
}

function drawPanelling(canvas: Canvas, random: Random, { color, floorY }: Wall): void {
  const top = floorY * 0.6;
  canvas.rect(0, top, size, floorY - top, lighter(color, 0.35));
  canvas.rect(0, top - 3, size, 4, darker(color, 0.2));
  for (let x = random.between(0, 20); x < size; x += 26) {
    canvas.line(x, top, x, floorY, darker(color, 0.12), 1);
  }
}

function drawWaves(canvas: Canvas, random: Random, { patternColor, floorY }: Wall): void {
  const length = random.between(20, 32);
  let waves = '';
  for (let y = 0; y < floorY; y += length * 0.6) {
    for (let x = 0; x < size + length; x += length) {
      const start = path`M${x - length / 2} ${y + length * 0.3}`;
      waves += start + path`q${length / 4} ${-length / 2} ${length / 2} 0t${length / 2} 0`;
    }
  }
  canvas.stroke(waves, patternColor, 1.4);
}

function drawFloor(canvas: Canvas, random: Random, floorY: number): void {
  const isWooden = random.chance(0.6);
  const color = isWooden
    ? random.pick(['#b98b5e', '#8f6443', '#d6b88e', '#6e4d38', '#a57a52'])
    : hsl(random.between(0, 360), random.between(5, 25), random.between(45, 82));
  const light = canvas.verticalGradient(lighter(color, 0.1), darker(color, 0.12));
  canvas.rect(0, floorY, size, size - floorY, light);

  const pattern = random.pick(['planks', 'tiles', 'plain']);
  if (pattern === 'planks') {
    canvas.stroke(plankJoints(random, floorY), darker(color, 0.18), 1);
  } else if (pattern === 'tiles') {
    canvas.stroke(tileJoints(floorY), darker(color, 0.16), 1);
  }
}

/** Rows get higher towards the viewer. */
function plankJoints(random: Random, floorY: number): string {
  let joints = '';
  let y = floorY;
  let height = 5;
  for (let row = 0; y < size; row++) {
    joints += path`M0 ${y}H${size}`;
    const shift = row % 2 ? 24 : 0;
    for (let x = shift + random.between(0, 8); x < size; x += 52) {
      joints += path`M${x} ${y}v${height}`;
    }
    y += height;
    height *= 1.3;
  }
  return joints;
}

function tileJoints(floorY: number): string {
  let joints = '';
  let height = 6;
  for (let y = floorY; y < size; y += height, height *= 1.3) {
    joints += path`M0 ${y}H${size}`;
  }
  const center = size / 2;
  for (let x = -size; x < 2 * size; x += 28) {
    const fromCenter = x - center;
    joints += path`M${center + fromCenter * 0.55} ${floorY}L${center + fromCenter * 1.25} ${size}`;
  }
  return joints;
}
