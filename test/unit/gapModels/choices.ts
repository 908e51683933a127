import type { GapModelOptions } from '../../../src/cam/gapModels/gapModel.ts';
import { gapNetworks } from '../../../src/cam/gapModels/gapModel.ts';

/** Everything that can be chosen. */
export const allChoices: readonly GapModelOptions[] = gapNetworks.flatMap(({ id, resolutions }) =>
  (['gap', 'gmp'] as const).flatMap((pooling) =>
    resolutions.map(({ cells }) => ({ network: id, pooling, cells })),
  ),
);
