import type { Canvas } from '../canvas.ts';
import { darker, lighter, vividColor, woodColor } from '../color.ts';
import type { Random } from '../random.ts';
import type { ObjectKind } from './objectKind.ts';

export function drawBed(canvas: Canvas, random: Random): void {
  const frame = woodColor(random);
  const cover = vividColor(random);
  const pattern = random.pick(['stripes', 'dots', 'seam']);

  const headboard = canvas.verticalGradient(lighter(frame, 0.1), darker(frame, 0.2));
  canvas.rect(0, 4, 10, 66, headboard, { radius: 3 });
  canvas.rect(118, 30, 9, 40, frame, { radius: 3 });
  canvas.rect(6, 48, 116, 12, darker(frame, 0.12), { radius: 1 });
  canvas.rect(9, 36, 110, 15, '#f8f4ec', { radius: 5 });
  canvas.ellipse(27, 34, 16, 8, '#ffffff');
  canvas.ellipse(29, 36, 14, 6, '#e8eaf0');

  const blanket = canvas.verticalGradient(lighter(cover, 0.2), darker(cover, 0.1));
  canvas.shape('M44 34Q46 28 54 28H112Q121 29 121 40V56H46Q42 46 44 34Z', blanket);
  canvas.shape('M44 34Q46 28 54 28H64Q57 36 58 56H46Q42 46 44 34Z', lighter(cover, 0.55));
  drawBlanketPattern(canvas, pattern, cover);
}

function drawBlanketPattern(canvas: Canvas, pattern: string, cover: string): void {
  if (pattern === 'stripes') {
    for (let x = 70; x <= 110; x += 10) {
      canvas.line(x, 29, x, 55, lighter(cover, 0.45), 2.2);
    }
  } else if (pattern === 'dots') {
    for (const y of [36, 47]) {
      for (let x = 69; x <= 113; x += 11) {
        canvas.circle(x, y, 2.3, lighter(cover, 0.55));
      }
    }
  } else {
    canvas.stroke('M58 44Q80 38 121 44', lighter(cover, 0.4), 2.5);
  }
}

export function drawWardrobe(canvas: Canvas, random: Random): void {
  const wood = woodColor(random);
  const doors = random.integer(2, 3);
  const doorWidth = 66 / doors;
  const panel = lighter(wood, 0.14);
  const edge = { radius: 1, stroke: darker(wood, 0.25), strokeWidth: 0.9 };

  canvas.rect(4, 102, 7, 6, darker(wood, 0.5));
  canvas.rect(55, 102, 7, 6, darker(wood, 0.5));
  canvas.rect(0, 4, 66, 99, wood, { radius: 1.5 });
  canvas.rect(-3, 0, 72, 6, darker(wood, 0.2), { radius: 1.5 });
  for (let door = 0; door < doors; door++) {
    const x = door * doorWidth;
    canvas.rect(x + 2.5, 9, doorWidth - 5, 68, panel, edge);
    canvas.rect(x + 6, 14, doorWidth - 12, 26, lighter(wood, 0.05), { radius: 1 });
    canvas.rect(x + 6, 45, doorWidth - 12, 27, lighter(wood, 0.05), { radius: 1 });
    const knobX = door % 2 ? x + 5.4 : x + doorWidth - 5.4;
    canvas.circle(knobX, 45, 1.7, darker(wood, 0.65));
  }
  canvas.rect(2.5, 81, 61, 18, panel, edge);
  canvas.rect(24, 88, 18, 3, darker(wood, 0.6), { radius: 1.5 });
}

export function drawNightstand(canvas: Canvas, random: Random): void {
  const wood = woodColor(random);
  const shade = vividColor(random);

  canvas.rect(3, 54, 4, 8, darker(wood, 0.4));
  canvas.rect(31, 54, 4, 8, darker(wood, 0.4));
  canvas.rect(0, 32, 38, 24, wood, { radius: 2 });
  for (const y of [36, 46]) {
    canvas.rect(3, y, 32, 8, lighter(wood, 0.2), { radius: 1 });
    canvas.circle(19, y + 4, 1.6, darker(wood, 0.6));
  }

  canvas.circle(15, 8, 24, '#fff3b0', { opacity: 0.22, inMask: false });
  canvas.rect(14, 18, 3, 12, '#8b7b60');
  canvas.ellipse(15.5, 31, 7, 2.2, '#8b7b60');
  const lampshade = canvas.verticalGradient(lighter(shade, 0.55), lighter(shade, 0.15));
  canvas.shape('M9 2H22L28 19H3Z', lampshade);

  const hasAlarmClock = random.chance(0.7);
  if (hasAlarmClock) {
    canvas.circle(31, 27, 5, '#fff', { stroke: vividColor(random), strokeWidth: 1.8 });
    canvas.stroke('M31 24V27H33.4', '#222', 1);
  }
}

export function drawTeddy(canvas: Canvas, random: Random): void {
  const fur = random.pick(['#a8713f', '#c6905a', '#7b5232', '#d8b58a', '#e3b3bb']);
  const pale = lighter(fur, 0.4);

  canvas.ellipse(19, 30, 12, 13, fur);
  canvas.ellipse(19, 32, 7.5, 8.5, pale);
  canvas.ellipse(8, 39, 6.5, 4.6, fur);
  canvas.ellipse(30, 39, 6.5, 4.6, fur);
  canvas.circle(7.5, 39, 2.6, pale);
  canvas.circle(30.5, 39, 2.6, pale);
  canvas.ellipse(6.5, 26, 3.8, 7, fur, { rotation: [28, 6.5, 26] });
  canvas.ellipse(31.5, 26, 3.8, 7, fur, { rotation: [-28, 31.5, 26] });

  canvas.circle(10, 5, 4.5, fur);
  canvas.circle(28, 5, 4.5, fur);
  canvas.circle(10, 5, 2.2, pale);
  canvas.circle(28, 5, 2.2, pale);
  canvas.circle(19, 12, 11, lighter(fur, 0.05));
  canvas.ellipse(19, 16, 5, 4, lighter(fur, 0.5));
  canvas.circle(14.5, 10, 1.4, '#1c1512');
  canvas.circle(23.5, 10, 1.4, '#1c1512');
  canvas.ellipse(19, 14.3, 2, 1.4, '#1c1512');

  const hasBowTie = random.chance(0.6);
  if (hasBowTie) {
    canvas.shape('M19 23L11 19V27ZM19 23L27 19V27Z', vividColor(random));
  }
}

export const bedroomObjects: readonly ObjectKind[] = [
  { name: 'bed', size: [128, 72], widthPx: [92, 128], anchor: 'floor', draw: drawBed },
  { name: 'wardrobe', size: [66, 108], widthPx: [48, 66], anchor: 'floor', draw: drawWardrobe },
  { name: 'nightstand', size: [38, 62], widthPx: [28, 38], anchor: 'floor', draw: drawNightstand },
  { name: 'teddy', size: [38, 44], widthPx: [26, 38], anchor: 'floor', draw: drawTeddy },
];
