import type { Canvas } from '../canvas.ts';
import { path } from '../canvas.ts';
import { darker, hsl, lighter, softColor, vividColor, woodColor } from '../color.ts';
import type { Random } from '../random.ts';
import type { ObjectKind } from './objectKind.ts';

export function drawSofa(canvas: Canvas, random: Random): void {
  const cover = softColor(random);
  const pillow = vividColor(random);
  const seats = random.integer(2, 3);
  const seatWidth = 86 / seats;

  canvas.rect(16, 52, 6, 8, darker(cover, 0.6), { radius: 1 });
  canvas.rect(98, 52, 6, 8, darker(cover, 0.6), { radius: 1 });
  const back = canvas.verticalGradient(lighter(cover, 0.1), darker(cover, 0.12));
  canvas.rect(10, 3, 100, 42, back, { radius: 13 });
  for (let seat = 0; seat < seats; seat++) {
    const x = 17 + seat * seatWidth;
    canvas.rect(x, 9, seatWidth - 1.5, 24, darker(cover, 0.06), { radius: 6 });
    canvas.rect(x, 30, seatWidth - 1.5, 16, lighter(cover, 0.2), { radius: 5 });
  }

  if (random.chance(0.75)) {
    const rotation = [random.between(-15, 20), 33, 25] as const;
    canvas.rect(24, 16, 18, 18, pillow, { radius: 4, rotation });
  }
  if (random.chance(0.5)) {
    const rotation = [random.between(-20, 15), 88, 25] as const;
    canvas.rect(79, 16, 18, 18, lighter(pillow, 0.45), { radius: 4, rotation });
  }

  canvas.rect(12, 44, 96, 11, darker(cover, 0.22), { radius: 4 });
  const arm = canvas.verticalGradient(lighter(cover, 0.16), darker(cover, 0.1));
  canvas.rect(0, 19, 19, 36, arm, { radius: 9 });
  canvas.rect(101, 19, 19, 36, arm, { radius: 9 });
}

export function drawFireplace(canvas: Canvas, random: Random): void {
  const brick = random.pick(['#b5563f', '#9c4a3c', '#cfc6ba', '#8e8a86', '#e4ddd2', '#7a6a62']);
  const mantel = woodColor(random);

  drawBricks(canvas, brick);
  canvas.rect(0, 0, 92, 9, mantel, { radius: 1.5 });
  canvas.rect(3, 8, 86, 3.4, darker(mantel, 0.3));
  canvas.shape('M22 86V52Q46 28 70 52V86Z', '#241c1a');
  canvas.shape('M25 86V54Q46 33 67 54V86Z', canvas.verticalGradient('#2b1a14', '#6a2a12'));

  drawFire(canvas, random.between(-3, 3));
  canvas.rect(30, 77, 32, 5, '#5a3822', { radius: 2.5 });
  canvas.rect(34, 80.5, 30, 5, '#6f4529', { radius: 2.5 });

  if (random.chance(0.6)) {
    canvas.rect(12, -12, 7, 12, vividColor(random), { radius: 1.5 });
    canvas.rect(72, -9, 9, 9, softColor(random), { radius: 1 });
  }
}

function drawBricks(canvas: Canvas, brick: string): void {
  const joint = darker(brick, 0.2);
  canvas.rect(6, 8, 80, 78, brick);
  for (let row = 0; row < 9; row++) {
    const y = 15 + row * 8;
    canvas.line(6, y, 86, y, joint, 0.8);
    for (let column = 0; column < 6; column++) {
      const x = 6 + column * 15 + (row % 2 ? 7 : 0);
      if (x > 6 && x < 86) {
        canvas.line(x, y, x, y - 8, joint, 0.8);
      }
    }
  }
}

