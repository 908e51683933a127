/**
 * How the layers of a model follow each other. Node 0 is the picture, node i the i-th layer, the last node the output;
 * every edge goes to a later node.
 */
export interface LayerGraph {
  /** Names of the layers' tensors, in the order of the graph. */
  tensors: string[];
  /** Name of the output of the model. */
  output: string;
  edges: LayerEdge[];
  /** Nested or apart; outer ones before those inside. */
  groups: LayerGroup[];
}

export interface LayerEdge {
  from: number;
  to: number;
  /** Whether tensors that are no layers lie between: a pooled vector, a gate, the head. */
  isIndirect: boolean;
}

/** Consecutive nodes that can be folded into one. */
export interface LayerGroup {
  /**
   * `module`: of one module in the code. Where the exporter recorded no modules, `size`: layers with maps of one size, and
   * `block`: branches between two layers through which everything flows.
   */
  kind: 'module' | 'size' | 'block';
  /** Path of the module; height × width as `56x56`; name of the tensor that ends the block. */
  name: string;
  /** First node. */
  start: number;
  /** Node behind the last one. */
  end: number;
}
