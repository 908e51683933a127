import type { Grid } from './inpaintGrid.ts';
import { gridsOf } from './inpaintGrid.ts';
import { relax, residual } from './inpaintSweeps.ts';
import { addNear, clearNear, extend, knownMeans, nearSums, setDeep } from './inpaintTransfer.ts';
import type { RealPicture } from './realPicture.ts';
import { withPixels } from './realPicture.ts';

/** Sweeps before and after each correction from the coarser grid. */
const SWEEPS = 2;

/** Corrections of the finest grid. */
const CYCLES = 2;

/** Sweeps on the coarsest grid. */
const COARSEST_SWEEPS = 20;

/**
 * Fills removed pixels of a picture from the others: each is the weighted mean of its eight neighbours, removed ones too:
 * x = Σ w·neighbour, 1/6 at the sides and 1/12 at the corners, divided by their sum at the rim (Rong et al., ICML 2022).
 * Solved by full multigrid with full approximation (Brandt 1977), on each grid only near known pixels
 * (`docs/evaluate.md`).
 */
export class Inpainting {
  readonly #picture: RealPicture;
  /** With the border of a grid. */
  readonly #values: Float64Array;
  readonly #numbers: Numbers[] = [];

  constructor(picture: RealPicture) {
    this.#picture = picture;
    const { width, height, channels, pixels } = picture;
    this.#values = new Float64Array((width + 2) * (height + 2) * channels);
    for (let y = 0; y < height; y++) {
      const row = pixels.subarray(y * width * channels, (y + 1) * width * channels);
      this.#values.set(row, ((y + 1) * (width + 2) + 1) * channels);
    }
  }

  /** @param removed 1 for each pixel that is filled; if that is all of them, nothing is */
  without(removed: Uint8Array): RealPicture {
    const { width, height, channels } = this.#picture;
    const known = removed.map((is) => 1 - is);
    if (!known.includes(1)) return withPixels(this.#picture, this.#picture.pixels.slice());
    const levels = gridsOf(width, height, channels, known).map((grid, l) => {
      this.#numbers[l] ??= new Numbers(grid);
      return { grid, ...(this.#numbers[l] as Numbers) };
    });
    const { values } = levels[0] as Level;
    values.set(this.#values);
    solve(levels);
    const pixels = new Float64Array(this.#picture.pixels.length);
    for (let y = 0; y < height; y++) {
      const start = ((y + 1) * (width + 2) + 1) * channels;
      pixels.set(values.subarray(start, start + width * channels), y * width * channels);
    }
    return withPixels(this.#picture, pixels);
  }
}

/** The numbers on a grid. */
class Numbers {
  readonly values: Float64Array;
  readonly f: Float64Array;
  readonly residual: Float64Array;
  /** What is added to the values of the finer grid. */
  readonly change: Float64Array;

  constructor({ stride, height, channels }: Grid) {
    const size = stride * (height + 2) * channels;
    this.values = new Float64Array(size);
    this.f = new Float64Array(size);
    this.residual = new Float64Array(size);
    this.change = new Float64Array(size);
  }
}

interface Level extends Numbers {
  grid: Grid;
}

function sweep({ grid, values, f }: Level, times: number): void {
  for (let n = 0; n < times; n++) relax(grid, values, f);
}

/** The known values of the finest grid count. */
function solve(levels: readonly Level[]): void {
  for (let l = 0; l + 1 < levels.length; l++) {
    const [fine, coarse] = [levels[l] as Level, levels[l + 1] as Level];
    knownMeans(fine.grid, coarse.grid, fine.values, coarse.values);
  }
  for (let l = levels.length - 1; l >= 0; l--) {
    const level = levels[l] as Level;
    const coarse = levels[l + 1];
    level.f.fill(0);
    clearNear(level.grid, level.values);
    if (coarse) {
      coarse.change.set(coarse.values);
      refine(level, coarse);
    }
    for (let cycle = 0; cycle < (l === 0 ? CYCLES : 1); cycle++) correct(levels, l);
  }
}

/** A V-cycle from a level on; from the finest one, the coarser ones are corrected twice. */
function correct(levels: readonly Level[], l: number): void {
  const level = levels[l] as Level;
  const coarse = levels[l + 1];
  if (!coarse) {
    sweep(level, COARSEST_SWEEPS);
    return;
  }
  sweep(level, SWEEPS);
  restrict(level, coarse);
  coarse.change.set(coarse.values);
  for (let n = 0; n < (l === 0 ? 2 : 1); n++) correct(levels, l + 1);
  takeFrom(coarse.values, coarse.change);
  refine(level, coarse);
  sweep(level, SWEEPS);
}

/** The first minus the second, in place of the second. */
function takeFrom(values: Float64Array, others: Float64Array): void {
  for (let i = 0; i < others.length; i++) {
    others[i] = (values[i] as number) - (others[i] as number);
  }
}

/** Takes the values near known pixels to the coarser grid, and makes f such that these would stay if they were right. */
function restrict({ grid, values, f, residual: left }: Level, coarse: Level): void {
  nearSums(grid, coarse.grid, values, coarse.values, true);
  residual(coarse.grid, coarse.values, coarse.f, coarse.residual);
  residual(grid, values, f, left);
  nearSums(grid, coarse.grid, left, coarse.change, false);
  const factor = strength(coarse.grid) / strength(grid);
  const { channels, under } = grid;
  for (let n = 0; n < under.length; n++) {
    const cell = channels * (under[n] as number);
    for (let i = cell; i < cell + channels; i++) {
      (coarse.f[i] as number) +=
        factor * (coarse.change[i] as number) - (coarse.residual[i] as number);
    }
  }
}

/** Of the Laplacian that a stencil is. */
function strength({ side, corner }: Grid): number {
  return side + 2 * corner;
}

function refine({ grid, values }: Level, coarse: Level): void {
  extend(coarse.grid, coarse.change);
  addNear(grid, coarse.grid, coarse.change, values);
  setDeep(grid, coarse.grid, coarse.values, values);
}
