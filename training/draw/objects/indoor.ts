import type { Canvas } from '../canvas.ts';
import { darker, hsl, lighter, softColor, vividColor, woodColor } from '../color.ts';
import type { Random } from '../random.ts';
import { posterWords } from '../words.ts';
import type { ObjectKind } from './objectKind.ts';

export function drawPainting(canvas: Canvas, random: Random): void {
  const frame = random.pick(['#8a6a3a', '#2b2b2f', '#d9c49a', '#f2efe8', '#6b4630']);
  const hue = random.between(0, 360);
  canvas.rect(0, 0, 50, 42, frame, { radius: 1 });
  canvas.rect(4, 4, 42, 34, canvas.verticalGradient(hsl(hue, 55, 76), hsl(hue + 30, 50, 56)));

  const motif = random.pick(['mountains', 'circles', 'portrait']);
  if (motif === 'mountains') {
    canvas.shape('M4 38L16 18L26 30L34 22L46 38Z', hsl(hue + 150, 30, 38));
    canvas.circle(36, 12, 4, '#fff2b8');
  } else if (motif === 'circles') {
    for (let i = 0; i < 4; i++) {
      const x = random.between(12, 38);
      const y = random.between(11, 31);
      const radius = random.between(3, 7);
      canvas.circle(x, y, radius, vividColor(random), { opacity: 0.85 });
    }
  } else {
    canvas.ellipse(25, 34, 10, 8, hsl(hue + 180, 40, 30));
    canvas.circle(25, 19, 7, '#e9c39b');
    canvas.shape('M17 18Q25 6 33 18Q25 12 17 18Z', '#4a3222');
  }
}

export function drawPoster(canvas: Canvas, random: Random): void {
  const color = vividColor(random);
  const paper = lighter(color, random.chance() ? 0.75 : 0.05);
  canvas.rect(0, 0, 40, 52, paper, { radius: 0.5 });
  canvas.circle(20, 30, 11, lighter(color, 0.4));
  const emblem = random.chance() ? 'M9 42L20 24L31 42Z' : 'M12 40H28V26H12Z';
  canvas.shape(emblem, vividColor(random));
  const word = random.pick(posterWords);
  canvas.text(word, 4, 5, 32, 10, random.pick(['#20242a', '#7a1420', '#123a66']));
  canvas.rect(9, 46, 22, 2, darker(color, 0.3));
}

export function drawWindow(canvas: Canvas, random: Random): void {
  const frame = random.pick(['#fbfaf6', '#d9c7ab', '#8a6a4b', '#e8edf0']);
  const sky = random.pick([
    { top: '#9fd4f5', bottom: '#e6f5fd' },
    { top: '#f5b98a', bottom: '#fbe6c4' },
    { top: '#23304f', bottom: '#4a5d8a' },
    { top: '#b9c6cf', bottom: '#e3e9ec' },
  ]);
  canvas.rect(0, 0, 60, 60, frame, { radius: 1 });
  canvas.rect(4, 4, 52, 52, canvas.verticalGradient(sky.top, sky.bottom));
  canvas.ellipse(20, 22, 9, 4, '#ffffff', { opacity: 0.6 });
  const hill = hsl(random.between(80, 150), 35, 45);
  canvas.shape('M4 56V46Q18 38 32 46T56 44V56Z', hill, { opacity: 0.8 });
  canvas.rect(28.5, 4, 3, 52, frame);
  canvas.rect(4, 28, 52, 3, frame);
  canvas.rect(-3, 58, 66, 5, darker(frame, 0.12), { radius: 1 });

  const hasCurtains = random.chance(0.6);
  if (hasCurtains) {
    const fabric = softColor(random);
    canvas.shape('M-4 -2H14Q14 30 -2 58H-6Z', fabric);
    canvas.shape('M64 -2H46Q46 30 62 58H66Z', fabric);
    canvas.line(-8, -2, 68, -2, darker(fabric, 0.5), 2.6);
  }
}

const leaves = [
  { x: 20, y: 18, angle: 0 },
  { x: 8, y: 24, angle: -35 },
  { x: 32, y: 24, angle: 35 },
  { x: 3, y: 36, angle: -62 },
  { x: 37, y: 36, angle: 62 },
] as const;

export function drawPlant(canvas: Canvas, random: Random): void {
  const green = hsl(random.between(90, 155), random.between(30, 55), random.between(28, 46));
  const pot = vividColor(random);
  for (const { x, y, angle } of leaves) {
    const isOuter = Math.abs(angle) > 40;
    const rotation = [angle + random.between(-8, 8), 20, 40] as const;
    canvas.ellipse(x, y, 5, 16, isOuter ? lighter(green, 0.14) : green, { rotation });
  }
  const clay = canvas.verticalGradient(lighter(pot, 0.2), darker(pot, 0.1));
  canvas.shape('M8 40H32L29 62H11Z', clay);
  canvas.rect(6.5, 37, 27, 5, darker(pot, 0.15), { radius: 1.5 });
}

export function drawFloorLamp(canvas: Canvas, random: Random): void {
  const color = softColor(random);
  canvas.circle(17, 14, 32, '#fff0b0', { opacity: 0.2, inMask: false });
  canvas.line(17, 26, 17, 96, '#4a4038', 2.6);
  canvas.ellipse(17, 97, 11, 3, '#4a4038');
  const shade = canvas.verticalGradient(lighter(color, 0.55), lighter(color, 0.2));
  canvas.shape('M9 0H25L34 27H0Z', shade);
}

