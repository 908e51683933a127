import { errors } from 'playwright-core';

/** Repeats steps that ran into a timeout, at most so often in all: a list that is refreshed loses clicks. */
export async function retryTimeouts(tries: number, steps: () => Promise<void>): Promise<void> {
  for (let left = tries - 1; ; left--) {
    try {
      return await steps();
    } catch (error) {
      if (!(error instanceof errors.TimeoutError) || left === 0) throw error;
    }
  }
}
