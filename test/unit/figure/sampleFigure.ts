import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Rect } from '../../../src/cam/base/geometry.ts';
import type { Figure, FigureLayer, FigureLegend } from '../../../src/cam/results/figure.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../fixtures/figure');

interface Facts {
  photo: [number, number];
  map: number[];
  limit: number;
  opacity: number;
  area: [number, number, number, number];
  box: [number, number, number, number];
}

const facts: Facts = JSON.parse(readFileSync(path.join(FOLDER, 'figure.json'), 'utf8'));
const [width, height] = facts.photo;

export function fixture(name: string): string {
  return path.join(FOLDER, name);
}

/** The layer that `make.py` draws. */
export function sampleLayer(change: Partial<FigureLayer> = {}): FigureLayer {
  const photo = { width, height };
  const whole = { x: 0, y: 0, ...photo };
  return {
    photo: {
      bytes: new Uint8Array(readFileSync(fixture('photo.png'))),
      mimeType: 'image/png',
    },
    geometry: { photo, resized: photo, crop: whole, seen: whole },
    showsPhoto: true,
    until: 1,
    map: {
      map: { width: 3, height: 2, values: Float32Array.from(facts.map) },
      area: rectOf(facts.area),
      limit: facts.limit,
      colormap: 'jet',
      opacity: facts.opacity,
      byValue: true,
      interpolation: 'bilinear',
    },
    box: rectOf(facts.box),
    marksSeen: true,
    ...change,
  };
}

export const SAMPLE_LEGEND: FigureLegend = {
  low: -2,
  limit: 6,
  lowText: '−2',
  highText: '+6',
  colormap: 'jet',
  byValue: false,
  lines: ['counter', 'what each cell adds to the logit'],
  boxText: 'Box: 20 % of the maximum',
};

/** The layer alone, without texts. */
export function sampleFigure(change: Partial<Figure> = {}): Figure {
  const pictures = [{ heading: [], layers: [sampleLayer()], legends: [] }];
  return { factor: 1, pictures, caption: [], ...change };
}

function rectOf([x, y, rectWidth, rectHeight]: Facts['area']): Rect {
  return { x, y, width: rectWidth, height: rectHeight };
}
