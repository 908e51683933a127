import type { Layer, ModelFacts } from '../../../src/cam/results/inspection.ts';
import type { LayerGraph } from '../../../src/cam/results/layerGraph.ts';
import { layerName, shapeText } from '../state/layerTexts.ts';
import { strings, times } from '../state/strings.ts';
import type { BoxTexts } from './drawGraph.ts';
import type { GraphItem } from './graphTree.ts';

/** The texts of a graph: names, operators and shapes of its layers. */
export class GraphTexts {
  readonly #graph: LayerGraph;
  readonly #layers: ReadonlyMap<string, Layer>;
  readonly #picture: string;

  /** @param picture shape of the picture, channels first; empty if it is not known */
  constructor(graph: LayerGraph, { layers }: ModelFacts, picture: string) {
    this.#graph = graph;
    this.#layers = new Map(layers.map((layer) => [layer.tensor, layer]));
    this.#picture = picture;
  }

  /** Undefined for the picture and the output. */
  layer(node: number): Layer | undefined {
    return this.#layers.get(this.#graph.tensors[node - 1] ?? '');
  }

  /** The shape of a node's tensor; empty if it is not known. */
  shape(node: number): string {
    if (node === 0) return this.#picture;
    const layer = this.layer(node);
    return layer?.shape ? shapeText(layer) : '';
  }

  texts(item: GraphItem): BoxTexts {
    const { group, start, end } = item;
    if (!group) return this.#single(item);
    const detail = strings.graph.layerCount(end - start);
    const name = this.#groupName(item);
    const whole = group.kind === 'module' ? group.name : name;
    return { name, detail, spoken: `${whole}, ${detail}` };
  }

  #single(item: GraphItem): BoxTexts {
    const node = item.start;
    if (node === 0) return named(strings.graph.picture, this.#picture);
    const layer = this.layer(node);
    if (!layer) return named(strings.graph.output, this.#graph.output);
    const size = this.shape(node);
    // What a module computes by itself is named by what it does.
    const isOwn = layer.module !== '' && layer.module === item.parent?.group?.name;
    const name = isOwn ? layer.operator : shortened(layerName(layer), item);
    const spoken = [layerName(layer), layer.operator, size].filter((text) => text !== '');
    return {
      name,
      detail: isOwn ? size : layer.operator,
      spoken: spoken.join(', '),
    };
  }

  #groupName(item: GraphItem): string {
    const { kind = 'module', name = '' } = item.group ?? {};
    if (kind === 'size') return times(...name.split('x'));
    if (kind === 'module') return shortened(name, item);
    const end = this.layer(item.end - 1);
    return strings.graph.block(end ? layerName(end) : name);
  }
}

function named(name: string, detail: string): BoxTexts {
  return { name, detail, spoken: [name, detail].join(', ') };
}

/** A path without the part that the group around it has in its name; a number keeps the name before it. */
function shortened(path: string, { parent }: GraphItem): string {
  const around = parent?.group?.kind === 'module' ? `${parent.group.name}.` : '';
  if (around === '' || !path.startsWith(around)) return path;
  const rest = path.slice(around.length);
  const before = around.slice(0, -1).split('.').at(-1) ?? '';
  return /^\d+(\.|$)/.test(rest) ? `${before}.${rest}` : rest;
}
