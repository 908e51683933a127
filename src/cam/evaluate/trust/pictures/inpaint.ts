import type { Grid } from './inpaintGrid.ts';
import {
  addRefined,
  coarserGrid,
  coarserResidual,
  gridOf,
  knownMeans,
  relax,
  residual,
} from './inpaintGrid.ts';
import type { RealPicture } from './realPicture.ts';
import { withPixels } from './realPicture.ts';

/** Sweeps before and after each correction from the coarser grid. */
const SWEEPS = 1;

/** Corrections of each grid, from the coarsest to the finest. */
const CYCLES = 2;

/** Sweeps on the coarsest grid. */
const COARSEST_SWEEPS = 20;

/** A grid is not made coarser below this side. */
const COARSEST = 4;

/**
 * Fills the removed pixels of a picture from the others: each is the weighted mean of its eight neighbours, removed ones
 * too: x = Σ w·neighbour, 1/6 at the sides and 1/12 at the corners, divided by their sum at the rim (Rong et al., ICML
 * 2022). Solved by full multigrid, to less than one level of 255 (`docs/evaluate.md`).
 * @param removed 1 for each pixel that is filled; if that is all of them, nothing is
 */
export function inpaint(picture: RealPicture, removed: Uint8Array): RealPicture {
  const { width, height, channels } = picture;
  const known = removed.map((is) => 1 - is);
  if (!known.includes(1)) return picture;
  const grids = gridsOf(gridOf(width, height, channels, known));
  const solved = solve(grids, new Float32Array(picture.pixels));
  const pixels = picture.pixels.slice();
  for (let i = 0; i < removed.length; i++) {
    if (removed[i] !== 1) continue;
    for (let c = i * channels; c < (i + 1) * channels; c++) pixels[c] = solved[c] as number;
  }
  return withPixels(picture, pixels);
}

/** From the finest to the coarsest that has unknown pixels. */
function gridsOf(finest: Grid): Grid[] {
  const grids = [finest];
  for (let grid = finest; Math.min(grid.width, grid.height) > COARSEST; ) {
    grid = coarserGrid(grid);
    grids.push(grid);
    if (!grid.known.includes(0)) break;
  }
  return grids;
}

/** @param values of the finest grid; the known ones count */
function solve(grids: readonly Grid[], values: Float32Array): Float32Array {
  const [grid, coarse] = grids;
  if (!grid) return values;
  const f = new Float32Array(values.length);
  if (coarse) {
    const coarser = solve(grids.slice(1), knownMeans(grid, coarse, values));
    clearUnknown(grid, values);
    addRefined(grid, coarse, coarser, values);
    for (let cycle = 0; cycle < CYCLES; cycle++) correct(grids, values, f);
  } else {
    clearUnknown(grid, values);
    for (let sweep = 0; sweep < COARSEST_SWEEPS; sweep++) relax(grid, values, f);
  }
  return values;
}

/** A V-cycle. */
function correct(grids: readonly Grid[], values: Float32Array, f: Float32Array): void {
  const [grid, coarse] = grids;
  if (!grid) return;
  if (!coarse) {
    for (let sweep = 0; sweep < COARSEST_SWEEPS; sweep++) relax(grid, values, f);
    return;
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) relax(grid, values, f);
  const left = coarserResidual(grid, coarse, residual(grid, values, f));
  const correction = new Float32Array(left.length);
  correct(grids.slice(1), correction, left);
  addRefined(grid, coarse, correction, values);
  for (let sweep = 0; sweep < SWEEPS; sweep++) relax(grid, values, f);
}

function clearUnknown({ channels, known }: Grid, values: Float32Array): void {
  for (let i = 0; i < known.length; i++) {
    if (known[i] === 1) continue;
    for (let c = i * channels; c < (i + 1) * channels; c++) values[c] = 0;
  }
}
