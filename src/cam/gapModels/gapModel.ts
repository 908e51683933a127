import { alexNet } from './alexNet.ts';
import { googLeNet } from './googLeNet.ts';
import type { GlobalPooling, Network, NetworkId } from './network.ts';
import { pythonFile } from './pythonFile.ts';
import { resNet18 } from './resNet18.ts';
import { vggNet } from './vggNet.ts';

/** The user's choices for a new model. */
export interface GapModelOptions {
  network: NetworkId;
  pooling: GlobalPooling;
  /** Cells on a side of the last map: one of the network's `resolutions`. */
  cells: number;
}

/** The available networks, those of the paper first. */
export const gapNetworks: readonly Network[] = [alexNet, vggNet, googLeNet, resNet18];

/** The name of its file without the ending, e.g. `alexnet_gap`. */
export function gapModelStem({ network, pooling }: GapModelOptions): string {
  return `${network}_${pooling}`;
}

/**
 * A Python file that defines the network, trains it on a folder of class folders and exports it with its sidecar.
 * @param stem name of the file without its ending, for the commands in its description
 * @throws RangeError if the network has no such mapping resolution
 */
export function gapModelSource(options: GapModelOptions, stem = gapModelStem(options)): string {
  const network = networkOf(options.network);
  const resolution = network.resolutions.find(({ cells }) => cells === options.cells);
  if (!resolution) throw new RangeError(`${network.name} has no maps of ${options.cells} cells`);
  return pythonFile({ network, resolution, pooling: options.pooling, stem });
}

function networkOf(id: NetworkId): Network {
  const network = gapNetworks.find((candidate) => candidate.id === id);
  if (!network) throw new RangeError(`no network ${id}`);
  return network;
}
