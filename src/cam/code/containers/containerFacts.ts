import type { Weight } from '../../layers/parameters.ts';
import type { Layer, ModelFacts } from '../../results/inspection.ts';
import type { Container } from './container.ts';

/** What is known about a container's output and content. */
export interface ContainerFacts {
  /**
   * Sizes of its outputs without the batch: channels, height, width, or those of a vector. Several if it
   * gives several tensors, or may run several times; empty if they are not known.
   */
  shapes: number[][];
  /** As {@link Layer.stride}; undefined if outputs differ. */
  stride: Layer['stride'];
  /** As {@link Layer.receptiveField}; undefined if outputs differ. */
  receptiveField: Layer['receptiveField'];
  /** Elements of all weights inside, each array counted once. */
  parameters: number;
  /** Number of spatial tensors that are made inside. */
  layerCount: number;
  /** Name of its last spatial output. */
  tensor: string | undefined;
  /** Whether `tensor` is its only output. */
  isOnlyOutput: boolean;
}

/** Describes a container of a model. Values that differ between its runs are left out. */
export function containerFacts(container: Container, facts: ModelFacts): ContainerFacts {
  const { nodes, outputs, isRepeated } = container;
  const layers = new Map(facts.layers.map((layer) => [layer.tensor, layer]));
  const spatial = outputs.flatMap((tensor) => layers.get(tensor) ?? []);
  const vectors = new Map(nodes.map((node) => [node.outputs[0] ?? '', node.vector]));
  const sizes = outputs.map(
    (tensor) => sizesOf(tensor, layers.get(tensor), facts) ?? vectors.get(tensor),
  );
  const known = distinct(sizes.filter((size) => size !== undefined));
  const isSureOfShape = !isRepeated || (known.length === 1 && !sizes.includes(undefined));
  const isSureOfPlace = !isRepeated || spatial.length === outputs.length;
  return {
    shapes: isSureOfShape ? known : [],
    stride: isSureOfPlace ? common(spatial.map(({ stride }) => stride)) : undefined,
    receptiveField: isSureOfPlace
      ? common(spatial.map(({ receptiveField }) => receptiveField))
      : undefined,
    parameters: totalElements(nodes.flatMap(({ weights }) => weights)),
    layerCount: nodes.flatMap((node) => node.outputs).filter((tensor) => layers.has(tensor)).length,
    tensor: spatial.at(-1)?.tensor,
    isOnlyOutput: spatial.length === 1 && !isRepeated,
  };
}

function totalElements(weights: readonly Weight[]): number {
  const distinctWeights = new Map(weights.map(({ name, elements }) => [name, elements]));
  return [...distinctWeights.values()].reduce((sum, elements) => sum + elements, 0);
}

function sizesOf(
  tensor: string,
  layer: Layer | undefined,
  { outputs }: ModelFacts,
): number[] | undefined {
  if (layer) {
    const { shape } = layer;
    return shape && [shape.channels, shape.height, shape.width];
  }
  const dims = outputs.find(({ name }) => name === tensor)?.dims.slice(1) ?? [];
  const sizes = dims.filter((dim) => typeof dim === 'number');
  return sizes.length > 0 && sizes.length === dims.length ? sizes : undefined;
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** The value that all share. */
function common<T>(values: readonly T[]): T | undefined {
  const [only, ...others] = distinct(values);
  return others.length === 0 ? only : undefined;
}