function drawFire(canvas: Canvas, lean: number): void {
  const outer = path`M32 80Q29 66 38 58Q38 66 43 63Q41 53 ${48 + lean} 44Q49 56 55 58Q62 66 58 80Z`;
  const middle = path`M37 80Q35 71 42 66Q45 70 ${47 + lean} 57Q54 68 53 80Z`;
  canvas.shape(outer, '#f26a1b');
  canvas.shape(middle, '#fdb62f');
  canvas.shape('M43 80Q42 74 47 69Q51 75 50 80Z', '#fff1a8');
}

export function drawTv(canvas: Canvas, random: Random): void {
  const cabinet = woodColor(random);
  const hue = random.between(0, 360);

  canvas.rect(0, 50, 84, 14, cabinet, { radius: 2 });
  canvas.rect(3, 53, 37, 8, lighter(cabinet, 0.15), { radius: 1 });
  canvas.rect(44, 53, 37, 8, lighter(cabinet, 0.15), { radius: 1 });
  canvas.rect(4, 63, 5, 4, darker(cabinet, 0.4));
  canvas.rect(75, 63, 5, 4, darker(cabinet, 0.4));
  canvas.rect(36, 42, 12, 9, '#2a2d33');
  canvas.rect(7, 0, 70, 45, '#17191e', { radius: 3 });
  const screen = canvas.verticalGradient(hsl(hue, 60, 62), hsl(hue + 60, 60, 42));
  canvas.rect(10, 3, 64, 38, screen, { radius: 1 });

  const program = random.pick(['mountains', 'play button', 'portrait']);
  if (program === 'mountains') {
    canvas.shape('M10 41L30 20L44 34L56 24L74 41Z', hsl(hue + 140, 35, 35));
    canvas.circle(60, 13, 5, '#fff3b0');
  } else if (program === 'play button') {
    canvas.circle(42, 22, 9, '#ffffff', { opacity: 0.85 });
    canvas.shape('M39 17L48 22L39 27Z', '#333');
  } else {
    canvas.ellipse(42, 41, 20, 12, hsl(hue + 180, 40, 30));
    canvas.circle(42, 22, 8, hsl(hue + 30, 50, 75));
  }
  canvas.shape('M10 3H34L20 41H10Z', '#ffffff', { opacity: 0.12 });
}

export function drawCoffeeTable(canvas: Canvas, random: Random): void {
  const wood = woodColor(random);
  canvas.stroke('M10 14L5 40M74 14L79 40M26 14L24 34M58 14L60 34', darker(wood, 0.25), 3.6);
  const top = canvas.verticalGradient(lighter(wood, 0.15), darker(wood, 0.1));
  canvas.rect(0, 10, 84, 7, top, { radius: 3.5 });

  const hasBooks = random.chance(0.8);
  if (hasBooks) {
    canvas.rect(12, 6, 22, 4, vividColor(random), { radius: 1 });
    canvas.rect(14, 2, 20, 4, vividColor(random), { radius: 1 });
  }
  const hasCup = random.chance(0.8);
  if (hasCup) {
    const cup = vividColor(random);
    canvas.shape('M56 2H68L66 10H58Z', cup);
    canvas.stroke('M68 3.5Q72 5 67 8', cup, 1.5);
  } else {
    drawFruitBowl(canvas, random);
  }
}

function drawFruitBowl(canvas: Canvas, random: Random): void {
  canvas.ellipse(60, 9, 10, 3, softColor(random));
  canvas.circle(57, 5, 3.4, '#d8432f');
  canvas.circle(63, 5, 3.4, '#e8a82c');
}

export const livingRoomObjects: readonly ObjectKind[] = [
  { name: 'sofa', size: [120, 60], widthPx: [84, 120], anchor: 'floor', draw: drawSofa },
  { name: 'fireplace', size: [92, 86], widthPx: [66, 92], anchor: 'floor', draw: drawFireplace },
  { name: 'tv', size: [84, 66], widthPx: [58, 84], anchor: 'floor', draw: drawTv },
  {
    name: 'coffee table',
    size: [84, 40],
    widthPx: [56, 84],
    anchor: 'floor',
    draw: drawCoffeeTable,
  },
];
