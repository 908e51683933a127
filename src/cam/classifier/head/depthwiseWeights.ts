import { createRandom, difference, randomValues, unitVector } from '../probe/probes.ts';
import { multiply, noProposals, proposeMatrices, readAffineWeights } from './classWeights.ts';
import type { HeadProbe } from './headProbe.ts';

/** Largest error of weights that were read in parts, relative to what a random map adds to the bias. */
const MAX_ERROR = 1e-4;

/**
 * w_{k,x,y}^c = a_k^c·d_k(x, y), if the head weighs each channel's positions by a kernel of the file as large as the map
 * (a global depthwise convolution) before anything linear; checked on a random map.
 * With the map levels_k·d_k the head is affine in the levels, and their weights are a_k^c·Σ d_k².
 * @param file absolute path of the model
 * @returns the weights, channel-first; undefined if no kernel does it
 */
export async function readDepthwise(
  probe: HeadProbe,
  bias: Float32Array,
  file: string,
): Promise<Float32Array | undefined> {
  const { layout, positions } = probe;
  const { channels } = layout;
  const shape = { classes: channels, channels: positions };
  // A kernel has values of either sign.
  if (!probe.isSigned) return undefined;
  for await (const kernel of proposeMatrices(probe.head, shape, file)) {
    const levelled = {
      inputs: channels,
      ask: (vectors: Float32Array[]) =>
        probe.ask(
          vectors.map((levels) =>
            kernel.map((value, i) => value * (levels[Math.floor(i / positions)] as number)),
          ),
        ),
      randomValues: (random: () => number) => randomValues(random, channels, 0, 1),
      unitStep: (k: number) => [unitVector(channels, k)],
    };
    const { weights: total } = await readAffineWeights(levelled, noProposals());
    const squares = Float32Array.from({ length: channels }, (_, k) =>
      kernel
        .subarray(k * positions, (k + 1) * positions)
        .reduce((sum, value) => sum + value * value, 0),
    );
    const weights = new Float32Array(bias.length * channels * positions).map((_, i) => {
      const k = Math.floor(i / positions) % channels;
      const c = Math.floor(i / (positions * channels));
      const square = squares[k] as number;
      if (square === 0) return 0;
      const factor = (total[c * channels + k] as number) / square;
      return factor * (kernel[k * positions + (i % positions)] as number);
    });
    if (await predicts(probe, bias, weights)) return weights;
  }
  return undefined;
}

/** Whether weights for every value of the map say what the head makes of a random one. */
export async function predicts(
  probe: HeadProbe,
  bias: Float32Array,
  weights: Float32Array,
): Promise<boolean> {
  const map = probe.randomMap(createRandom(7));
  const [answer = bias] = await probe.ask([map]);
  const effect = difference(answer, bias);
  const found = multiply({ classes: bias.length, channels: map.length, weights }, map);
  return lengthOf(difference(found, effect)) <= MAX_ERROR * lengthOf(effect);
}

function lengthOf(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
