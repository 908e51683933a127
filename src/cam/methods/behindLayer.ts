import type { PicturePixels } from '../classifier/probe/pictureFeeds.ts';
import { pictureFeeds } from '../classifier/probe/pictureFeeds.ts';
import { batchRows } from '../classifier/probe/spatialTensor.ts';
import type { Scores } from '../classifier/scores.ts';
import { cutModel } from '../onnx/write/cut.ts';
import { exposeAsFloat } from '../onnx/write/encode.ts';
import type { RawTensor, Session } from '../runtime/session.ts';
import { asFloatTensor, createSession } from '../runtime/session.ts';
import type { LayerReading } from './layer/layerTarget.ts';

/** The part of a classifier behind a layer, loaded: the logits for other values of the layer. */
export class BehindLayer {
  /** Whether the picture also reaches the logits past the layer. */
  readonly hasOtherPaths: boolean;
  readonly #session: Session;
  readonly #names: { layer: string; logits: string };
  readonly #dims: readonly number[];
  readonly #input: Scores['input'];
  /** For its values, or only for its shape. */
  readonly #takesPicture: boolean;

  private constructor(
    session: Session,
    names: { layer: string; logits: string },
    scores: Scores,
    layer: LayerReading,
    takesPicture: boolean,
  ) {
    this.#session = session;
    this.#names = names;
    this.#dims = dimsOf(scores, layer);
    this.#input = scores.input;
    this.#takesPicture = takesPicture;
    const { graph, input, output } = scores;
    this.hasOtherPaths = !graph.cutPoints(input.name, output).includes(layer.tensor);
  }

  static async create(scores: Scores, layer: LayerReading): Promise<BehindLayer> {
    const { graph, logits } = scores;
    const exposed = exposeAsFloat(logits.name, logits.elementType);
    const { tensor: name, elementType } = layer;
    const start = { name, elementType, dims: dimsOf(scores, layer) };
    const { bytes, inputName, shapeInputs } = await cutModel(graph, start, [exposed]);
    const session = await createSession(bytes, graph.file, {
      ...graph.sessionNeeds,
      optimization: 'all',
    });
    const names = { layer: inputName, logits: exposed.outputName };
    return new BehindLayer(session, names, scores, layer, shapeInputs.length > 0);
  }

  /**
   * @param values of one row of the layer, in its own order
   * @param picture what else reaches the logits
   * @returns the values of the logits' tensor
   */
  async run(values: Float32Array, picture: PicturePixels): Promise<Float32Array> {
    const { layer, logits } = this.#names;
    const [batch = 1] = this.#dims;
    const data = new Float32Array(batch * values.length);
    for (let row = 0; row < batch; row++) data.set(values, row * values.length);
    const feeds: Record<string, RawTensor> = {
      [layer]: { type: 'float32', dims: this.#dims, data },
      ...(this.#takesPicture ? pictureFeeds(this.#input, picture) : {}),
    };
    const result = (await this.#session.run(feeds, [logits])).get(logits);
    if (!result) throw new Error(`the session gave no ${logits}`);
    const [row = new Float32Array()] = batchRows(asFloatTensor(logits, result));
    return row;
  }

  release(): Promise<void> {
    return this.#session.release();
  }
}

function dimsOf({ input }: Scores, { rowDims }: LayerReading): number[] {
  return [input.batch ?? 1, ...rowDims];
}
