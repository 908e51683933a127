import type { Canvas } from '../canvas.ts';
import { darker, lighter, mix, porcelainColor, softColor, vividColor } from '../color.ts';
import type { Random } from '../random.ts';
import type { ObjectKind } from './objectKind.ts';

export function drawBathtub(canvas: Canvas, random: Random): void {
  const porcelain = porcelainColor(random);
  canvas.circle(24, 58, 4, '#b89b5e');
  canvas.circle(92, 58, 4, '#b89b5e');
  const tub = canvas.verticalGradient(porcelain, mix(porcelain, '#8ca0b3', 0.45));
  canvas.shape('M4 26H112Q110 56 92 57H24Q6 56 4 26Z', tub);
  canvas.rect(0, 20, 116, 8, lighter(porcelain, 0.6), {
    radius: 4,
    stroke: '#c2ccd6',
    strokeWidth: 0.8,
  });
  canvas.stroke('M104 20V4Q104 -2 98 -2Q93 -2 93 4', '#9aa6b1', 3.2);
  canvas.line(108, 9, 100, 9, '#9aa6b1', 2.5);

  const bubbles = random.integer(3, 8);
  for (let bubble = 0; bubble < bubbles; bubble++) {
    const y = 18 - random.between(0, 5);
    const radius = random.between(4, 7);
    const foam = random.pick(['#ffffff', '#e6f4ff', '#d7ecfb']);
    canvas.circle(16 + bubble * 9, y, radius, foam, { opacity: 0.95 });
  }
  const hasRubberDuck = random.chance(0.5);
  if (hasRubberDuck) {
    canvas.ellipse(78, 16, 7, 5, '#ffd23c');
    canvas.circle(83, 10, 4, '#ffd23c');
    canvas.shape('M86.5 9.5L91 11L86.5 12.5Z', '#f2841a');
    canvas.circle(84, 9, 0.8, '#222');
  }
}

export function drawToilet(canvas: Canvas, random: Random): void {
  const porcelain = porcelainColor(random);
  const tank = canvas.verticalGradient(porcelain, mix(porcelain, '#8ca0b3', 0.35));
  canvas.rect(3, 2, 24, 26, tank, { radius: 3 });
  canvas.rect(1, -1, 28, 5, lighter(porcelain, 0.3), {
    radius: 2,
    stroke: '#bcc8d2',
    strokeWidth: 0.7,
  });
  canvas.circle(9, 9, 2, '#98a4af');
  const bowl = canvas.verticalGradient(porcelain, mix(porcelain, '#7f95aa', 0.5));
  canvas.shape('M8 32H44Q45 46 30 51L31 66H12L13 51Q8 44 8 32Z', bowl);
  const seat = random.chance(0.75) ? lighter(porcelain, 0.4) : softColor(random);
  canvas.ellipse(26, 32, 20, 5.5, seat, { stroke: '#b3c0cb', strokeWidth: 0.9 });
  canvas.ellipse(27, 32, 14, 3, '#9fb3c2');
}

export function drawWashbasin(canvas: Canvas, random: Random): void {
  const porcelain = porcelainColor(random);
  const pedestal = canvas.horizontalGradient(
    mix(porcelain, '#8ca0b3', 0.25),
    mix(porcelain, '#8ca0b3', 0.5),
  );
  canvas.shape('M19 34H31L34 70H16Z', pedestal);
  const basin = canvas.verticalGradient(porcelain, mix(porcelain, '#8ca0b3', 0.35));
  canvas.shape('M0 20H50Q48 38 30 39H20Q2 38 0 20Z', basin);
  canvas.rect(-1, 17, 52, 5, lighter(porcelain, 0.5), {
    radius: 2.5,
    stroke: '#bcc8d2',
    strokeWidth: 0.8,
  });
  canvas.stroke('M25 18V8Q25 4 30 4Q34 4 34 9', '#98a4af', 3);
  canvas.line(18, 16, 18, 12, '#98a4af', 2.6);

  const hasSoapBottle = random.chance(0.7);
  if (hasSoapBottle) {
    canvas.rect(40, 7, 5, 10, vividColor(random), { radius: 1.5 });
    canvas.rect(41.5, 4, 2, 4, '#666');
  }
  const hasToothbrushes = random.chance(0.4);
  if (hasToothbrushes) {
    canvas.rect(6, 10, 6, 7, softColor(random), { radius: 1 });
    canvas.line(8, 10, 6, 3, '#e33', 1.2);
    canvas.line(10, 10, 12, 4, '#38c', 1.2);
  }
}

export function drawTowels(canvas: Canvas, random: Random): void {
  const left = vividColor(random);
  const right = vividColor(random);
  canvas.line(0, 3, 50, 3, '#97a3ad', 3);
  canvas.circle(1, 3, 3, '#7c8993');
  canvas.circle(49, 3, 3, '#7c8993');

  const leftFabric = canvas.verticalGradient(lighter(left, 0.25), left);
  canvas.rect(5, 1.5, 19, 42, leftFabric, { radius: 1.5 });
  canvas.rect(5, 32, 19, 2.6, lighter(left, 0.7));
  canvas.rect(5, 37, 19, 1.6, lighter(left, 0.7));
  const rightFabric = canvas.verticalGradient(lighter(right, 0.35), lighter(right, 0.05));
  canvas.rect(27, 1.5, 17, random.between(28, 40), rightFabric, { radius: 1.5 });
  canvas.rect(27, 22, 17, 2.6, darker(right, 0.2));
  for (let fringe = 0; fringe < 6; fringe++) {
    const x = 6.5 + fringe * 3.2;
    canvas.line(x, 43, x, 46.5, left, 1.2);
  }
}

export const bathroomObjects: readonly ObjectKind[] = [
  { name: 'bathtub', size: [116, 62], widthPx: [86, 116], anchor: 'floor', draw: drawBathtub },
  { name: 'toilet', size: [46, 66], widthPx: [36, 48], anchor: 'floor', draw: drawToilet },
  { name: 'washbasin', size: [50, 70], widthPx: [38, 50], anchor: 'floor', draw: drawWashbasin },
  {
    name: 'towels',
    size: [50, 48],
    widthPx: [34, 50],
    anchor: 'wall',
    draw: drawTowels,
    withoutWallShadow: true,
  },
];
