import type { PowerPooling } from '../../maps/featureMap.ts';
import {
  constantChannels,
  createRandom,
  difference,
  isClose,
  randomValues,
  unitVector,
} from '../probe/probes.ts';
import type { AffineFunction } from './classWeights.ts';
import type { HeadProbe } from './headProbe.ts';

/** Levels of a single channel that tell its exponent. */
const LEVELS = [1, 4] as const;

/** Channels after which a plain mean is recognised: every exponent so far is 1. */
const FIRST_LOOK = 4;

/**
 * Exponents of a generalised mean g_k = (mean f_k^inner)^outer after which the head is linear (GeM,
 * Radenović et al. 2018), for each channel by itself: a channel alone at the level λ has an effect that
 * grows as λ^(inner·outer), and a single position of n has a share of n^(−outer).
 * The exporter may have taken the first power before the pooling; `inner` is 1 then.
 * @returns undefined where the head is not of this kind. What is found must still be checked on maps.
 */
export async function findPowerPooling(
  probe: HeadProbe,
  tolerance: number,
): Promise<PowerPooling | undefined> {
  if (!(await treatsChannelsApart(probe, tolerance))) return undefined;
  const { channels } = probe.layout;
  const { positions } = probe;
  const single = (k: number, from: number, to: number, level: number) => {
    const map = new Float32Array(channels * positions);
    return map.fill(level, k * positions + from, k * positions + to);
  };
  const inner = new Float64Array(channels).fill(1);
  const outer = new Float64Array(channels).fill(1);
  const [ofZero] = await probe.ask([new Float32Array(channels * positions)]);
  if (!ofZero) return undefined;
  for (let k = 0; k < channels; k++) {
    const answers = await probe.ask([
      single(k, 0, positions, LEVELS[0]),
      single(k, 0, positions, LEVELS[1]),
      single(k, 0, 1, LEVELS[0]),
    ]);
    const [atOne, atFour, atOnePosition] = answers.map((answer) => difference(answer, ofZero));
    if (!atOne || !atFour || !atOnePosition) return undefined;
    // A channel that no class uses has no exponent, and needs none.
    if (atOne.every((value) => value === 0)) continue;
    const exponent = Math.log(ratio(atFour, atOne)) / Math.log(LEVELS[1] / LEVELS[0]);
    const share = -Math.log(ratio(atOnePosition, atOne)) / Math.log(positions);
    if (!(exponent > 0.01 && share > 0.01 && exponent < 100 && share < 100)) return undefined;
    inner[k] = exponent / share;
    outer[k] = share;
    if (k + 1 === Math.min(FIRST_LOOK, channels) && areOne(inner) && areOne(outer))
      return undefined;
  }
  return { inner, outer };
}

/** This is a mean only for positive maps: layers with a ReLU follow, so it is no generalised mean. */
function areOne(exponents: Float64Array): boolean {
  return exponents.every((exponent) => Math.abs(exponent - 1) < 1e-3);
}

/** Whether the channels' effects add up, whatever each of them is: false for most non-linear heads. */
async function treatsChannelsApart(probe: HeadProbe, tolerance: number): Promise<boolean> {
  const { channels } = probe.layout;
  const all = randomValues(createRandom(4), channels, 0.1, 2);
  const half = Math.ceil(channels / 2);
  const first = all.map((value, k) => (k < half ? value : 0));
  const second = all.map((value, k) => (k < half ? 0 : value));
  const answers = await probe.ask(
    [new Float32Array(channels), first, second, all].map((levels) =>
      constantChannels(levels, probe.layout),
    ),
  );
  const [ofZero, ofFirst, ofSecond, ofAll] = answers;
  if (!ofZero || !ofFirst || !ofSecond || !ofAll) return false;
  return isClose(
    difference(ofAll, ofZero),
    add(difference(ofFirst, ofZero), difference(ofSecond, ofZero)),
    tolerance,
  );
}

function add(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value + (b[i] as number));
}

/** The factor s for which a = s·b fits best; negative or NaN where there is none. */
function ratio(a: Float32Array, b: Float32Array): number {
  let both = 0;
  let square = 0;
  for (let c = 0; c < b.length; c++) {
    both += (a[c] as number) * (b[c] as number);
    square += (b[c] as number) ** 2;
  }
  return both / square;
}

/** The head as a function of the generalised means, asked with maps that are constant in each channel. */
export function powerPooledHead(probe: HeadProbe, { inner, outer }: PowerPooling): AffineFunction {
  const { channels } = probe.layout;
  return {
    inputs: channels,
    ask: (vectors) =>
      probe.ask(
        vectors.map((values) =>
          constantChannels(
            values.map((value, k) => value ** (1 / ((inner[k] as number) * (outer[k] as number)))),
            probe.layout,
          ),
        ),
      ),
    randomValues: (random) => randomValues(random, channels, 0, 1),
    unitStep: (k) => [unitVector(channels, k)],
  };
}
