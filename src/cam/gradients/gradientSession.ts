import type { GraphTensor } from '../classifier/probe/graphFunction.ts';
import { encodeValues } from '../classifier/probe/pictureFeeds.ts';
import type { Graph } from '../onnx/file/graph.ts';
import type { ValueInfo } from '../onnx/file/model.ts';
import { exposeAsFloat, exposing } from '../onnx/write/encode.ts';
import type { FloatTensor, RawTensor, Session } from '../runtime/session.ts';
import { asFloatTensor, createSession } from '../runtime/session.ts';
import type { BackwardPart } from './differentiate.ts';
import { differentiate, SECOND_SEED } from './differentiate.ts';
import { elementsOf } from './graph/backwardGraph.ts';
import { largestNode, largestSeed } from './largestSeed.ts';
import { modelBytes } from './modelBytes.ts';
import type { BackwardPlan } from './planBackward.ts';
import { planBackward } from './planBackward.ts';

/**
 * What a session differentiates in one run: the values of a seed that is given; either these or the largest one; or
 * these and beside them the largest one.
 */
export type Seeds = 'given' | 'givenOrLargest' | 'givenAndLargest';

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
  /** For the largest value, beside a seed that is given: `at` of a session of `givenAndLargest`. */
  atLargest: Map<string, ValueAndGradient> | undefined;
}

/** Names of outputs for a wanted tensor. */
interface OutputNames {
  /** Undefined for the input. */
  value: string | undefined;
  gradient: string;
  /** Gradient of the largest value, if it is there beside that of a given seed. */
  ofLargest: string | undefined;
}

/** A model that gives, in one run, a tensor and the gradients of its values at other tensors. */
export class GradientSession {
  readonly #session: Session;
  readonly #seed: GraphTensor;
  readonly #result: string;
  /** By the wanted tensor. */
  readonly #outputs: ReadonlyMap<string, OutputNames>;
  readonly #input: string;
  /** The input that adds the largest value to the seed; undefined if there is none. */
  readonly #share: GraphTensor | undefined;

  private constructor(
    session: Session,
    names: {
      seed: GraphTensor;
      share: GraphTensor | undefined;
      result: string;
      input: string;
      outputs: ReadonlyMap<string, OutputNames>;
    },
  ) {
    this.#session = session;
    this.#seed = names.seed;
    this.#share = names.share;
    this.#result = names.result;
    this.#outputs = names.outputs;
    this.#input = names.input;
  }

  /**
   * Appends the backward part to the model and loads it.
   * @param of the tensor that is differentiated, e.g. the logits
   * @param wanted names of the tensors whose gradients are wanted; the graph's input may be one
   * @param input the graph's input with the sizes that it is fed with
   * @param seeds with the largest value only if it can be found, see {@link GradientSession.canSeedLargest}
   * @throws CamError as {@link planBackward}, or where the runtime refuses the model.
   */
  static async create(
    graph: Graph,
    of: string,
    wanted: readonly string[],
    input: GraphTensor,
    seeds: Seeds = 'given',
  ): Promise<GradientSession> {
    const plan = await planBackward(graph, of, wanted, input);
    const { part, facts } = plan;
    const second = seeds === 'givenAndLargest' ? partOfLargest(graph, of, wanted, plan) : undefined;
    const typeOf = (name: string) => facts.tensors.get(name)?.elementType ?? input.elementType;
    const exposed = (name: string, like: string) => exposeAsFloat(name, typeOf(like));
    const result = exposed(of, of);
    const outputs = wanted.map((name) => ({
      name,
      value: name === input.name ? undefined : exposed(name, name),
      gradient: exposed(part.gradients.get(name) ?? '', name),
      ofLargest: second && exposed(second.gradients.get(name) ?? '', name),
    }));
    const all = [
      result,
      ...outputs.flatMap(({ value, gradient, ofLargest }) => [
        ...(value ? [value] : []),
        gradient,
        ...(ofLargest ? [ofLargest] : []),
      ]),
    ];
    const expose = exposing(all);
    const largest = seeds === 'givenOrLargest' ? largestSeed(of, part.seed) : undefined;
    const bytes = await modelBytes(graph, {
      nodes: [...(largest?.nodes ?? []), ...part.nodes, ...(second?.nodes ?? []), ...expose.nodes],
      initializers: [...part.initializers, ...(second?.initializers ?? [])],
      inputs: largest ? [largest.given, largest.share] : [part.seed],
      outputs: [...new Set(expose.outputs)],
    });
    const session = await createSession(bytes, graph.file, {
      ...graph.sessionNeeds,
      optimization: 'all',
    });
    return new GradientSession(session, {
      seed: asFed(largest?.given ?? part.seed),
      share: largest && asFed(largest.share),
      result: result.outputName,
      input: input.name,
      outputs: new Map(
        outputs.map(({ name: tensor, value, gradient, ofLargest }) => [
          tensor,
          {
            value: value?.outputName,
            gradient: gradient.outputName,
            ofLargest: ofLargest?.outputName,
          },
        ]),
      ),
    });
  }

