import type { Rect, Size } from '../base/geometry.ts';
import type { PicturePixels } from '../classifier/probe/pictureFeeds.ts';
import { pictureFeeds } from '../classifier/probe/pictureFeeds.ts';
import type { ImageInput } from '../classifier/probe/pictureInput.ts';
import { inputDims } from '../classifier/probe/pictureInput.ts';
import { batchRows, toChannelFirst } from '../classifier/probe/spatialTensor.ts';
import { GradientSession } from '../gradients/gradientSession.ts';
import type { ScalarMap } from '../maps/featureMap.ts';
import type { LayerReading } from '../methods/layerTarget.ts';
import { featureMapOf, indexInLayer } from '../methods/layerTarget.ts';
import type { Graph } from '../onnx/file/graph.ts';

/** Part of the mass of the gradient that the field holds. */
const SHARE = 0.95;

/** The part of a picture that moves a channel where it is largest, by the gradient there. */
export interface GradientField {
  /** The cell p in which f_k is largest, row by row as the network holds them; the first of several. */
  cell: number;
  /** Σ over the colours of |∂f_k(p)/∂x|, for each pixel of the model's input. */
  mass: ScalarMap;
  /** 1 for the pixels that hold 95 % of the mass: as few as possible, the largest first, then row by row. */
  mask: Uint8Array;
  /** Their bounding box in pixels of the input; empty if no pixel moves the channel. */
  box: Rect;
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
    const session = await GradientSession.create(graph, layer.tensor, [name], fed);
    return new GradientFields(session, input, layer);
  }

  /**
   * The field of a channel in one picture.
   * @param channel of the layer, at least 0
   */
  async of(picture: PicturePixels, channel: number): Promise<GradientField> {
    const { channels } = this.#layer.layout;
    if (!(channel >= 0 && channel < channels)) {
      throw new RangeError(`there is no channel ${channel}: there are ${channels}`);
    }
    const feeds = pictureFeeds(this.#input, picture);
    const seed = new Float32Array(this.#session.results);
    const { result } = await this.#session.run(feeds, seed);
    const [values = new Float32Array()] = batchRows(result);
    const feature = featureMapOf(values, this.#layer);
    const cells = feature.width * feature.height;
    const cell = indexOfLargest(feature.values.subarray(channel * cells, (channel + 1) * cells));
    seed[indexInLayer(this.#layer, channel, cell)] = 1;
    const gradient = (await this.#session.run(feeds, seed)).at.get(this.#input.name)?.gradient;
    if (!gradient) throw new Error('the session gave no gradient at the input');
    const [row = new Float32Array()] = batchRows(gradient);
    const mass = this.#massOf(row, picture);
    return { cell, mass, ...fieldOf(mass) };
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

/** The smallest set of pixels that holds {@link SHARE} of the mass, and its bounding box. */
function fieldOf({ width, height, values }: ScalarMap): Pick<GradientField, 'mask' | 'box'> {
  const order = Uint32Array.from(values.keys()).sort(
    (a, b) => (values[b] as number) - (values[a] as number) || a - b,
  );
  const all = values.reduce((sum, value) => sum + value, 0);
  const mask = new Uint8Array(values.length);
  let [left, top, right, bottom, held] = [width, height, 0, 0, 0];
  for (const pixel of order) {
    if (!(held < SHARE * all)) break;
    held += values[pixel] as number;
    mask[pixel] = 1;
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + 1);
    bottom = Math.max(bottom, y + 1);
  }
  if (held === 0) return { mask, box: { x: 0, y: 0, width: 0, height: 0 } };
  return { mask, box: { x: left, y: top, width: right - left, height: bottom - top } };
}

function indexOfLargest(values: Float32Array): number {
  let largest = 0;
  for (let i = 1; i < values.length; i++) {
    if ((values[i] as number) > (values[largest] as number)) largest = i;
  }
  return largest;
}
