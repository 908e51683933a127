import type { Size } from '../base/geometry.ts';
import { ofClasses } from '../classifier/head/outputValues.ts';
import type { PicturePixels } from '../classifier/probe/pictureFeeds.ts';
import { pictureFeeds } from '../classifier/probe/pictureFeeds.ts';
import { inputDims } from '../classifier/probe/pictureInput.ts';
import { batchRows } from '../classifier/probe/spatialTensor.ts';
import type { PictureRun } from '../classifier/runPicture.ts';
import type { Scores } from '../classifier/scores.ts';
import type { GradientRun, Seeds } from '../gradients/gradientSession.ts';
import { GradientSession } from '../gradients/gradientSession.ts';
import { modelBytes } from '../gradients/modelBytes.ts';
import { indexOfLargest } from '../maps/scores.ts';
import { exposeAsFloat, exposing } from '../onnx/write/encode.ts';
import type { Session } from '../runtime/session.ts';
import { asFloatTensor, createSession } from '../runtime/session.ts';
import { BehindLayer } from './behindLayer.ts';
import type { LayerReading } from './layer/layerTarget.ts';
import { featureMapOf } from './layer/layerTarget.ts';

/** S = logit of a class, or the difference of two. */
export interface Differentiated {
  class: number;
  against?: number;
}

/** A run forward and backward to a layer, which holds the values in its own order. */
export interface LayerRun {
  value: Float32Array;
  gradient: Float32Array;
  /** The class that was differentiated. */
  class: number;
  /** Of the classes. */
  logits: Float32Array;
  /** All values of the logits' tensor. */
  scores: Float32Array;
}

/** A classifier, loaded for pictures of one size, as far as it is asked for: forward, and backward to a tensor. */
export class MethodModel {
  readonly scores: Scores;
  /** Of the pictures. */
  readonly size: Size;
  readonly #backward = new Map<string, GradientSession>();
  readonly #forward = new Map<string, Session>();
  readonly #behind = new Map<string, BehindLayer>();

  constructor(scores: Scores, size: Size) {
    this.scores = scores;
    this.size = size;
  }

