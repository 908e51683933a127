import type { Rect, Size } from '../base/geometry.ts';
import type { PicturePixels } from '../classifier/probe/pictureFeeds.ts';
import { pictureFeeds } from '../classifier/probe/pictureFeeds.ts';
import type { ImageInput } from '../classifier/probe/pictureInput.ts';
import { inputDims } from '../classifier/probe/pictureInput.ts';
import { batchRows, toChannelFirst } from '../classifier/probe/spatialTensor.ts';
import { GradientSession } from '../gradients/gradientSession.ts';
import type { ScalarMap } from '../maps/featureMap.ts';
import { largestMagnitude } from '../maps/identity.ts';
import { directionError } from '../methods/directionCheck.ts';
import type { LayerReading } from '../methods/layer/layerTarget.ts';
import { featureMapOf, indexInLayer } from '../methods/layer/layerTarget.ts';
import type { Graph } from '../onnx/file/graph.ts';

/** Part of the mass of the gradient that the field holds. */
const SHARE = 0.95;

/** The part of a picture that moves a channel where it is largest, by the gradient there. */
export interface GradientField {
  /** The cell p in which f_k is largest, row by row as the network holds them; the first of several. */
  cell: number;
  /** Σ over the colours of |∂f_k(p)/∂x|, for each pixel of the model's input. */
  mass: ScalarMap;
  /** The smallest square that holds 95 % of the mass, in pixels of the input; empty if no pixel moves the channel. */
  box: Rect;
  /** Part of the mass inside it. */
  share: number;
}

/** A layer of a model whose fields are computed, loaded for pictures of one size: one run forward, one backward. */
export class GradientFields {
  readonly #session: GradientSession;
  readonly #input: ImageInput;
  readonly #layer: LayerReading;

  private constructor(session: GradientSession, input: ImageInput, layer: LayerReading) {
    this.#session = session;
    this.#input = input;
    this.#layer = layer;
  }

  /**
   * @param part the float graph of a classifier, with its input
   * @throws CamError `noGradientRule`, or where the runtime refuses the model.
   */
  static async create(
    { graph, input }: { graph: Graph; input: ImageInput },
    layer: LayerReading,
    { width, height }: Size,
  ): Promise<GradientFields> {
    const { name, elementType } = input;
    const fed = { name, elementType, dims: inputDims(input, width, height) };
    const unlimited = { ...layer, tensor: beforeLimit(graph, layer.tensor) };
    const session = await GradientSession.create(graph, unlimited.tensor, [name], fed);
    return new GradientFields(session, input, unlimited);
  }

