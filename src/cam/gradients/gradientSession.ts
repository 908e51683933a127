import type { GraphTensor } from '../classifier/probe/graphFunction.ts';
import { encodeValues } from '../classifier/probe/pictureFeeds.ts';
import type { Graph } from '../onnx/file/graph.ts';
import { exposeAsFloat, exposing } from '../onnx/write/encode.ts';
import type { FloatTensor, RawTensor, Session } from '../runtime/session.ts';
import { asFloatTensor, createSession } from '../runtime/session.ts';
import { elementsOf } from './graph/backwardGraph.ts';
import { modelBytes } from './modelBytes.ts';
import { planBackward } from './planBackward.ts';

/** Values of a tensor, and the gradient there. */
interface ValueAndGradient {
  value: FloatTensor;
  gradient: FloatTensor;
}

/** What one run forward and backward gives. */
export interface GradientRun {
  /** Values of the differentiated tensor. */
  result: FloatTensor;
  /** By the name of the wanted tensor. */
  at: Map<string, ValueAndGradient>;
}

/** A model that gives, in one run, a tensor and the gradients of its values at other tensors. */
export class GradientSession {
  readonly #session: Session;
  readonly #seed: GraphTensor;
  readonly #result: string;
  /** Names of outputs, by the wanted tensor. */
  readonly #outputs: ReadonlyMap<string, { value: string | undefined; gradient: string }>;
  readonly #input: string;

  private constructor(
    session: Session,
    names: {
      seed: GraphTensor;
      result: string;
      input: string;
      outputs: ReadonlyMap<string, { value: string | undefined; gradient: string }>;
    },
  ) {
    this.#session = session;
    this.#seed = names.seed;
    this.#result = names.result;
    this.#outputs = names.outputs;
    this.#input = names.input;
  }

  /**
   * Appends the backward part to the model and loads it.
   * @param of the tensor that is differentiated, e.g. the logits
   * @param wanted names of the tensors whose gradients are wanted; the graph's input may be one
   * @param input the graph's input with the sizes that it is fed with
   * @throws CamError as {@link planBackward}, or where the runtime refuses the model.
   */
  static async create(
    graph: Graph,
    of: string,
    wanted: readonly string[],
    input: GraphTensor,
  ): Promise<GradientSession> {
    const { part, facts } = await planBackward(graph, of, wanted, input);
    const typeOf = (name: string) => facts.tensors.get(name)?.elementType ?? input.elementType;
    const exposed = (name: string, like: string) => exposeAsFloat(name, typeOf(like));
    const result = exposed(of, of);
    const outputs = wanted.map((name) => ({
      name,
      value: name === input.name ? undefined : exposed(name, name),
      gradient: exposed(part.gradients.get(name) ?? '', name),
    }));
    const all = [
      result,
      ...outputs.flatMap(({ value, gradient }) => [...(value ? [value] : []), gradient]),
    ];
    const expose = exposing(all);
    const bytes = await modelBytes(graph, {
      nodes: [...part.nodes, ...expose.nodes],
      initializers: part.initializers,
      inputs: [part.seed],
      outputs: [...new Set(expose.outputs)],
    });
    const session = await createSession(bytes, graph.file, {
      ...graph.sessionNeeds,
      optimization: 'all',
    });
    const { name, dims, elementType } = part.seed;
    return new GradientSession(session, {
      seed: { name, elementType, dims: dims.map((size) => size ?? 1) },
      result: result.outputName,
      input: input.name,
      outputs: new Map(
        outputs.map(({ name: tensor, value, gradient }) => [
          tensor,
          { value: value?.outputName, gradient: gradient.outputName },
        ]),
      ),
    });
  }

  /** Number of values of the differentiated tensor. */
  get results(): number {
    return elementsOf(this.#seed.dims);
  }

  /**
   * @param feeds the graph's input
   * @param seed the gradient of S at each value of the differentiated tensor; e.g. 1 for one class, or 1 and −1
   */
  async run(feeds: Record<string, RawTensor>, seed: Float32Array): Promise<GradientRun> {
    const names = [...this.#outputs.values()].flatMap(({ value, gradient }) =>
      value === undefined ? [gradient] : [value, gradient],
    );
    const fed = { ...encodeValues(seed, this.#seed.elementType), dims: this.#seed.dims };
    const found = await this.#session.run({ ...feeds, [this.#seed.name]: fed }, [
      ...new Set([this.#result, ...names]),
    ]);
    const take = (name: string): FloatTensor => {
      const tensor = found.get(name);
      if (!tensor) throw new Error(`the session gave no ${name}`);
      return asFloatTensor(name, tensor);
    };
    const fedValues = (): FloatTensor => {
      const { dims, data } = feeds[this.#input] as RawTensor;
      const values = data instanceof Float32Array ? data : Float32Array.from(data, Number);
      return { dims: [...dims], values };
    };
    return {
      result: take(this.#result),
      at: new Map(
        [...this.#outputs].map(([tensor, { value, gradient }]) => [
          tensor,
          { value: value === undefined ? fedValues() : take(value), gradient: take(gradient) },
        ]),
      ),
    };
  }

  release(): Promise<void> {
    return this.#session.release();
  }
}
