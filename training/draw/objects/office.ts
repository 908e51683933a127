import type { Canvas } from '../canvas.ts';
import { path } from '../canvas.ts';
import { darker, lighter, vividColor, woodColor } from '../color.ts';
import type { Random } from '../random.ts';
import type { ObjectKind } from './objectKind.ts';

export function drawDesk(canvas: Canvas, random: Random): void {
  const wood = woodColor(random);
  const drawer = lighter(wood, 0.25);
  canvas.rect(4, 44, 5, 36, darker(wood, 0.3));
  canvas.rect(76, 42, 34, 36, lighter(wood, 0.06), { radius: 1.5 });
  canvas.rect(79, 46, 28, 8, drawer, { radius: 1 });
  canvas.rect(79, 56, 28, 8, drawer, { radius: 1 });
  canvas.rect(79, 66, 28, 9, drawer, { radius: 1 });
  for (const y of [50, 60, 70]) {
    canvas.rect(89, y - 1, 8, 2, darker(wood, 0.6), { radius: 1 });
  }
  const top = canvas.verticalGradient(lighter(wood, 0.15), darker(wood, 0.1));
  canvas.rect(0, 38, 114, 7, top, { radius: 1.5 });

  drawComputer(canvas, random);
  const hasDeskLamp = random.chance(0.7);
  if (hasDeskLamp) {
    canvas.stroke('M98 38V26L88 14', '#444b55', 2.2);
    canvas.shape('M82 18L90 9L94 15L86 22Z', vividColor(random));
  }
  const hasPapers = random.chance(0.6);
  if (hasPapers) {
    for (let sheet = 0; sheet < 3; sheet++) {
      const x = 4 + random.between(-1, 1);
      const color = random.pick(['#fff', '#ffe9b0', '#dfeaf4']);
      canvas.rect(x, 35 - sheet * 3, 15, 3, color, { radius: 0.5 });
    }
  }
}

function drawComputer(canvas: Canvas, random: Random): void {
  canvas.rect(42, 28, 8, 10, '#5a6470');
  canvas.rect(34, 36, 24, 2.6, '#48515c', { radius: 1 });
  canvas.rect(22, 0, 48, 31, '#2a2f36', { radius: 2.5 });
  const screen = random.pick(['#16324a', '#f3f6f9', '#1d2b22', '#dfe9f5']);
  canvas.rect(24.5, 2.5, 43, 25, screen, { radius: 1 });
  for (let line = 0; line < 5; line++) {
    const x = 28 + random.integer(0, 2) * 3;
    const y = 7 + line * 4;
    canvas.line(x, y, x + random.between(10, 26), y, vividColor(random), 1.5);
  }
  canvas.rect(30, 35.8, 26, 2.6, '#d7dce2', { radius: 1 });
}

export function drawOfficeChair(canvas: Canvas, random: Random): void {
  const fabrics = ['#2c3440', '#39424e', '#8a2f38', '#22586b', '#50633c', '#d98032'];
  const fabric = random.pick(fabrics);
  canvas.stroke('M25 46V58M25 58L6 65M25 58L44 65M25 58L25 66', '#59626d', 3.2);
  canvas.circle(6, 66.5, 3.2, '#22262c');
  canvas.circle(44, 66.5, 3.2, '#22262c');
  canvas.circle(25, 67, 3.2, '#22262c');
  const back = canvas.verticalGradient(lighter(fabric, 0.15), darker(fabric, 0.2));
  canvas.rect(9, 0, 32, 33, back, { radius: 9 });
  canvas.rect(14, 5, 22, 22, lighter(fabric, 0.12), { radius: 6 });
  canvas.rect(22, 32, 6, 8, '#59626d');
  canvas.rect(5, 38, 40, 10, lighter(fabric, 0.06), { radius: 5 });
  canvas.stroke('M4 40V27H11M46 40V27H39', '#454d57', 2.8);
}

export function drawWhiteboard(canvas: Canvas, random: Random): void {
  canvas.rect(0, 0, 92, 52, '#aeb7bf', { radius: 1.5 });
  canvas.rect(2.5, 2.5, 87, 47, canvas.verticalGradient('#ffffff', '#eef3f6'));
  canvas.rect(20, 50.5, 52, 4, '#8f99a3', { radius: 1.5 });
  canvas.rect(26, 49, 9, 2.2, '#d33', { radius: 1 });
  canvas.rect(38, 49, 9, 2.2, '#27c', { radius: 1 });

  const title = random.pick(['PLAN', 'Q4', 'TODO', 'GOALS', 'IDEAS', 'TEAM', 'KPI 42', 'Y2K']);
  canvas.text(title, 7, 6, 34, 9, random.pick(['#c33', '#247', '#222', '#284']));
  drawChart(canvas, random);
  for (let line = 0; line < 4; line++) {
    const y = 21 + line * 6;
    canvas.line(8, y, random.between(24, 42), y, '#6a7a8a', 1.3);
  }
}

function drawChart(canvas: Canvas, random: Random): void {
  const chart = random.pick(['curve', 'bars', 'pie']);
  const color = vividColor(random);
  if (chart === 'curve') {
    canvas.stroke('M52 8V40H84', '#333', 1.4);
    let curve = 'M54 36';
    for (let i = 1; i < 6; i++) {
      curve += path`L${54 + i * 5.5} ${36 - i * 4.4 + random.between(-4, 4)}`;
    }
    canvas.stroke(curve, color, 2);
  } else if (chart === 'bars') {
    for (let bar = 0; bar < 4; bar++) {
      const height = random.between(8, 28);
      canvas.rect(54 + bar * 8, 40 - height, 5.5, height, vividColor(random));
    }
  } else {
    canvas.circle(68, 24, 14, lighter(color, 0.3));
    canvas.shape('M68 24V10A14 14 0 0 1 80 31Z', darker(color, 0.2));
  }
}

export function drawFilingCabinet(canvas: Canvas, random: Random): void {
  const steels = ['#8f9aa5', '#6f7d72', '#b9b19f', '#4e5b69', '#a44d45', '#c7a24a'];
  const steel = random.pick(steels);
  const body = canvas.horizontalGradient(lighter(steel, 0.12), darker(steel, 0.15));
  canvas.rect(0, 0, 42, 66, body, { radius: 2 });
  for (let drawer = 0; drawer < 3; drawer++) {
    const y = 4 + drawer * 20.5;
    canvas.rect(3, y, 36, 18, lighter(steel, 0.16), {
      radius: 1.2,
      stroke: darker(steel, 0.3),
      strokeWidth: 0.9,
    });
    canvas.rect(13, y + 3, 16, 4.5, '#f7f3e4', { radius: 0.5 });
    canvas.rect(14, y + 10, 14, 2.6, darker(steel, 0.6), { radius: 1.3 });
  }
}

export const officeObjects: readonly ObjectKind[] = [
  { name: 'desk', size: [114, 80], widthPx: [82, 114], anchor: 'floor', draw: drawDesk },
  {
    name: 'office chair',
    size: [50, 70],
    widthPx: [36, 50],
    anchor: 'floor',
    draw: drawOfficeChair,
  },
  {
    name: 'whiteboard',
    size: [92, 56],
    widthPx: [66, 94],
    anchor: 'wall',
    draw: drawWhiteboard,
    hasText: true,
  },
  {
    name: 'filing cabinet',
    size: [42, 66],
    widthPx: [30, 42],
    anchor: 'floor',
    draw: drawFilingCabinet,
  },
];
