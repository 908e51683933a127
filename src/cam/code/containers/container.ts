import type { NodeOrigin } from '../origins/origins.ts';
import type { Certainty, SourceLine } from '../python/codeLink.ts';

/**
 * One call of something that runs several nodes: a Sequential, a block, a network's helper method. A module that is
 * called at several places, or by several instances of a class, has one container for each.
 */
export interface Container {
  /** Name of its attribute, or of the method; for an element of a list or Sequential, its name there, e.g. `0`. */
  name: string;
  /** Path of the module, e.g. `layer1.0`; undefined for a method or function. */
  module: string | undefined;
  /** Name of its class without the Python module, e.g. `BasicBlock`; undefined if it is not known. */
  className: string | undefined;
  /** Its nodes, in the order of the graph. */
  nodes: NodeOrigin[];
  /** Names of the tensors that it passes to the rest of the network; empty if that is not certain. */
  outputs: string[];
  /** Whether the call may run several times; then each output belongs to one of the runs. */
  isRepeated: boolean;
  certainty: Certainty;
  /** `self.layer1 = …` or `def stem(…)`; undefined if it is not certain. */
  definition: SourceLine | undefined;
  /** The line that calls it; undefined if it is not certain, or PyTorch's own code does. */
  call: SourceLine | undefined;
}