  /**
   * One run forward and backward: the values of a tensor, and ∂S/∂t there, of the first row.
   * @param tensor a layer's, or the input's
   * @throws CamError `noGradientRule`, or where the runtime refuses the model.
   */
  async valueAndGradient(
    picture: PicturePixels,
    of: Differentiated,
    tensor: string,
  ): Promise<{ value: Float32Array; gradient: Float32Array }> {
    const session = await this.#backwardTo(tensor);
    const seed = this.#seedOf(of, session.results);
    return rowsAt((await session.run(pictureFeeds(this.#input, picture), seed)).at, tensor);
  }

  /**
   * One run forward and backward of the class with the largest logit, or of another one; two where the graph cannot
   * choose it. For a layer, of the first row.
   * @param of undefined for the class with the largest logit
   * @throws CamError `noGradientRule`, or where the runtime refuses the model.
   */
  async layerRun(
    picture: PicturePixels,
    of: number | undefined,
    { tensor }: LayerReading,
  ): Promise<LayerRun> {
    const session = await this.#backwardTo(tensor, 'givenOrLargest');
    const feeds = pictureFeeds(this.#input, picture);
    const asked = of === undefined ? undefined : this.#seedOf({ class: of }, session.results);
    const first = await session.run(feeds, asked ?? seedOfLargest(session));
    const [scores = new Float32Array()] = batchRows(first.result);
    const logits = this.#logitsOf(scores);
    const wanted = of ?? indexOfLargest(logits);
    const isDone =
      asked !== undefined ||
      (session.canSeedLargest && indexOfLargest(scores) === this.placeOf(wanted));
    const run = isDone
      ? first
      : await session.run(feeds, this.#seedOf({ class: wanted }, session.results));
    return { ...rowsAt(run.at, tensor), class: wanted, scores, logits };
  }

  /**
   * As {@link layerRun} of a class, and in the same run of the one with the largest logit; without that if it is the same
   * class, or the graph cannot choose it.
   */
  async layerRuns(
    picture: PicturePixels,
    of: number,
    { tensor }: LayerReading,
  ): Promise<[LayerRun, ...LayerRun[]]> {
    const session = await this.#backwardTo(tensor, 'givenAndLargest');
    const seed = this.#seedOf({ class: of }, session.results);
    const { result, at, atLargest } = await session.run(pictureFeeds(this.#input, picture), seed);
    const [scores = new Float32Array()] = batchRows(result);
    const logits = this.#logitsOf(scores);
    const run = { ...rowsAt(at, tensor), class: of, scores, logits };
    const largest = indexOfLargest(logits);
    const isFound = atLargest && indexOfLargest(scores) === this.placeOf(largest);
    if (!isFound || largest === of) return [run];
    return [run, { ...rowsAt(atLargest, tensor), class: largest, scores, logits }];
  }

  /** A session that also gives the largest value beside the given one takes the place of one that gives either. */
  async #backwardTo(tensor: string, asked: Seeds = 'given'): Promise<GradientSession> {
    const { graph, logits, input } = this.scores;
    const keyOf = (seeds: Seeds) => JSON.stringify([tensor, seeds]);
    const isThere = this.#backward.has(keyOf('givenAndLargest'));
    const seeds = asked === 'givenOrLargest' && isThere ? 'givenAndLargest' : asked;
    if (seeds === 'givenAndLargest' && !isThere) {
      const other = keyOf('givenOrLargest');
      await this.#backward.get(other)?.release();
      this.#backward.delete(other);
    }
    const fed = {
      name: input.name,
      elementType: input.elementType,
      dims: inputDims(input, this.size.width, this.size.height),
    };
    return keep(this.#backward, keyOf(seeds), () =>
      GradientSession.create(graph, logits.name, [tensor], fed, seeds),
    );
  }

  /** 1 for the class, −1 for the other one. */
  #seedOf({ class: wanted, against }: Differentiated, length: number): Float32Array {
    const seed = new Float32Array(length);
    seed[this.placeOf(wanted)] = 1;
    if (against !== undefined) seed[this.placeOf(against)] = -1;
    return seed;
  }

  /** Where a class is in the logits' tensor. */
  placeOf(wanted: number): number {
    return this.scores.logits.rows?.[wanted] ?? wanted;
  }

  /** The part behind a layer. */
  behind(layer: LayerReading): Promise<BehindLayer> {
    return keep(this.#behind, layer.tensor, () => BehindLayer.create(this.scores, layer));
  }

  /** Runs a picture forward. @returns the values of the logits' tensor */
  async logits(picture: PicturePixels): Promise<Float32Array> {
    const { logits } = this.scores;
    const [values = new Float32Array()] = await this.#run(picture, [logits]);
    return values;
  }

  /** Runs a picture forward, with the map of a layer. */
  async run(picture: PicturePixels, reading: LayerReading): Promise<PictureRun> {
    const { logits } = this.scores;
    const [scores = new Float32Array(), values = new Float32Array()] = await this.#run(picture, [
      logits,
      { name: reading.tensor, elementType: reading.elementType },
    ]);
    return {
      feature: featureMapOf(values, reading),
      logits: this.#logitsOf(scores),
      scores,
    };
  }

  #logitsOf(scores: Float32Array): Float32Array {
    const { logits, classes } = this.scores;
    return ofClasses(scores, logits.rows).subarray(0, classes);
  }

  async #run(
    picture: PicturePixels,
    tensors: { name: string; elementType: number }[],
  ): Promise<Float32Array[]> {
    const { graph } = this.scores;
    const exposed = tensors.map(({ name, elementType }) => exposeAsFloat(name, elementType));
    const outputs = exposed.map(({ outputName }) => outputName);
    const key = outputs.join('\n');
    const session = await keep(this.#forward, key, async () =>
      createSession(await modelBytes(graph, exposing(exposed)), graph.file, {
        ...graph.sessionNeeds,
        optimization: 'all',
      }),
    );
    const found = await session.run(pictureFeeds(this.#input, picture), outputs);
    return outputs.map((name) => {
      const tensor = found.get(name);
      if (!tensor) throw new Error(`the session gave no ${name}`);
      const [row = new Float32Array()] = batchRows(asFloatTensor(name, tensor));
      return row;
    });
  }

  get #input(): Scores['input'] {
    return this.scores.input;
  }

  async release(): Promise<void> {
    for (const loaded of [this.#backward, this.#forward, this.#behind]) {
      for (const session of loaded.values()) await session.release();
      loaded.clear();
    }
  }
}

function rowsAt(
  at: GradientRun['at'],
  tensor: string,
): { value: Float32Array; gradient: Float32Array } {
  const found = at.get(tensor);
  if (!found) throw new Error(`the session gave no gradient at ${tensor}`);
  const [value = new Float32Array()] = batchRows(found.value);
  const [gradient = new Float32Array()] = batchRows(found.gradient);
  return { value, gradient };
}

/** Zeros where the graph cannot choose: then only the logits are used. */
function seedOfLargest(session: GradientSession): Float32Array | 'largest' {
  return session.canSeedLargest ? 'largest' : new Float32Array(session.results);
}

/** Of each kind, so many stay loaded: that of the pixels, and that of the last layer. */
const MAX_KEPT = 2;

/** What was loaded under a key, or else is now; the least recently used one is released. */
async function keep<T extends { release(): Promise<void> }>(
  loaded: Map<string, T>,
  key: string,
  load: () => Promise<T>,
): Promise<T> {
  const found = loaded.get(key) ?? (await load());
  loaded.delete(key);
  loaded.set(key, found);
  for (const [oldest, session] of loaded) {
    if (loaded.size <= MAX_KEPT) break;
    loaded.delete(oldest);
    await session.release();
  }
  return found;
}
