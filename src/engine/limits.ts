import { usableMemory } from '../cam/base/usableMemory.ts';

/** What one call may take before the engine process ends itself. */
export interface EngineLimits {
  /** Time without a result or a report of progress. */
  callMs: number;
  /** Resident memory of the whole process. */
  memoryBytes: number;
}

/** The limit that was exceeded, and by what. */
export type ExceededLimit = { limit: 'time'; callMs: number } | { limit: 'memory'; bytes: number };

/** Number of the pipe on which the process tells the exceeded limit: behind the usual three and Node's channel. */
export const EXCEEDED_PIPE = 4;

/** Sent to the thread that watches: a call begins or reports progress, or it has ended. */
export type WatchMessage = 'callRuns' | 'callEnded';

/**
 * Enough to load two gigabytes over a slow network. Needed because a model of two kilobytes can ask for years of work.
 */
const CALL_MS = 5 * 60_000;

export function usualLimits(): EngineLimits {
  return { callMs: CALL_MS, memoryBytes: usableMemory() };
}
