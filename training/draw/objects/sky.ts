import type { Canvas } from '../canvas.ts';
import { lighter, vividColor } from '../color.ts';
import type { Random } from '../random.ts';
import type { ObjectKind } from './objectKind.ts';

export function drawCloud(canvas: Canvas, random: Random): void {
  const color = random.pick(['#ffffff', '#f2f6fa', '#fdeee0']);
  canvas.circle(18, 18, 12, color);
  canvas.circle(34, 13, 13, color);
  canvas.circle(48, 19, 10, color);
  canvas.rect(6, 18, 52, 12, color, { radius: 6 });
}

export function drawSun(canvas: Canvas, random: Random): void {
  const color = random.pick(['#ffd23c', '#fff0a8', '#ff9a4a']);
  canvas.circle(17, 17, 30, color, { opacity: 0.18, inMask: false });
  canvas.circle(17, 17, 15, color);
}

export function drawBalloon(canvas: Canvas, random: Random): void {
  const color = vividColor(random);
  const stripe = vividColor(random);
  canvas.circle(22, 22, 21, color);
  canvas.ellipse(22, 22, 12, 21, lighter(color, 0.4));
  canvas.ellipse(22, 22, 4.6, 21, stripe);
  canvas.stroke('M8 38L18 50M36 38L26 50', '#6b4c30', 1.1);
  canvas.rect(16, 49, 12, 9, '#9a6b42', { radius: 1.5 });
}

export function drawKite(canvas: Canvas, random: Random): void {
  const color = vividColor(random);
  const second = vividColor(random);
  canvas.shape('M20 0L40 20L20 44L0 20Z', color);
  canvas.shape('M20 0L40 20H20ZM20 20V44L0 20Z', second);
  canvas.stroke('M20 44Q10 52 20 58T22 72', '#444', 1.1);
}

export const skyObjects: readonly ObjectKind[] = [
  { name: 'cloud', size: [64, 30], widthPx: [40, 76], anchor: 'sky', draw: drawCloud },
  { name: 'sun', size: [34, 34], widthPx: [22, 36], anchor: 'sky', draw: drawSun },
  { name: 'balloon', size: [44, 60], widthPx: [24, 42], anchor: 'sky', draw: drawBalloon },
  { name: 'kite', size: [40, 60], widthPx: [24, 40], anchor: 'sky', draw: drawKite },
];
