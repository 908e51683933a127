import type { Canvas } from '../canvas.ts';
import { path } from '../canvas.ts';
import { darker, hsl, lighter, vividColor } from '../color.ts';
import type { Random } from '../random.ts';
import type { ObjectKind } from './objectKind.ts';

export function drawParasol(canvas: Canvas, random: Random): void {
  const color = vividColor(random);
  const second = random.chance(0.6) ? '#fdfaf2' : vividColor(random);
  const gores = 6;

  canvas.line(46, 14, 50, 90, '#d9c9a6', 3.4);
  for (let gore = 0; gore < gores; gore++) {
    const left = 2 + (gore * 88) / gores;
    const right = 2 + ((gore + 1) * 88) / gores;
    const leftBend = left + (46 - left) * 0.35;
    const rightBend = right + (46 - right) * 0.35;
    const outline =
      path`M46 2Q${leftBend} 8 ${left} 40Q${(left + right) / 2} 33 ${right} 40` +
      path`Q${rightBend} 8 46 2Z`;
    canvas.shape(outline, gore % 2 ? second : color);
  }
  canvas.circle(46, 1.5, 2.4, darker(color, 0.3));
  canvas.shape('M2 40Q10 10 46 2L40 8Q16 16 6 38Z', '#fff', { opacity: 0.18 });
}

export function drawSailboat(canvas: Canvas, random: Random): void {
  const hull = vividColor(random);
  const mainsail = random.chance(0.6) ? '#fffdf6' : vividColor(random);
  const jib = vividColor(random);

  canvas.line(32, 0, 32, 58, '#7a5a3c', 2.6);
  const cloth = canvas.horizontalGradient(mainsail, darker(mainsail, 0.12));
  canvas.shape('M35 3Q58 26 60 52H35Z', cloth);
  canvas.shape('M29 10L8 52H29Z', lighter(jib, 0.15));
  canvas.shape('M32 0L44 3L32 7Z', jib);
  const planks = canvas.verticalGradient(lighter(hull, 0.1), darker(hull, 0.2));
  canvas.shape('M2 57H64Q60 72 50 73H16Q6 70 2 57Z', planks);
  canvas.rect(4, 61, 57, 2.6, lighter(hull, 0.7));
}

export function drawSandcastle(canvas: Canvas, random: Random): void {
  const sand = random.pick(['#e2bf7c', '#d6ab66', '#efd59a', '#c99a5b']);
  const opening = darker(sand, 0.55);

  canvas.rect(10, 26, 52, 32, canvas.verticalGradient(lighter(sand, 0.1), darker(sand, 0.12)));
  drawBattlements(canvas, 12, 26, 50, 5, sand);
  for (const x of [2, 52]) {
    const tower = canvas.horizontalGradient(lighter(sand, 0.18), darker(sand, 0.16));
    canvas.rect(x, 16, 18, 42, tower);
    drawBattlements(canvas, x, 16, 17, 3, sand);
    canvas.rect(x + 6.5, 26, 5, 8, opening, { radius: 2.5 });
  }
  const keep = canvas.horizontalGradient(lighter(sand, 0.2), darker(sand, 0.1));
  canvas.rect(26, 8, 20, 30, keep);
  drawBattlements(canvas, 26, 8, 19, 3, sand);
  canvas.rect(33, 16, 6, 9, opening, { radius: 3 });
  canvas.shape('M28 58V48Q36 38 44 48V58Z', darker(sand, 0.6));

  canvas.line(36, 3, 36, -14, '#6b4c30', 1.7);
  canvas.shape('M36 -14L49 -10L36 -5Z', vividColor(random));
  canvas.shape('M-4 58Q36 50 78 58Z', darker(sand, 0.08));
}

function drawBattlements(
  canvas: Canvas,
  x: number,
  y: number,
  width: number,
  count: number,
  color: string,
): void {
  const spacing = width / (count - 0.5);
  const merlonWidth = (width / (count * 2 - 1)) * 1.05;
  for (let i = 0; i < count; i++) {
    canvas.rect(x + i * spacing, y - 5, merlonWidth, 6, color);
  }
}

/** Where a frond ends, and the point that bends it. */
const fronds = [
  { tip: [2, 30], bend: [20, 2] },
  { tip: [6, 52], bend: [16, 16] },
  { tip: [84, 28], bend: [68, 0] },
  { tip: [82, 52], bend: [76, 16] },
  { tip: [24, 4], bend: [30, 6] },
  { tip: [66, 2], bend: [62, 6] },
] as const;

export function drawPalm(canvas: Canvas, random: Random): void {
  const bark = random.pick(['#9a6b42', '#84603d', '#b08457']);
  const leaf = hsl(random.between(95, 150), random.between(35, 60), random.between(30, 44));
  const lean = random.between(-8, 8);

  const trunk = canvas.horizontalGradient(lighter(bark, 0.12), darker(bark, 0.15));
  canvas.shape(path`M38 100Q${42 + lean} 62 46 30L52 30Q${52 + lean} 64 50 100Z`, trunk);
  for (let ring = 0; ring < 7; ring++) {
    const shift = ring > 1 && ring < 6 ? lean * 0.3 : 0;
    const y = 92 - ring * 9;
    canvas.line(41 + ring * 0.6 + shift, y, 50, y - 2, darker(bark, 0.3), 1.2);
  }

  for (const { tip, bend } of fronds) {
    const [x, y] = tip;
    const [bendX, bendY] = bend;
    const innerX = bendX + 8 * Math.sign(48 - bendX);
    const outline = path`M48 28Q${bendX} ${bendY} ${x} ${y}Q${innerX} ${bendY + 16} 48 32Z`;
    canvas.shape(outline, random.chance() ? leaf : lighter(leaf, 0.14));
  }
  canvas.circle(44, 33, 4.4, '#6f4423');
  canvas.circle(52, 34, 4.4, '#7d4f2a');
  canvas.circle(48, 37, 4.2, '#5f3a1e');
}

export const beachObjects: readonly ObjectKind[] = [
  { name: 'parasol', size: [92, 90], widthPx: [64, 92], anchor: 'floor', draw: drawParasol },
  { name: 'sailboat', size: [66, 74], widthPx: [42, 66], anchor: 'water', draw: drawSailboat },
  { name: 'sandcastle', size: [72, 58], widthPx: [46, 70], anchor: 'floor', draw: drawSandcastle },
  { name: 'palm', size: [84, 100], widthPx: [62, 86], anchor: 'floor', draw: drawPalm },
];
