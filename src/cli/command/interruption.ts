import { Interrupted } from './exitCode.ts';

/**
 * Work that Ctrl-C ends at once.
 * @param work ends when the signal is given
 * @param told what is said then
 * @throws Interrupted by Ctrl-C.
 */
export async function untilInterrupted<T>(
  work: (signal: AbortSignal) => Promise<T>,
  told: () => string,
): Promise<T> {
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.once('SIGINT', interrupt);
  try {
    return await work(interruption.signal);
  } catch (error) {
    throw interruption.signal.aborted ? new Interrupted(told()) : error;
  } finally {
    process.off('SIGINT', interrupt);
  }
}
