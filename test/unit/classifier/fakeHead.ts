import { HeadProbe } from '../../../src/cam/classifier/head/headProbe.ts';
import type { GraphFunction } from '../../../src/cam/classifier/probe/graphFunction.ts';
import type { FeatureLayout } from '../../../src/cam/classifier/probe/spatialTensor.ts';

/** A head of a channel-first map, written out: its logits for the map, the number of positions with it. */
export type FakeHead = (map: Float32Array, positions: number) => number[];

/** Acts like a head in a graph; `sizes` collects the sizes of the probed maps. */
export function probeOf(
  head: FakeHead,
  layout: FeatureLayout,
  { isSigned = true, sizes = [] as number[] } = {},
): HeadProbe {
  const graph = {
    evaluate: async (rows: Float32Array[], [, height = 0, width = 0]: readonly number[]) => {
      sizes.push(width * height);
      return rows.map((row) => Float32Array.from(head(row, width * height)));
    },
  };
  return new HeadProbe(graph as unknown as GraphFunction, layout, isSigned, { name: 'logits' });
}
