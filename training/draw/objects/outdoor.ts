import type { Canvas } from '../canvas.ts';
import { darker, hsl, lighter, mix, vividColor } from '../color.ts';
import type { Random } from '../random.ts';
import { posterWords } from '../words.ts';
import type { ObjectKind } from './objectKind.ts';

export function drawTree(canvas: Canvas, random: Random): void {
  const leaf = hsl(random.between(60, 150), random.between(30, 55), random.between(30, 48));
  const bark = '#7a5236';
  canvas.shape('M32 98L34 56H40L43 98Z', bark);
  canvas.stroke('M37 70L50 54', bark, 3);
  const isBroadleaf = random.chance(0.65);
  if (isBroadleaf) {
    drawBroadleafCrown(canvas, random, leaf);
  } else {
    canvas.shape('M36 0L60 34H12Z', lighter(leaf, 0.12));
    canvas.shape('M36 16L64 54H8Z', leaf);
    canvas.shape('M36 36L70 74H2Z', darker(leaf, 0.1));
  }
}

function drawBroadleafCrown(canvas: Canvas, random: Random, leaf: string): void {
  const clumps = [
    { x: 22, y: 46, radius: 19 },
    { x: 50, y: 46, radius: 19 },
    { x: 36, y: 28, radius: 24 },
    { x: 20, y: 28, radius: 14 },
    { x: 54, y: 30, radius: 14 },
  ];
  for (const { x, y, radius } of clumps) {
    canvas.circle(x, y, radius, y < 40 ? lighter(leaf, 0.08) : darker(leaf, 0.08));
  }
  for (let i = 0; i < 5; i++) {
    const x = random.between(18, 54);
    const y = random.between(16, 54);
    canvas.circle(x, y, 2.6, lighter(leaf, 0.3));
  }
}

export function drawBush(canvas: Canvas, random: Random): void {
  const leaf = hsl(random.between(70, 150), random.between(30, 50), random.between(32, 46));
  canvas.circle(14, 22, 14, leaf);
  canvas.circle(46, 22, 14, leaf);
  canvas.circle(30, 16, 16, mix(leaf, '#ffffff', 0.1));
  canvas.rect(4, 24, 54, 12, darker(leaf, 0.06), { radius: 6 });

  const hasFlowers = random.chance(0.5);
  if (hasFlowers) {
    const petal = vividColor(random);
    for (let i = 0; i < 6; i++) {
      const x = random.between(6, 54);
      const y = random.between(8, 28);
      canvas.circle(x, y, 2.2, lighter(petal, 0.3));
    }
  }
}

export function drawStreetLamp(canvas: Canvas): void {
  canvas.rect(13, 16, 4, 90, '#3d454d');
  canvas.rect(9, 102, 12, 6, '#2f363d', { radius: 1 });
  canvas.shape('M9 2H21L25 18H5Z', '#ffe9a0');
  canvas.shape('M5 18H25L22 22H8ZM8 2H22L19 -3H11Z', '#2f363d');
  canvas.circle(15, 10, 22, '#ffe9a0', { opacity: 0.2, inMask: false });
}

export function drawDog(canvas: Canvas, random: Random): void {
  const fur = random.pick(['#8a5a34', '#d8b080', '#3a3532', '#e9e0d2', '#b0783e']);
  canvas.stroke('M9 20Q0 14 2 6', fur, 3.6);
  canvas.rect(8, 16, 30, 14, fur, { radius: 7 });
  canvas.rect(10, 26, 5, 16, darker(fur, 0.1), { radius: 2 });
  canvas.rect(18, 26, 5, 16, fur, { radius: 2 });
  canvas.rect(27, 26, 5, 16, darker(fur, 0.1), { radius: 2 });
  canvas.rect(33, 26, 5, 16, fur, { radius: 2 });

  canvas.circle(40, 12, 9, lighter(fur, 0.06));
  canvas.rect(42, 12, 10, 7, lighter(fur, 0.15), { radius: 3.5 });
  canvas.circle(51, 14, 1.8, '#222');
  canvas.circle(42, 9.5, 1.4, '#222');
  canvas.ellipse(34, 11, 3.6, 7.5, darker(fur, 0.25));
  canvas.rect(33, 19, 9, 2.6, '#d33', { radius: 1 });
}

