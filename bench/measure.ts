/** Minimum, median and maximum of repeated measurements. */
export interface Spread {
  min: number;
  median: number;
  max: number;
}

/** One line of the benchmark's table. */
export interface Row {
  name: string;
  /** Formatted measurement, or the reason why there is none. */
  values: Spread | string;
  unit: 'ratio' | 'ms' | 'MB';
  /** The target, in the same unit; shown, never enforced. */
  aim?: number;
}

/** @throws RangeError if there are no values. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const [min] = sorted;
  const max = sorted.at(-1);
  if (min === undefined || max === undefined) throw new RangeError('nothing was measured');
  const upper = sorted[sorted.length >> 1] ?? max;
  const lower = sorted[(sorted.length - 1) >> 1] ?? min;
  return { min, median: (lower + upper) / 2, max };
}

/** Wall time of one call in milliseconds. */
export async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Processor time of this process with all its threads, in milliseconds. */
export async function processorMs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/**
 * Measures several pieces of work in turn, round after round, so that other load on the machine affects all of them
 * equally. The first round is a warm-up and is not counted. Every second round runs in reverse order, so that none
 * benefits from always following the same neighbour.
 * @param calls per round and piece of work; the fastest counts, which excludes most interruptions
 * @returns milliseconds per round, for each piece of work
 */
export function interleave<Name extends string>(
  rounds: number,
  calls: number,
  work: Record<Name, () => Promise<unknown>>,
): Promise<Record<Name, number[]>> {
  const entries = Object.entries(work) as [Name, () => Promise<unknown>][];
  const timed = entries.map(([name, call]) => [name, () => timeMs(call)]);
  return interleaveTimed(rounds, calls, Object.fromEntries(timed));
}

/** As {@link interleave}, for work that returns its own duration in milliseconds. */
export async function interleaveTimed<Name extends string>(
  rounds: number,
  calls: number,
  work: Record<Name, () => Promise<number>>,
): Promise<Record<Name, number[]>> {
  const entries = Object.entries(work) as [Name, () => Promise<number>][];
  const times = Object.fromEntries(entries.map(([name]) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round++) {
    const order = round % 2 === 0 ? entries : [...entries].reverse();
    for (const [name, call] of order) {
      let fastestMs = Number.POSITIVE_INFINITY;
      for (let n = 0; n < calls; n++) fastestMs = Math.min(fastestMs, await call());
      if (round > 0) times[name]?.push(fastestMs);
    }
  }
  return times as Record<Name, number[]>;
}

/** Combines the measurements of the same round. */
export function perRound(
  combine: (...values: number[]) => number,
  ...series: readonly number[][]
): Spread {
  const [first = []] = series;
  return spreadOf(first.map((_, round) => combine(...series.map((values) => values[round] ?? 0))));
}