  /** Number of values of the differentiated tensor. */
  get results(): number {
    return elementsOf(this.#seed.dims);
  }

  /** Whether `largest` is a seed of {@link run}. */
  get canSeedLargest(): boolean {
    return this.#share !== undefined || this.#hasLargestBeside;
  }

  get #hasLargestBeside(): boolean {
    return [...this.#outputs.values()].every(({ ofLargest }) => ofLargest !== undefined);
  }

  /**
   * @param feeds the graph's input
   * @param seed the gradient of S at each value of the differentiated tensor; e.g. 1 for one class, or 1 and −1;
   *   `largest`: 1 for the largest value, the first of equals
   */
  async run(
    feeds: Record<string, RawTensor>,
    seed: Float32Array | 'largest',
  ): Promise<GradientRun> {
    const names = [...this.#outputs.values()].flatMap(({ value, gradient, ofLargest }) =>
      [value, gradient, ofLargest].flatMap((name) => name ?? []),
    );
    const found = await this.#session.run({ ...feeds, ...this.#seedFeeds(seed) }, [
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
    const gradientsAt = (nameOf: (names: OutputNames) => string) =>
      new Map(
        [...this.#outputs].map(([tensor, names]) => {
          const value = names.value === undefined ? fedValues() : take(names.value);
          return [tensor, { value, gradient: take(nameOf(names)) }];
        }),
      );
    const given = gradientsAt(({ gradient }) => gradient);
    const largest = this.#hasLargestBeside
      ? gradientsAt(({ gradient, ofLargest = gradient }) => ofLargest)
      : undefined;
    const at = seed === 'largest' ? (largest ?? given) : given;
    return { result: take(this.#result), at, atLargest: largest };
  }

  #seedFeeds(seed: Float32Array | 'largest'): Record<string, RawTensor> {
    const feed = ({ name, elementType, dims }: GraphTensor, values: Float32Array) => ({
      [name]: { ...encodeValues(values, elementType), dims },
    });
    const isLargest = seed === 'largest';
    if (isLargest && !this.canSeedLargest)
      throw new RangeError('the largest value is no seed here');
    return {
      ...feed(this.#seed, isLargest ? new Float32Array(this.results) : seed),
      ...(this.#share ? feed(this.#share, Float32Array.of(isLargest ? 1 : 0)) : {}),
    };
  }

  release(): Promise<void> {
    return this.#session.release();
  }
}

/** A second backward part, for the largest value; undefined where the graph cannot find it. */
function partOfLargest(
  graph: Graph,
  of: string,
  wanted: readonly string[],
  { facts }: BackwardPlan,
): BackwardPart | undefined {
  const part = differentiate(graph, of, wanted, facts, SECOND_SEED);
  const seed = largestNode(of, part.seed, part.seed.name);
  return seed && { ...part, nodes: [seed, ...part.nodes] };
}

function asFed({ name, dims, elementType }: ValueInfo): GraphTensor {
  return { name, elementType, dims: dims.map((size) => size ?? 1) };
}
