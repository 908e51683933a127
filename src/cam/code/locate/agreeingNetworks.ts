import type { Network } from '../evaluate/constructions.ts';
import type { Definition } from '../evaluate/definition.ts';
import type { NodeOrigin } from '../origins/origins.ts';
import { contradicts } from './contradictions.ts';

/**
 * Among networks with modules of the same names, those whose layers have the model's numbers.
 * @param origins all nodes of the model
 */
export async function agreeingNetworks(
  networks: Network[],
  origins: readonly NodeOrigin[],
  definitionsIn: (network: Network, origin: NodeOrigin) => Promise<Definition[]>,
): Promise<Network[]> {
  if (networks.length < 2) return networks;
  let best: Network[] = [];
  let fewest = Number.POSITIVE_INFINITY;
  for (const network of networks) {
    let others = 0;
    for (const origin of origins) {
      if (origin.module === '' || Object.keys(origin.numbers).length === 0) continue;
      const definitions = await definitionsIn(network, origin);
      const isOther = ({ made }: Definition) =>
        made !== undefined && contradicts(made, origin.numbers);
      if (definitions.length > 0 && definitions.every(isOther)) others++;
    }
    if (others < fewest) [best, fewest] = [[network], others];
    else if (others === fewest) best.push(network);
  }
  return best;
}
