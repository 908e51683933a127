import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

/** The first result of `look` that is neither undefined nor false. Fails after 45 seconds. */
export async function eventually<Found>(
  what: string,
  look: () => Found | undefined | false,
): Promise<Found> {
  const deadlineMs = Date.now() + 45_000;
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    assert.ok(Date.now() < deadlineMs, `${what}: not within 45 s`);
    await delay(20);
  }
}
