import { modulePath } from '../../layers/modulePath.ts';
import type { Weight } from '../../layers/parameters.ts';
import { weightsOfNodes } from '../../layers/parameters.ts';
import { metadataOf } from '../../onnx/file/attributes.ts';
import type { Graph } from '../../onnx/file/graph.ts';
import type { Frame } from './frames.ts';
import type { LayerNumbers } from './layerNumbers.ts';
import { layerNumbers } from './layerNumbers.ts';
import { framesOf } from './nodeFrames.ts';

/** A module on the path from the network to the module that made a node. */
interface ModuleScope {
  /** Path as `named_modules()` has it; empty for the network itself. */
  path: string;
  /** Dotted name of its class, e.g. `gapnet.Block`. */
  className: string;
}

/** Where a node of a model comes from in Python code, as recorded by its exporter. */
export interface NodeOrigin {
  /** Name of the node; may be empty. */
  node: string;
  operator: string;
  /** Names of the tensors that it takes, weights included. */
  inputs: string[];
  /** Names of the tensors that it makes. */
  outputs: string[];
  /**
   * Sizes of the first of them without the batch, if they are known and it is no layer: a pooled vector, the logits.
   */
  vector: number[] | undefined;
  /** Weights that it uses; empty for a node that the picture does not reach. */
  weights: Weight[];
  /** Path of its module, see {@link modulePath}; empty for the network itself, or if it is not known. */
  module: string;
  /** From the network to the module that was running; empty if the exporter left none. */
  scopes: ModuleScope[];
  /** The layer's numbers from the file; empty for other nodes. */
  numbers: LayerNumbers;
  /** The Python calls that led to it, outermost first; empty if the exporter left none. */
  frames: Frame[];
  /** Names of the rules by which the exporter made it from other nodes, e.g. `FuseBatchNormIntoConv`. */
  rewritings: string[];
}

/**
 * Reads what PyTorch's exporters record about each node: the names of weights and nodes, and, from the default
 * exporter, scopes, classes and a stack trace in the node's metadata, or from the TorchScript exporter with
 * `verbose=True` a trace in its `doc_string`. Weights are not read.
 * @param integers values of the small constants of whole numbers, by name: sizes of filled weights
 * @param vectors sizes of tensors that are no layers, see `vectorSizes`
 */
export function readOrigins(
  graph: Graph,
  integers: ReadonlyMap<string, number[]> = new Map(),
  vectors: ReadonlyMap<string, number[]> = new Map(),
): NodeOrigin[] {
  const { model } = graph;
  const carrying = new Set(model.inputs.flatMap(({ name }) => [...graph.dependents(name)]));
  const weights = weightsOfNodes(graph, carrying, integers);
  return model.nodes.map((node) => {
    const metadata = metadataOf(node);
    return {
      node: node.name,
      operator: node.opType,
      inputs: node.inputs,
      outputs: node.outputs,
      vector: vectors.get(node.outputs[0] ?? ''),
      weights: weights.get(node) ?? [],
      module: modulePath(node),
      scopes: scopesOf(metadata),
      numbers: layerNumbers(node, model),
      frames: framesOf(node),
      rewritings: (metadata.get('pkg.onnxscript.rewriter.rule_name') ?? '')
        .split(/,\s*/)
        .filter((rule) => rule !== ''),
    };
  });
}

/** The last entry of both lists is the call itself, not a module. */
function scopesOf(metadata: ReadonlyMap<string, string>): ModuleScope[] {
  const paths = pythonStrings(metadata.get('pkg.torch.onnx.name_scopes') ?? '');
  const classNames = pythonStrings(metadata.get('pkg.torch.onnx.class_hierarchy') ?? '');
  if (paths.length !== classNames.length) return [];
  return paths.slice(0, -1).map((path, i) => ({ path, className: classNames[i] ?? '' }));
}

/** The strings of a list as Python writes it: `['', 'last', 'last.bn']`. */
function pythonStrings(list: string): string[] {
  return [...list.matchAll(/'([^']*)'/g)].map(([, text]) => text ?? '');
}