export function drawPerson(canvas: Canvas, random: Random): void {
  const skin = random.pick(['#f2cfae', '#c98f62', '#8a5a3a', '#e8b98f']);
  const shirt = vividColor(random);
  const trousers = random.pick(['#2d3a55', '#55483c', '#3f4a3a', '#7a2f45']);

  canvas.rect(9, 40, 5.4, 34, trousers, { radius: 2.4 });
  canvas.rect(16, 40, 5.4, 34, darker(trousers, 0.15), { radius: 2.4 });
  canvas.rect(7, 18, 16, 27, shirt, { radius: 5 });
  canvas.rect(2.5, 20, 5, 22, lighter(shirt, 0.1), { radius: 2.5 });
  canvas.rect(22.5, 20, 5, 22, darker(shirt, 0.1), { radius: 2.5 });
  canvas.circle(5, 43, 2.4, skin);
  canvas.circle(25, 43, 2.4, skin);
  canvas.circle(15, 10, 7.6, skin);
  const hair = random.pick(['#2b1d15', '#7a4b25', '#d9b45a', '#5a5a5a']);
  canvas.shape('M7 10Q7 1 15 1T23 10Q15 4 7 10Z', hair);
  canvas.ellipse(11, 74.5, 4.4, 2, '#222');
  canvas.ellipse(20, 74.5, 4.4, 2, '#222');
}

export function drawBicycle(canvas: Canvas, random: Random): void {
  const paint = vividColor(random);
  canvas.ring(14, 30, 13, '#2a2d33', 2.4);
  canvas.ring(56, 30, 13, '#2a2d33', 2.4);
  const frame = 'M14 30L24 10H48L56 30M24 10L34 30L48 10M34 30H14M24 10L22 4M48 10L47 2H54';
  canvas.stroke(frame, paint, 2.6);
  canvas.line(17, 3, 27, 3, '#222', 3.4);
  canvas.circle(34, 30, 3.4, '#555');
}

export function drawBillboard(canvas: Canvas, random: Random): void {
  const color = vividColor(random);
  canvas.rect(18, 40, 5, 40, '#5a626b');
  canvas.rect(61, 40, 5, 40, '#5a626b');
  canvas.rect(0, 0, 84, 46, '#4d555e', { radius: 2 });
  const panel = canvas.verticalGradient(lighter(color, 0.1), darker(color, 0.15));
  canvas.rect(3, 3, 78, 40, panel);
  const x = random.between(10, 70);
  const y = random.between(26, 38);
  canvas.circle(x, y, random.between(5, 9), lighter(color, 0.4));
  const word = random.pick(posterWords);
  canvas.text(word, 8, 8, 68, 18, random.pick(['#ffffff', '#fff6c8']));
  canvas.rect(20, 32, 44, 3, lighter(color, 0.6));
}

export const outdoorObjects: readonly ObjectKind[] = [
  { name: 'tree', size: [72, 98], widthPx: [52, 78], anchor: 'floor', draw: drawTree },
  { name: 'bush', size: [62, 36], widthPx: [38, 64], anchor: 'floor', draw: drawBush },
  {
    name: 'street lamp',
    size: [30, 108],
    widthPx: [20, 30],
    anchor: 'floor',
    draw: drawStreetLamp,
  },
  { name: 'dog', size: [52, 42], widthPx: [30, 46], anchor: 'floor', draw: drawDog },
  { name: 'person', size: [30, 76], widthPx: [20, 30], anchor: 'floor', draw: drawPerson },
  { name: 'bicycle', size: [70, 44], widthPx: [44, 66], anchor: 'floor', draw: drawBicycle },
  {
    name: 'billboard',
    size: [84, 80],
    widthPx: [56, 84],
    anchor: 'floor',
    draw: drawBillboard,
    hasText: true,
  },
];