export function drawRug(canvas: Canvas, random: Random): void {
  const color = softColor(random);
  const isOval = random.chance();
  if (isOval) {
    canvas.ellipse(59, 12, 59, 12, color);
    canvas.ellipse(59, 12, 48, 9, lighter(color, 0.35));
    canvas.ellipse(59, 12, 30, 5.4, color);
  } else {
    canvas.shape('M12 0H106L118 24H0Z', color);
    canvas.shape('M22 5H96L104 19H14Z', lighter(color, 0.35));
    canvas.shape('M40 9H78L82 15H36Z', color);
  }
}

export function drawCat(canvas: Canvas, random: Random): void {
  const fur = random.pick(['#2f2f33', '#d98a3d', '#8d8d92', '#f0e6da', '#6a4a35']);
  canvas.stroke('M30 36Q44 34 40 18', fur, 4);
  canvas.ellipse(20, 29, 11.5, 11, fur);
  canvas.circle(20, 13, 9.5, lighter(fur, 0.06));
  canvas.shape('M11 10L11 -1L18 5ZM29 10L29 -1L22 5Z', fur);
  canvas.circle(16.5, 12, 1.6, '#9fdc5a');
  canvas.circle(23.5, 12, 1.6, '#9fdc5a');
  canvas.shape('M18.8 16H21.2L20 17.5Z', '#e58a8a');
  canvas.ellipse(15, 38, 4, 2.4, lighter(fur, 0.15));
  canvas.ellipse(25, 38, 4, 2.4, lighter(fur, 0.15));
}

export function drawClock(canvas: Canvas, random: Random): void {
  const rim = vividColor(random);
  const hourAngle = random.between(0, 2 * Math.PI);
  const minuteAngle = random.between(0, 2 * Math.PI);
  canvas.circle(16, 16, 16, rim);
  canvas.circle(16, 16, 13, '#fffdf6');
  for (let hour = 0; hour < 12; hour++) {
    const angle = (hour * Math.PI) / 6;
    canvas.circle(16 + 11 * Math.sin(angle), 16 - 11 * Math.cos(angle), 0.8, '#555');
  }
  drawClockHand(canvas, hourAngle, 6, 2);
  drawClockHand(canvas, minuteAngle, 9.5, 1.2);
}

function drawClockHand(canvas: Canvas, angle: number, length: number, width: number): void {
  const x = 16 + length * Math.sin(angle);
  const y = 16 - length * Math.cos(angle);
  canvas.line(16, 16, x, y, '#222', width);
}

export function drawBookshelf(canvas: Canvas, random: Random): void {
  const wood = woodColor(random);
  canvas.rect(0, 0, 66, 94, darker(wood, 0.15), { radius: 1 });
  canvas.rect(3, 3, 60, 88, darker(wood, 0.5));
  for (let shelf = 0; shelf < 4; shelf++) {
    const bottom = 22 + shelf * 22.6;
    drawBooks(canvas, random, bottom);
    canvas.rect(0, bottom, 66, 3.6, wood);
  }
}

function drawBooks(canvas: Canvas, random: Random, bottom: number): void {
  let x = 4;
  while (x < 58) {
    const isGap = random.chance(0.12);
    if (isGap) {
      x += random.between(4, 10);
      continue;
    }
    const width = random.between(2.8, 6);
    const height = random.between(13, 18);
    const spine = vividColor(random);
    canvas.rect(x, bottom - height, Math.min(width, 62 - x), height, spine, { radius: 0.4 });
    x += width + 0.4;
  }
}

export function drawCeilingLamp(canvas: Canvas, random: Random): void {
  const color = vividColor(random);
  canvas.line(22, -40, 22, 26, '#3a3a3a', 1.5);
  canvas.circle(22, 42, 16, '#fff3b0', { opacity: 0.25, inMask: false });
  const shade = canvas.verticalGradient(lighter(color, 0.25), darker(color, 0.05));
  canvas.shape('M22 20Q42 22 44 42H0Q2 22 22 20Z', shade);
  canvas.ellipse(22, 42, 22, 3.4, '#fff3c4');
}

export const indoorObjects: readonly ObjectKind[] = [
  { name: 'painting', size: [50, 42], widthPx: [32, 56], anchor: 'wall', draw: drawPainting },
  {
    name: 'poster',
    size: [40, 52],
    widthPx: [28, 46],
    anchor: 'wall',
    draw: drawPoster,
    hasText: true,
  },
  { name: 'window', size: [60, 64], widthPx: [44, 66], anchor: 'wall', draw: drawWindow },
  { name: 'plant', size: [40, 62], widthPx: [26, 44], anchor: 'floor', draw: drawPlant },
  { name: 'floor lamp', size: [34, 100], widthPx: [22, 34], anchor: 'floor', draw: drawFloorLamp },
  { name: 'rug', size: [118, 24], widthPx: [76, 126], anchor: 'rug', draw: drawRug },
  { name: 'cat', size: [42, 40], widthPx: [24, 36], anchor: 'floor', draw: drawCat },
  {
    name: 'clock',
    size: [32, 32],
    widthPx: [20, 32],
    anchor: 'wall',
    draw: drawClock,
    withoutWallShadow: true,
  },
  { name: 'bookshelf', size: [66, 94], widthPx: [46, 64], anchor: 'floor', draw: drawBookshelf },
  {
    name: 'ceiling lamp',
    size: [44, 46],
    widthPx: [28, 46],
    anchor: 'ceiling',
    draw: drawCeilingLamp,
  },
];
