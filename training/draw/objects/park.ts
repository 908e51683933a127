import type { Canvas } from '../canvas.ts';
import { path } from '../canvas.ts';
import { darker, lighter, vividColor } from '../color.ts';
import type { Random } from '../random.ts';
import type { ObjectKind } from './objectKind.ts';

export function drawBench(canvas: Canvas, random: Random): void {
  const slat = random.pick(['#a9744f', '#8a5a3b', '#c89b6d', '#4f7a4b', '#9a3f35', '#3f6a8a']);
  const legs = 'M12 4L16 28L12 46M16 28H6V46M72 4L68 28L72 46M68 28H78V46';
  canvas.stroke(legs, '#2f343a', 3.4);
  for (let i = 0; i < 3; i++) {
    const color = i % 2 ? lighter(slat, 0.12) : slat;
    canvas.rect(2 + i * 0.8, 2 + i * 8, 80 - i * 1.6, 5.6, color, { radius: 2 });
  }
  canvas.rect(0, 26, 84, 5.5, lighter(slat, 0.2), { radius: 2 });
  canvas.rect(-1, 31.5, 86, 4, darker(slat, 0.2), { radius: 2 });
}

export function drawSlide(canvas: Canvas, random: Random): void {
  const chute = vividColor(random);
  const frame = vividColor(random);
  canvas.stroke('M10 12L4 76M24 12L24 76', frame, 3.6);
  for (let rung = 0; rung < 6; rung++) {
    const y = 22 + rung * 9.5;
    canvas.line(9 - rung, y, 24, y, frame, 2.6);
  }
  canvas.shape(
    'M22 16Q40 20 54 46T86 68L92 68V75H84Q64 74 50 54T22 26Z',
    canvas.horizontalGradient(lighter(chute, 0.25), darker(chute, 0.05)),
  );
  canvas.stroke('M22 16Q40 20 54 46T86 68L92 68', darker(chute, 0.25), 2.6);
  canvas.stroke('M46 46V76M66 66V76', frame, 3);
  canvas.stroke('M8 14V2Q16 -6 26 2V14', frame, 3);
  canvas.rect(6, 12, 20, 4, darker(frame, 0.3), { radius: 1 });
}

export function drawSwing(canvas: Canvas, random: Random): void {
  const frame = vividColor(random);
  const leftSeat = vividColor(random);
  const rightSeat = vividColor(random);
  const sway = random.between(-6, 6);

  canvas.stroke('M12 4L2 72M12 4L22 72M76 4L66 72M76 4L86 72', frame, 3.4);
  canvas.line(8, 4, 80, 4, darker(frame, 0.2), 4.4);
  canvas.stroke(path`M28 5L${28 + sway} 46M40 5L${40 + sway} 46`, '#6b6f75', 1.5);
  canvas.rect(25 + sway, 45, 18, 4.6, leftSeat, { radius: 1.5 });
  canvas.stroke(path`M50 5L${50 - sway} 46M62 5L${62 - sway} 46`, '#6b6f75', 1.5);
  canvas.rect(47 - sway, 45, 18, 4.6, rightSeat, { radius: 1.5 });
}

export function drawFountain(canvas: Canvas, random: Random): void {
  const stone = random.pick(['#b9bec4', '#cfc4b2', '#9aa5ad', '#d8d2c6', '#a99a8a']);
  const upperJets =
    'M45 14Q28 -2 22 34M45 14Q62 -2 68 34M45 14Q36 -6 34 30M45 14Q54 -6 56 30M45 20V-4';
  canvas.stroke(upperJets, '#a9ddf7', 2.4);
  canvas.stroke('M24 36Q10 34 8 56M66 36Q80 34 82 56', '#a9ddf7', 2.4);

  canvas.rect(41, 18, 8, 40, darker(stone, 0.1), { radius: 1 });
  const bowl = canvas.verticalGradient(lighter(stone, 0.2), darker(stone, 0.15));
  canvas.shape('M20 32H70Q66 42 50 43H40Q24 42 20 32Z', bowl);
  canvas.ellipse(45, 32, 25, 4, '#7cc6ea');
  const basin = canvas.verticalGradient(lighter(stone, 0.15), darker(stone, 0.2));
  canvas.shape('M2 56H88Q88 74 76 76H14Q2 74 2 56Z', basin);
  canvas.ellipse(45, 56, 44, 7, lighter(stone, 0.3));
  canvas.ellipse(45, 56, 38, 5, '#5fb3dd');
}

export const parkObjects: readonly ObjectKind[] = [
  { name: 'bench', size: [84, 46], widthPx: [60, 86], anchor: 'floor', draw: drawBench },
  { name: 'slide', size: [92, 76], widthPx: [66, 94], anchor: 'floor', draw: drawSlide },
  { name: 'swing', size: [88, 72], widthPx: [64, 90], anchor: 'floor', draw: drawSwing },
  { name: 'fountain', size: [90, 76], widthPx: [62, 90], anchor: 'floor', draw: drawFountain },
];