  /**
   * The field of a channel in one picture.
   * @param channel of the layer, at least 0
   * @param strongest the cell in which the channel is largest, if it is known: that saves a run
   */
  async of(picture: PicturePixels, channel: number, strongest?: number): Promise<GradientField> {
    const { channels } = this.#layer.layout;
    if (!(channel >= 0 && channel < channels)) {
      throw new RangeError(`there is no channel ${channel}: there are ${channels}`);
    }
    const cell = strongest ?? (await this.#strongestCell(picture, channel));
    const { gradient } = await this.#run(picture, indexInLayer(this.#layer, channel, cell));
    const mass = this.#massOf(gradient, picture);
    return { cell, mass, ...squareOfMass(mass) };
  }

  /** How far the gradient of a field is from what small steps really do, see {@link directionError}. */
  async error(picture: PicturePixels, channel: number, cell: number): Promise<number | undefined> {
    const { width, height } = picture;
    const { layout, channels } = this.#input;
    const index = indexInLayer(this.#layer, channel, cell);
    const { gradient, values } = await this.#run(picture, index);
    const positionOf = (i: number) =>
      layout === 'NCHW' ? i % (width * height) : Math.floor(i / channels);
    const score = values[index] ?? Number.NaN;
    const at = { width, height, values: picture.values, gradient, score, positionOf };
    const valueAt = async (moved: Float32Array) => {
      const run = await this.#run({ ...picture, values: moved }, index);
      return run.values[index] ?? Number.NaN;
    };
    return directionError(at, valueAt, largestMagnitude(values));
  }

  async #strongestCell(picture: PicturePixels, channel: number): Promise<number> {
    const { values } = await this.#run(picture, 0);
    const feature = featureMapOf(values, this.#layer);
    const cells = feature.width * feature.height;
    return indexOfLargest(feature.values.subarray(channel * cells, (channel + 1) * cells));
  }

  /** Forward, and backward from one value of the layer to the picture. */
  async #run(
    picture: PicturePixels,
    index: number,
  ): Promise<{ values: Float32Array; gradient: Float32Array }> {
    const seed = new Float32Array(this.#session.results);
    seed[index] = 1;
    const run = await this.#session.run(pictureFeeds(this.#input, picture), seed);
    const at = run.at.get(this.#input.name);
    if (!at) throw new Error('the session gave no gradient at the input');
    const [values = new Float32Array()] = batchRows(run.result);
    const [gradient = new Float32Array()] = batchRows(at.gradient);
    return { values, gradient };
  }

  #massOf(gradient: Float32Array, { width, height }: Size): ScalarMap {
    const { layout, channels } = this.#input;
    const channelAxis = layout === 'NCHW' ? 1 : 3;
    const colours = toChannelFirst(gradient, { channelAxis, channels, width, height });
    const values = new Float32Array(width * height);
    for (const [i, value] of colours.entries()) {
      const pixel = i % values.length;
      values[pixel] = (values[pixel] as number) + Math.abs(value);
    }
    return { width, height, values };
  }

  release(): Promise<void> {
    return this.#session.release();
  }
}

/**
 * What a layer was before its values were limited (ReLU6): at the limit nothing moves them, and below it the gradients of
 * both are the same.
 */
function beforeLimit(graph: Graph, tensor: string): string {
  const node = graph.producerOf(tensor);
  const before = node?.opType === 'Clip' ? node.inputs[0] : undefined;
  return before ?? tensor;
}

/**
 * The smallest square of pixels that holds {@link SHARE} of the mass, and how much it holds; of several as small, the one
 * that holds most, the first row by row. Where a side of the picture is shorter, so is that side of the square.
 */
function squareOfMass(mass: ScalarMap): Pick<GradientField, 'box' | 'share'> {
  const { width, height } = mass;
  const sums = sumsBefore(mass);
  const all = sums.at(-1) as number;
  if (!(all > 0)) return { box: { x: 0, y: 0, width: 0, height: 0 }, share: 0 };
  let [least, most] = [1, Math.max(width, height)];
  while (least < most) {
    const side = Math.floor((least + most) / 2);
    if (heaviest(sums, mass, side).held >= SHARE * all) most = side;
    else least = side + 1;
  }
  const { box, held } = heaviest(sums, mass, least);
  return { box, share: held / all };
}

/** Σ of the values above and to the left of each corner between pixels: one row and column more than the map. */
function sumsBefore({ width, height, values }: ScalarMap): Float64Array {
  const columns = width + 1;
  const sums = new Float64Array(columns * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += values[y * width + x] as number;
      sums[(y + 1) * columns + x + 1] = (sums[y * columns + x + 1] as number) + row;
    }
  }
  return sums;
}

/** The square of a side that holds most. */
function heaviest(sums: Float64Array, { width, height }: Size, side: number) {
  const [w, h] = [Math.min(side, width), Math.min(side, height)];
  const columns = width + 1;
  const box = { x: 0, y: 0, width: w, height: h };
  let held = Number.NEGATIVE_INFINITY;
  for (let y = 0; y + h <= height; y++) {
    const [top, bottom] = [y * columns, (y + h) * columns];
    for (let x = 0; x + w <= width; x++) {
      const above = (sums[top + x + w] as number) - (sums[top + x] as number);
      const sum = (sums[bottom + x + w] as number) - (sums[bottom + x] as number) - above;
      if (sum <= held) continue;
      held = sum;
      [box.x, box.y] = [x, y];
    }
  }
  return { box, held };
}

function indexOfLargest(values: Float32Array): number {
  let largest = 0;
  for (let i = 1; i < values.length; i++) {
    if ((values[i] as number) > (values[largest] as number)) largest = i;
  }
  return largest;
}
