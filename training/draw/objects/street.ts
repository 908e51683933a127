import type { Canvas } from '../canvas.ts';
import { darker, lighter, vividColor } from '../color.ts';
import type { Random } from '../random.ts';
import type { ObjectKind } from './objectKind.ts';

const sedan = {
  body: 'M2 34Q0 22 10 20L24 18Q34 3 46 3H66Q78 3 86 18L98 21Q104 24 103 36H4Z',
  windows: 'M31 18Q38 7 47 7H53V18ZM57 7H65Q73 7 80 18H57Z',
};
const estate = {
  body: 'M2 34Q0 20 8 18L20 4Q22 2 28 2H80Q86 2 90 8L98 20Q104 22 103 36H4Z',
  windows: 'M17 18L25 6H46V18ZM50 6H68V18H50ZM72 6H81Q84 6 90 18H72Z',
};

export function drawCar(canvas: Canvas, random: Random): void {
  const paint = vividColor(random);
  const { body, windows } = random.pick([estate, sedan]);
  canvas.shape(body, canvas.verticalGradient(lighter(paint, 0.22), darker(paint, 0.12)));
  canvas.shape(windows, canvas.verticalGradient('#d8eefb', '#7fa9c4'));
  canvas.line(55, 20, 55, 34, darker(paint, 0.3), 1);
  canvas.rect(0, 30, 8, 4, '#d7dde2', { radius: 1.5 });
  canvas.rect(97, 30, 7, 4, '#d7dde2', { radius: 1.5 });
  canvas.ellipse(99, 25, 3, 2.6, '#fff0a8');
  canvas.ellipse(4, 25, 2.6, 2.6, '#e63b30');
  canvas.rect(60, 22, 7, 2, darker(paint, 0.5), { radius: 1 });
  drawWheel(canvas, 24, 36, 10);
  drawWheel(canvas, 82, 36, 10);
}

export function drawBus(canvas: Canvas, random: Random): void {
  const paint = vividColor(random);
  const body = canvas.verticalGradient(lighter(paint, 0.2), darker(paint, 0.08));
  canvas.rect(0, 0, 126, 54, body, { radius: 7 });
  canvas.rect(0, 36, 126, 5, lighter(paint, 0.65));
  const glass = canvas.verticalGradient('#d8eefb', '#86b2cd');
  for (let window = 0; window < 5; window++) {
    canvas.rect(7 + window * 19, 14, 16, 17, glass, { radius: 2 });
  }
  canvas.rect(104, 12, 16, 38, canvas.verticalGradient('#c8e4f5', '#7fa9c4'), { radius: 2 });
  canvas.line(112, 12, 112, 50, darker(paint, 0.4), 1.2);

  canvas.rect(24, 2.5, 60, 9, '#20242a', { radius: 1.5 });
  const destination = random.pick(['BUS 42', 'CITY 7', 'LINE 3', 'ZOO 15', 'EXPRESS']);
  canvas.text(destination, 28, 4, 52, 6, '#ffcf4a');
  canvas.circle(122, 46, 2.6, '#fff0a8');
  drawWheel(canvas, 28, 54, 9.5);
  drawWheel(canvas, 92, 54, 9.5);
}

function drawWheel(canvas: Canvas, x: number, y: number, radius: number): void {
  canvas.circle(x, y, radius, '#22252b');
  canvas.circle(x, y, radius * 0.55, '#c8ced5');
  canvas.circle(x, y, radius * 0.2, '#555d66');
}

export function drawTrafficLight(canvas: Canvas, random: Random): void {
  const lamps = [
    { on: '#f0443a', off: '#5a2220', y: 9.5 },
    { on: '#f7c32e', off: '#5c4d1c', y: 23 },
    { on: '#41d05c', off: '#1d4f2a', y: 36.5 },
  ];
  const lit = random.pick(lamps);

  canvas.rect(11, 40, 5, 52, '#4d555e');
  canvas.rect(6, 88, 15, 4, '#3a4149', { radius: 1 });
  const housing = random.pick(['#2a2e35', '#e0b02a', '#2f4a3c']);
  canvas.rect(2, 0, 22, 46, housing, { radius: 5 });
  canvas.rect(4.5, 2.5, 17, 41, '#1b1e23', { radius: 4 });
  for (const lamp of lamps) {
    canvas.circle(13, lamp.y, 5.4, lamp === lit ? lamp.on : lamp.off);
  }
  canvas.circle(13, lit.y, 11, lit.on, { opacity: 0.25, inMask: false });
}

export function drawStopSign(canvas: Canvas, random: Random): void {
  const isOctagon = random.integer(0, 2) < 2;
  canvas.rect(18, 30, 4, 58, '#8d979f');
  if (isOctagon) {
    canvas.shape('M12 0H28L40 12V28L28 40H12L0 28V12Z', '#ffffff');
    canvas.shape('M13 2.4H27L37.6 13V27L27 37.6H13L2.4 27V13Z', '#c9241f');
    canvas.text(random.pick(['STOP', 'STOP', 'HALT']), 5, 13, 30, 14, '#fff');
  } else {
    canvas.shape('M20 0L40 20L20 40L0 20Z', '#222');
    canvas.shape('M20 2L38 20L20 38L2 20Z', '#f6c52d');
    canvas.text(random.pick(['SLOW', 'ZONE', '30']), 10, 14, 20, 12, '#222');
  }
}

export const streetObjects: readonly ObjectKind[] = [
  { name: 'car', size: [104, 46], widthPx: [72, 104], anchor: 'floor', draw: drawCar },
  {
    name: 'bus',
    size: [126, 64],
    widthPx: [92, 126],
    anchor: 'floor',
    draw: drawBus,
    hasText: true,
  },
  {
    name: 'traffic light',
    size: [26, 92],
    widthPx: [20, 28],
    anchor: 'floor',
    draw: drawTrafficLight,
  },
  {
    name: 'stop sign',
    size: [40, 88],
    widthPx: [28, 40],
    anchor: 'floor',
    draw: drawStopSign,
    hasText: true,
  },
];
