import { isObject } from '../base/jsonShape.ts';
import type { MapWay } from '../results/mapWay.ts';
import type { PinResult } from '../results/pins.ts';
import type { DeadChannels } from './activeChannels.ts';
import { deadChannels } from './activeChannels.ts';

/** Results of one export for the pinned images, by their absolute paths. */
export interface PinRun {
  /** `key` of the export. */
  exportKey: string;
  /** When the export was first seen, in milliseconds since 1970. */
  atMs: number;
  /** Whether all images pinned at that time were computed; only such a run is used for comparison. */
  isComplete: boolean;
  /** How the maps were to be made; undefined: as the model allows, a CAM first. */
  asked: MapWay | undefined;
  results: ReadonlyMap<string, PinResult>;
}

/** The current export, and the earlier one that it is compared with. */
export interface PinRuns {
  latest: PinRun | undefined;
  baseline: PinRun | undefined;
}

export const NO_RUNS: PinRuns = { latest: undefined, baseline: undefined };

/**
 * Begins with an export, or with other maps of the same: if it is a new one, the last completely computed one becomes
 * the baseline.
 */
export function withExport(
  runs: PinRuns,
  { exportKey, atMs, asked }: Pick<PinRun, 'exportKey' | 'atMs' | 'asked'>,
): PinRuns {
  const { latest, baseline } = runs;
  const isSameExport = latest?.exportKey === exportKey;
  if (isSameExport && latest.asked === asked) return runs;
  return {
    latest: { exportKey, atMs, isComplete: false, asked, results: new Map() },
    baseline: latest?.isComplete && !isSameExport ? latest : baseline,
  };
}

export function withResult(runs: PinRuns, image: string, result: PinResult): PinRuns {
  const { latest } = runs;
  if (!latest) return runs;
  return { ...runs, latest: { ...latest, results: new Map(latest.results).set(image, result) } };
}

/**
 * Call it when every image was computed. Images that are no longer pinned are dropped. A baseline that is this export
 * gets its maps.
 */
export function completed({ latest, baseline }: PinRuns, images: readonly string[]): PinRuns {
  const only = (run: PinRun): PinRun => ({
    ...run,
    results: new Map([...run.results].filter(([image]) => images.includes(image))),
  });
  const complete = latest && { ...only(latest), isComplete: true };
  const isSameExport = baseline !== undefined && baseline.exportKey === latest?.exportKey;
  const isOtherWay = isSameExport && baseline.asked !== latest?.asked;
  return { latest: complete, baseline: isOtherWay ? complete : baseline && only(baseline) };
}

/** Makes the current export the baseline, so that nothing counts as changed. */
export function accepted(runs: PinRuns): PinRuns {
  return { ...runs, baseline: runs.latest };
}

/** The channels that fire on none of the computed images of a run. */
export function deadChannelsOf(run: PinRun | undefined): DeadChannels | undefined {
  return deadChannels([...(run?.results.values() ?? [])].map(({ firing }) => firing));
}

/** Raised whenever the format changes; data of another version are dropped, except those that can be read. */
const VERSION = 3;

/** All maps were CAMs. */
const ONLY_CAMS = 2;

/** The runs as text, for storage. */
export function writeRuns({ latest, baseline }: PinRuns): string {
  const plain = (run: PinRun | undefined) => run && { ...run, results: [...run.results] };
  return JSON.stringify({ version: VERSION, latest: plain(latest), baseline: plain(baseline) });
}

/** Runs that were kept as text; none if it is not as {@link writeRuns} writes it. */
export function parseRuns(text: string): PinRuns {
  try {
    const kept: unknown = JSON.parse(text);
    if (!isObject(kept)) return NO_RUNS;
    if (kept.version !== VERSION && kept.version !== ONLY_CAMS) return NO_RUNS;
    return { latest: parseRun(kept.latest), baseline: parseRun(kept.baseline) };
  } catch {
    return NO_RUNS;
  }
}

function parseRun(run: unknown): PinRun | undefined {
  if (run === undefined) return undefined;
  const { exportKey, atMs, isComplete, asked, results } = run as PinRun & { results: unknown };
  const isRun = typeof exportKey === 'string' && typeof atMs === 'number' && Array.isArray(results);
  if (!isRun) throw new TypeError('no run');
  const named = (results as [string, PinResult][]).map(([image, result]): [string, PinResult] => [
    image,
    { ...result, way: result.way ?? 'cam' },
  ]);
  return { exportKey, atMs, isComplete: isComplete === true, asked, results: new Map(named) };
}
