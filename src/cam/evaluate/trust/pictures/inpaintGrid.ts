/** Weights of the neighbours at the sides and at the corners. */
interface Stencil {
  side: number;
  corner: number;
}

/** Runs of pixels, each from its first index to behind its last, whose neighbours' weights have the same sum. */
interface Part {
  /** 1, or less at the rim. */
  total: number;
  spans: Int32Array;
}

/**
 * A grid on which total·x = Σ w·neighbour + f is solved at its unknown pixels. Values have a border of one pixel that
 * stays 0, so row y begins at (y + 1)·stride + 1.
 */
export interface Grid extends Stencil {
  width: number;
  height: number;
  stride: number;
  /** Interleaved. */
  channels: number;
  /** 1 where a value is given, without the border. */
  known: Uint8Array;
  /** Unknown pixels near known ones or the rim, on which the equations are solved. */
  near: Part[];
  /** Pixels of the coarser grid, in runs, whose four pixels here are interpolated: far from known ones all is smooth. */
  deep: Int32Array;
  /** Unknown pixels of the coarser grid whose four pixels here are near. */
  under: Int32Array;
}

/** A grid is not made coarser below this side. */
const COARSEST = 4;

/** Blocks of 2² pixels a side are near if a known pixel is in them or in one beside them. */
const BLOCK = 2;

/** From the finest to the coarsest that has unknown pixels. */
export function gridsOf(
  width: number,
  height: number,
  channels: number,
  known: Uint8Array,
): Grid[] {
  const layers = [{ width, height, known }];
  for (let layer = layers[0]; layer && Math.min(layer.width, layer.height) > COARSEST; ) {
    layer = coarser(layer);
    layers.push(layer);
    if (!layer.known.includes(0)) break;
  }
  return layers.map((layer, level) => {
    const { side, corner } = stencilOf(level);
    const isDeep = deepBlocks(layers[level + BLOCK], layers[level + 1]);
    return {
      ...layer,
      ...{ side, corner },
      stride: layer.width + 2,
      channels,
      near: nearParts(layer, { side, corner }, channels, isDeep, layers[level + BLOCK]?.width ?? 0),
      ...coarserCells(layers[level + 1], isDeep, layers[level + BLOCK]?.width ?? 0),
    };
  });
}

type Layer = Pick<Grid, 'width' | 'height' | 'known'>;

/** Half the size: a pixel is known if one of its four is. */
function coarser({ width, height, known }: Layer): Layer {
  const columns = (width + 1) >> 1;
  const rows = (height + 1) >> 1;
  const coarse = new Uint8Array(columns * rows);
  for (let y = 0, i = 0; y < height; y++) {
    const row = (y >> 1) * columns;
    for (let x = 0; x < width; x++, i++) if (known[i] === 1) coarse[row + (x >> 1)] = 1;
  }
  return { width: columns, height: rows, known: coarse };
}

/**
 * The finest grid's weights are 1/6 and 1/12 (Rong et al., ICML 2022). On harmonic functions such a stencil errs by
 * (side/6 − 2·corner/3) / (side + 2·corner) of h²·∂⁴: −1/12 there, so −1/12/4ˡ of the larger squares of level l, which
 * makes each grid's smooth solutions those of the finest one.
 */
function stencilOf(level: number): Stencil {
  const error = -1 / 12 / 4 ** level;
  const ratio = (2 / 3 + 2 * error) / (1 / 6 - error);
  const corner = 1 / (4 * (ratio + 1));
  return { side: ratio * corner, corner };
}

/**
 * 1 for blocks without known pixels in them and in the eight beside them, which must be whole.
 * @param cells four of which make a block
 */
function deepBlocks(blocks: Layer | undefined, cells: Layer | undefined): Uint8Array | undefined {
  if (!blocks || !cells) return undefined;
  const { width, height, known } = blocks;
  const deep = new Uint8Array(known.length);
  const columns = width - 1 - (cells.width % 2);
  const rows = height - 1 - (cells.height % 2);
  for (let y = 1; y < rows; y++) {
    for (let i = y * width + 1; i < y * width + columns; i++) {
      let sum = 0;
      for (let row = i - width; row <= i + width; row += width) {
        sum += (known[row - 1] as number) + (known[row] as number) + (known[row + 1] as number);
      }
      deep[i] = Number(sum === 0);
    }
  }
  return deep;
}

function nearParts(
  { width, height, known }: Layer,
  { side, corner }: Stencil,
  channels: number,
  isDeep: Uint8Array | undefined,
  blocksWide: number,
): Part[] {
  const stride = width + 2;
  const [inner, sides, corners] = [
    new Indices(known.length),
    new Indices(4 * (width + height)),
    new Indices(8),
  ];
  for (let y = 0; y < height; y++) {
    const isRimRow = y === 0 || y === height - 1;
    const [middle, ends] = isRimRow ? [sides, corners] : [inner, sides];
    const row = y * width;
    const blocks = (y >> BLOCK) * blocksWide;
    const first = (y + 1) * stride + 1;
    let start = -1;
    for (let x = 0; x <= width; x++) {
      const isNear = x < width && known[row + x] === 0 && isDeep?.[blocks + (x >> BLOCK)] !== 1;
      if (isNear && start < 0) start = x;
      if (isNear || start < 0) continue;
      if (start === 0) ends.add(channels * first, channels * (first + 1));
      const [from, to] = [Math.max(start, 1), Math.min(x, width - 1)];
      if (from < to) middle.add(channels * (first + from), channels * (first + to));
      if (x === width) ends.add(channels * (first + width - 1), channels * (first + width));
      start = -1;
    }
  }
  return [
    { total: 1, spans: inner.all() },
    { total: 1 - side - 2 * corner, spans: sides.all() },
    { total: 1 - 2 * side - 3 * corner, spans: corners.all() },
  ];
}

function coarserCells(
  coarse: Layer | undefined,
  isDeep: Uint8Array | undefined,
  blocksWide: number,
): Pick<Grid, 'deep' | 'under'> {
  const { width, height, known } = coarse ?? { width: 0, height: 0, known: new Uint8Array() };
  const [deep, under] = [new Indices(known.length), new Indices(known.length)];
  const half = BLOCK - 1;
  for (let y = 0; y < height; y++) {
    const blocks = (y >> half) * blocksWide;
    const first = (y + 1) * (width + 2) + 1;
    let start = -1;
    for (let x = 0; x <= width; x++) {
      const isCellDeep = x < width && isDeep?.[blocks + (x >> half)] === 1;
      if (isCellDeep && start < 0) start = x;
      if (isCellDeep) continue;
      if (start >= 0) deep.add(first + start, first + x);
      start = -1;
      if (x < width && known[y * width + x] === 0) under.add(first + x);
    }
  }
  return { deep: deep.all(), under: under.all() };
}

/** A list of indices that grows up to a length. */
class Indices {
  readonly #values: Int32Array;
  #length = 0;

  constructor(most: number) {
    this.#values = new Int32Array(2 * most + 2);
  }

  add(...indices: number[]): void {
    for (const index of indices) this.#values[this.#length++] = index;
  }

  all(): Int32Array {
    return this.#values.slice(0, this.#length);
  }
}
