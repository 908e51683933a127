import path from 'node:path';
import type { ExternalFile } from './externalData.ts';
import { findExternalFiles } from './externalData.ts';
import type { OnnxModel, OnnxNode } from './model.ts';

/** Operators whose output depends only on the shape of the input. */
export const SHAPE_OPERATORS: ReadonlySet<string> = new Set(['Shape', 'Size']);

/** The domain of the operators that onnxruntime writes into a file that it optimises for one processor. */
const BLOCKED_DOMAIN = 'com.microsoft.nchwc';

/** Shapes of tensors by name, all sizes known. */
export type KnownShapes = ReadonlyMap<string, readonly number[]>;

/** What was found out about a graph so far. */
interface Found {
  producers?: ReadonlyMap<string, OnnxNode>;
  blocked?: ReadonlySet<string>;
  readonly dependents: Map<string, ReadonlySet<string>>;
  readonly cutPoints: Map<string, readonly string[]>;
}

/** What was found out about the files beside a model; it applies to each graph of the model. */
interface Outside {
  files?: ExternalFile[];
}

/** What a session of a model, or of a part of it, needs beside the bytes. */
export interface SessionNeeds {
  /** Where the runtime finds external weights. */
  externalDataFolder?: string;
  /** Those that are not in the folder. */
  externalData?: readonly ExternalFile[];
  /** Whether paddings before poolings stay as they are. */
  keepsPads?: boolean;
}

/**
 * The graph of a model's file, and what follows from it: which node makes a tensor, what depends on a tensor, where
 * the graph can be cut, where the weights are. Each is found once, when it is first asked for.
 */
export class Graph {
  readonly model: OnnxModel;
  /** Shapes for a picture of the analysed size, including those that nodes ask for; empty before they are inferred. */
  readonly askedShapes: KnownShapes;
  readonly #found: Found;
  readonly #outside: Outside;

  constructor(
    model: OnnxModel,
    askedShapes: KnownShapes = new Map(),
    outside: Outside = {},
    found = nothingFound(),
  ) {
    this.model = model;
    this.askedShapes = askedShapes;
    this.#outside = outside;
    this.#found = found;
  }

  /** Absolute path of the model, also for messages. */
  get file(): string {
    return this.model.file.path;
  }

  /**
   * The same graph with its shapes known: a part that is cut out need not compute them.
   * @param tensors those without a shape, or with a size of 0 where only a run could tell it, are left out
   */
  withShapes(tensors: Iterable<{ name: string; dims: readonly number[] }>): Graph {
    const complete = [...tensors].filter(
      ({ dims }) => dims.length > 0 && dims.every((size) => size > 0),
    );
    const shapes = new Map(complete.map(({ name, dims }) => [name, dims] as const));
    return new Graph(this.model, shapes, this.#outside, this.#found);
  }

  /** Another graph for the same file: the tensors have the same shapes, the nodes may differ. */
  rewritten(model: OnnxModel): Graph {
    return new Graph(model, this.askedShapes, this.#outside);
  }

  /**
   * Absolute paths of the files beside the model that hold weights; checked once.
   * @throws CamError `missingExternalData`, `externalDataOutsideFolder` or `modelRefused`.
   */
  async externalFiles(): Promise<string[]> {
    this.#outside.files ??= await findExternalFiles(this.model, this.file);
    return this.#outside.files.map(({ file }) => file);
  }

  /** What each session of the model needs; asked only after {@link externalFiles} has checked external weights. */
  get sessionNeeds(): SessionNeeds {
    const pads = this.model.keepsPads ? { keepsPads: true } : {};
    if (this.model.externalTensors.length === 0) return pads;
    if (!this.#outside.files) throw new Error('the files with the weights are not checked yet');
    const linked = this.#outside.files.filter(({ isInFolder }) => !isInFolder);
    return {
      ...pads,
      externalDataFolder: path.dirname(this.file),
      // The runtime follows no link out of the folder.
      ...(linked.length > 0 ? { externalData: linked } : {}),
    };
  }

  /** The node that makes a tensor; undefined for inputs and initializers. */
  producerOf(tensor: string): OnnxNode | undefined {
    this.#found.producers ??= new Map(
      this.model.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)),
    );
    return this.#found.producers.get(tensor);
  }

