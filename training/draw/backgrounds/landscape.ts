import type { Canvas } from '../canvas.ts';
import { path } from '../canvas.ts';
import { darker, hsl, lighter, mix } from '../color.ts';
import { pictureSizePx as size } from '../pictureSize.ts';
import type { Random } from '../random.ts';

interface Sky {
  top: string;
  bottom: string;
}

export interface Landscape {
  /** Where the ground begins: the horizon, or the water's near edge. */
  groundY: number;
  hasWater: boolean;
}

/** Sky, skyline and ground; only the chance of water may depend on the scene's class. */
export function drawLandscape(
  canvas: Canvas,
  random: Random,
  horizonY: number,
  waterChance: number,
): Landscape {
  const sky = random.pick<Sky>([
    { top: '#6fb7ea', bottom: '#dff1fb' },
    { top: '#8fc7ee', bottom: '#f6f0dd' },
    { top: '#f2a06b', bottom: '#fbe3b4' },
    { top: '#a7b8c6', bottom: '#e3e9ec' },
    { top: '#7f8fd0', bottom: '#f3cfd6' },
    { top: '#4f86c6', bottom: '#bfe0f4' },
  ]);
  canvas.rect(0, 0, size, horizonY + 2, canvas.verticalGradient(sky.top, sky.bottom));
  const drawSkyline = random.pick([drawHills, drawCity, drawMountains, function drawNothing() {}]);
  drawSkyline(canvas, random, horizonY, sky);

  const hasWater = random.chance(waterChance);
  const groundY = hasWater ? horizonY + drawWater(canvas, random, horizonY) : horizonY;
  drawGround(canvas, random, groundY);
  return { groundY, hasWater };
}

function drawHills(canvas: Canvas, random: Random, horizonY: number, sky: Sky): void {
  const color = mix(hsl(random.between(90, 160), 25, 45), sky.bottom, 0.35);
  const left = horizonY - random.between(8, 26);
  const firstCrest = horizonY - random.between(24, 46);
  const saddle = horizonY - random.between(4, 20);
  const right = horizonY - random.between(8, 36);
  const ridge = path`V${left}Q40 ${firstCrest} 90 ${saddle}T${size} ${right}`;
  canvas.shape(path`M0 ${horizonY + 2}${ridge}V${horizonY + 2}Z`, color);
}

function drawCity(canvas: Canvas, random: Random, horizonY: number, sky: Sky): void {
  const color = mix('#5a6a80', sky.bottom, 0.5);
  let x = 0;
  while (x < size) {
    const width = random.between(12, 28);
    const top = horizonY - random.between(14, 56);
    canvas.rect(x, top, width, horizonY + 2 - top, mix(color, sky.top, random.between(0, 0.3)));
    for (let windowY = top + 5; windowY < horizonY - 5; windowY += 8) {
      for (let windowX = x + 3; windowX < x + width - 4; windowX += 6) {
        const isLit = random.chance();
        if (isLit) {
          canvas.rect(windowX, windowY, 2.6, 3.6, '#fff3c8', { opacity: 0.5 });
        }
      }
    }
    x += width + random.between(-1, 5);
  }
}

function drawMountains(canvas: Canvas, random: Random, horizonY: number, sky: Sky): void {
  const color = mix('#6d7f97', sky.bottom, 0.3);
  const left = horizonY - random.between(20, 50);
  const middle = horizonY - random.between(26, 62);
  const right = horizonY - random.between(15, 40);
  const ridge =
    path`L30 ${left}L64 ${horizonY - 8}L110 ${middle}L160 ${horizonY - 6}` +
    path`L196 ${right}L${size} ${horizonY - 10}`;
  canvas.shape(path`M0 ${horizonY + 2}${ridge}V${horizonY + 2}Z`, color);
}

/** Returns the height of the water. */
function drawWater(canvas: Canvas, random: Random, horizonY: number): number {
  const height = random.between(16, 34);
  const color = hsl(random.between(185, 215), random.between(40, 65), random.between(50, 64));
  const surface = canvas.verticalGradient(lighter(color, 0.25), color);
  canvas.rect(0, horizonY, size, height + 2, surface);
  let ripples = '';
  for (let i = 0; i < 9; i++) {
    const x = random.between(0, size - 20);
    const y = horizonY + random.between(3, height - 3);
    ripples += path`M${x} ${y}q4 -2.4 8 0t8 0`;
  }
  canvas.stroke(ripples, lighter(color, 0.5), 1.2);
  return height;
}

function drawGround(canvas: Canvas, random: Random, top: number): void {
  const grounds = [drawGrass, drawSand, drawPaving, drawAsphalt];
  const kind = random.integer(0, grounds.length - 1);
  // Every color is drawn, so that a picture's later numbers do not depend on the kind of ground.
  const colors = [
    hsl(random.between(80, 130), random.between(35, 55), random.between(45, 62)),
    random.pick(['#ecd6a0', '#e2c48a', '#f3e2bb']),
    random.pick(['#c8c2b8', '#b9bcc2', '#d4c4b2']),
    random.pick(['#7d828a', '#8f9298', '#6a7078']),
  ];
  const color = colors[kind] as string;
  const light = canvas.verticalGradient(lighter(color, 0.14), darker(color, 0.08));
  canvas.rect(0, top, size, size - top, light);
  grounds[kind]?.(canvas, random, top, color);
}

function drawGrass(canvas: Canvas, random: Random, top: number, color: string): void {
  let blades = '';
  for (let i = 0; i < 50; i++) {
    blades += path`M${random.between(0, size)} ${random.between(top + 3, size)}l2 -5l2 5`;
  }
  canvas.stroke(blades, darker(color, 0.14), 1);
}

function drawSand(canvas: Canvas, random: Random, top: number, color: string): void {
  for (let i = 0; i < 70; i++) {
    const x = random.between(0, size);
    const y = random.between(top, size);
    canvas.circle(x, y, random.between(0.5, 1.2), darker(color, 0.18));
  }
}

function drawPaving(canvas: Canvas, _random: Random, top: number, color: string): void {
  let joints = '';
  let y = top;
  let height = 5;
  for (let row = 0; y < size; row++) {
    joints += path`M0 ${y}H${size}`;
    for (let x = row % 2 ? 18 : 0; x < size; x += 36) {
      joints += path`M${x} ${y}v${height}`;
    }
    y += height;
    height *= 1.35;
  }
  canvas.stroke(joints, darker(color, 0.15), 1);
}

function drawAsphalt(canvas: Canvas, random: Random, top: number): void {
  const y = top + (size - top) * random.between(0.4, 0.7);
  for (let x = random.between(-20, 0); x < size; x += 44) {
    canvas.shape(path`M${x} ${y}h24l3 4h-24Z`, '#f2ecd4', { opacity: 0.85 });
  }
}
