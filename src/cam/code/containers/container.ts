import type { NodeOrigin } from '../origins/origins.ts';
import type { Certainty, SourceLine } from '../python/codeLink.ts';

/**
 * One call of something that runs several nodes: a Sequential, a block, a network's helper method. A module that
 * is called at several places, or by several instances of a class, has one for each.
 */
export interface Container {
  /** Name of its attribute, or of the method; of an element of a list or Sequential, what it is there, e.g. `0`. */
  name: string;
  /** Path of the module, e.g. `layer1.0`; undefined for a method or function. */
  module: string | undefined;
  /** Name of its class without modules, e.g. `BasicBlock`; undefined where it is not known. */
  className: string | undefined;
  /** What it runs, in the order of the graph. */
  nodes: NodeOrigin[];
  /** Names of the tensors that it gives to the rest of the network; empty where that is not certain. */
  outputs: string[];
  /** Whether the call may run several times, each of the outputs being that of one of the times. */
  isRepeated: boolean;
  certainty: Certainty;
  /** `self.layer1 = …` or `def stem(…)`; undefined where it is not certain. */
  definition: SourceLine | undefined;
  /** The line that calls it; undefined where it is not certain, or PyTorch's own code does. */
  call: SourceLine | undefined;
}