  /**
   * The node that makes a tensor, then the one that makes the input that `next` chooses, and so on; each once, even
   * where a damaged file has a cycle.
   */
  *wayBack(tensor: string, next: (node: OnnxNode) => string | undefined): Generator<OnnxNode> {
    const seen = new Set<OnnxNode>();
    let node = this.producerOf(tensor);
    while (node && !seen.has(node)) {
      seen.add(node);
      yield node;
      node = this.producerOf(next(node) ?? '');
    }
  }

  /** Names of the tensors whose values depend on `start`, not only on its shape; includes `start`. */
  dependents(start: string): ReadonlySet<string> {
    const { dependents } = this.#found;
    const found = dependents.get(start) ?? findDependents(this.model, start);
    dependents.set(start, found);
    return found;
  }

  /** Names of the tensors through which everything flows from `input` to `output`, see {@link findCutPoints}. */
  cutPoints(input: string, output: string): readonly string[] {
    const { cutPoints } = this.#found;
    const key = JSON.stringify([input, output]);
    const found =
      cutPoints.get(key) ?? findCutPoints(this.model, input, output, this.dependents(input));
    cutPoints.set(key, found);
    return found;
  }

  /**
   * Names of the tensors through which everything flows to `output` that is made from `tensor`, but for the values
   * themselves where they are used once more later, e.g. added. Ordered from `output` backwards.
   */
  cutPointsBehind(tensor: string, output: string): readonly string[] {
    const made = new Set(this.dependents(tensor));
    made.delete(tensor);
    return findCutPoints(this.model, tensor, output, made);
  }

  /** Names of the tensors whose values cannot be read in their order, see {@link findBlocked}. */
  blockedTensors(): ReadonlySet<string> {
    this.#found.blocked ??= findBlocked(this.model);
    return this.#found.blocked;
  }

  /** Names of the tensors whose shapes are needed: the cut points before each output, and {@link findAskedShapes}. */
  tensorsToShape(input: string): string[] {
    const cuts = this.model.outputs.flatMap(({ name }) => this.cutPoints(input, name));
    const asked = findAskedShapes(this.model, input, this.dependents(input));
    return [...new Set([...cuts, ...asked])];
  }
}

function nothingFound(): Found {
  return { dependents: new Map(), cutPoints: new Map() };
}

/** Names of the tensors whose values depend on `start`, not only on its shape; includes `start`. */
function findDependents({ nodes }: OnnxModel, start: string): Set<string> {
  const dependents = new Set([start]);
  for (const { opType, inputs, outputs } of nodes) {
    if (SHAPE_OPERATORS.has(opType) || !inputs.some((name) => dependents.has(name))) continue;
    for (const name of outputs) dependents.add(name);
  }
  return dependents;
}

/**
 * Names of the tensors through which everything flows from the input to `output`: cutting the graph at
 * one of them leaves a head that is a function of that tensor alone. Ordered from `output` backwards,
 * `output` first. What depends only on a tensor's shape does not count as flow.
 * @param dependents of the input, see {@link findDependents}
 */
function findCutPoints(
  { nodes }: OnnxModel,
  input: string,
  output: string,
  dependents: ReadonlySet<string>,
): string[] {
  const live = new Set([output]);
  const cuts = [output];
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((name) => live.has(name))) continue;
    for (const name of node.outputs) live.delete(name);
    for (const name of node.inputs) if (dependents.has(name)) live.add(name);
    const [only] = live;
    if (live.size === 1 && only !== undefined && only !== input) cuts.push(only);
  }
  return cuts;
}

/** Names of the dependents of `input` whose shape nodes ask for. */
function findAskedShapes(
  { nodes }: OnnxModel,
  input: string,
  dependents: ReadonlySet<string>,
): string[] {
  const asked = nodes
    .filter(({ opType }) => SHAPE_OPERATORS.has(opType))
    .flatMap(({ inputs }) => inputs.filter((name) => name !== input && dependents.has(name)));
  return [...new Set(asked)];
}

/**
 * Names of the tensors whose channels are stored in blocks of 8 or 16, though their shape does not say so:
 * their values would be read in the wrong places. Operators of a domain of their own begin such a stretch,
 * ReorderOutput ends it, and those in between pass the blocks on.
 */
function findBlocked({ nodes }: OnnxModel): Set<string> {
  const blocked = new Set<string>();
  for (const { domain, opType, inputs, outputs } of nodes) {
    if (opType === 'ReorderOutput') continue;
    if (domain === BLOCKED_DOMAIN || inputs.some((name) => blocked.has(name))) {
      for (const name of outputs) blocked.add(name);
    }
  }
  return blocked;
}
