import type { Canvas } from '../canvas.ts';
import { darker, lighter, metalColor, softColor, vividColor, woodColor } from '../color.ts';
import type { Random } from '../random.ts';
import type { ObjectKind } from './objectKind.ts';

export function drawStove(canvas: Canvas, random: Random): void {
  const enamel = metalColor(random);
  canvas.rect(2, 66, 54, 6, darker(enamel, 0.55));
  const front = canvas.verticalGradient(lighter(enamel, 0.2), darker(enamel, 0.1));
  canvas.rect(0, 18, 58, 50, front, { radius: 2.5 });
  canvas.rect(0, 15, 58, 5, '#2c3036', { radius: 1.5 });

  canvas.rect(0, 20, 58, 10, darker(enamel, 0.14));
  for (let knob = 0; knob < 4; knob++) {
    const x = 9 + knob * 13.3;
    canvas.circle(x, 25, 2.9, darker(enamel, 0.65));
    canvas.line(x, 25, x, 22.6, '#fff', 0.9);
  }

  canvas.rect(7, 34, 44, 3, darker(enamel, 0.5), { radius: 1.5 });
  canvas.rect(8, 40, 42, 22, '#23272e', { radius: 2.5 });
  canvas.rect(11, 43, 36, 16, canvas.verticalGradient('#4a3a34', '#a6602c'), { radius: 1.5 });
  canvas.line(12, 53, 46, 53, '#2a2a2a', 1);

  drawCookware(canvas, random);
}

function drawCookware(canvas: Canvas, random: Random): void {
  const pot = vividColor(random);
  if (random.chance(0.8)) {
    canvas.rect(6, 4, 20, 11, pot, { radius: 2 });
    canvas.rect(4, 3, 24, 2.5, darker(pot, 0.3), { radius: 1 });
    canvas.circle(16, 1.6, 1.8, darker(pot, 0.5));
  }
  if (random.chance(0.7)) {
    canvas.shape('M36 11H52L50 15H38Z', '#30343b');
    canvas.line(52, 11.5, 60, 9.5, '#30343b', 2.2);
  }
  const steam = 'M12 -2q-3 -4 0 -7M20 -2q3 -4 0 -8';
  canvas.stroke(steam, '#ffffff', 1.2, { opacity: 0.5, inMask: false });
}

export function drawFridge(canvas: Canvas, random: Random): void {
  const enamel = metalColor(random);
  canvas.rect(3, 108, 46, 4, '#333');
  const front = canvas.horizontalGradient(lighter(enamel, 0.3), darker(enamel, 0.12));
  canvas.rect(0, 0, 52, 109, front, { radius: 4.5 });
  canvas.line(0, 38, 52, 38, darker(enamel, 0.45), 1.6);
  canvas.rect(5, 14, 3, 18, darker(enamel, 0.5), { radius: 1.5 });
  canvas.rect(5, 46, 3, 28, darker(enamel, 0.5), { radius: 1.5 });

  const hasNote = random.chance(0.7);
  if (hasNote) {
    const rotation = [random.between(-8, 8), 30, 57] as const;
    canvas.rect(24, 50, 13, 15, '#fff6c8', { radius: 0.5, rotation });
    canvas.circle(30, 51, 1.6, '#d33');
  }
  for (let magnets = random.integer(1, 4); magnets > 0; magnets--) {
    const x = random.between(16, 42);
    const y = random.chance() ? random.between(10, 28) : random.between(72, 95);
    canvas.rect(x, y, 4.5, 4.5, vividColor(random), { radius: 1 });
  }
  canvas.rect(46, 2, 4, 105, darker(enamel, 0.2), { radius: 2, opacity: 0.35, inMask: false });
}

export function drawRangeHood(canvas: Canvas, random: Random): void {
  const metal = random.pick(['#c9d0d6', '#e9edf0', '#8b949d', '#4a525c', '#b08d57', '#9fc2b8']);
  const chimney = canvas.horizontalGradient(darker(metal, 0.05), darker(metal, 0.3));
  canvas.rect(23, -30, 18, 56, chimney);
  const hood = canvas.verticalGradient(lighter(metal, 0.3), darker(metal, 0.1));
  canvas.shape('M20 24H44L64 42H0Z', hood);
  canvas.rect(0, 41, 64, 8, darker(metal, 0.22), { radius: 1.5 });
  canvas.rect(22, 43.5, 20, 3, '#222', { radius: 1 });
  canvas.circle(26, 45, 1, '#6f6');
  canvas.shape('M8 49H56L62 60H2Z', '#fff3b0', { opacity: 0.3, inMask: false });
}

export function drawKitchenSink(canvas: Canvas, random: Random): void {
  const front = softColor(random);
  const counter = woodColor(random);
  const doors = random.integer(2, 3);
  const doorWidth = 92 / doors;

  canvas.rect(3, 56, 86, 6, darker(front, 0.55));
  canvas.rect(0, 22, 92, 36, front, { radius: 1 });
  for (let door = 0; door < doors; door++) {
    const x = door * doorWidth;
    canvas.rect(x + 2.5, 26, doorWidth - 5, 29, lighter(front, 0.2), {
      radius: 1.5,
      stroke: darker(front, 0.2),
      strokeWidth: 0.8,
    });
    const knobX = x + (door % 2 ? 7 : doorWidth - 7);
    canvas.circle(knobX, 34, 1.7, darker(front, 0.6));
  }
  canvas.rect(-2, 17, 96, 6, lighter(counter, 0.25), { radius: 1.5 });

  drawBasinAndTap(canvas);
  if (random.chance(0.7)) {
    canvas.rect(8, 4, 5, 13, vividColor(random), { radius: 1.5 });
    canvas.rect(9.5, 1, 2, 4, '#555');
    canvas.circle(18, 14, 3, '#fff');
  }
  const hasPlates = random.chance(0.6);
  if (hasPlates) {
    for (let plate = 0; plate < 4; plate++) {
      const rim = { stroke: '#9fb0bd', strokeWidth: 0.8 };
      canvas.ellipse(76 + plate * 3, 11, 2, 6, '#f4f7fa', rim);
    }
  }
}

function drawBasinAndTap(canvas: Canvas): void {
  canvas.shape('M30 17H64V23Q64 27 58 27H36Q30 27 30 23Z', '#aab4bc');
  canvas.rect(28, 16.4, 38, 2.6, '#dfe5e9', { radius: 1.3 });
  canvas.stroke('M47 17V4Q47 -2 53 -2Q59 -2 59 6', '#8d99a3', 3.2);
  canvas.line(42, 15, 42, 10, '#8d99a3', 2.4);
  canvas.stroke('M59 7V15', '#8fd0f5', 1.6);
}

export const kitchenObjects: readonly ObjectKind[] = [
  { name: 'stove', size: [58, 72], widthPx: [44, 60], anchor: 'floor', draw: drawStove },
  { name: 'fridge', size: [52, 112], widthPx: [40, 52], anchor: 'floor', draw: drawFridge },
  {
    name: 'range hood',
    size: [64, 50],
    widthPx: [46, 64],
    anchor: 'wall',
    draw: drawRangeHood,
    hangsHigh: true,
    withoutWallShadow: true,
  },
  {
    name: 'kitchen sink',
    size: [92, 62],
    widthPx: [70, 94],
    anchor: 'floor',
    draw: drawKitchenSink,
  },
];
