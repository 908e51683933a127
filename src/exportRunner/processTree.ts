import type { ChildProcess } from 'node:child_process';
import { spawnSync } from 'node:child_process';

const graceMs = 5000;

/**
 * Ends a process that was started as the leader of a process group (`detached`), and the whole group with it: first by
 * request, after five seconds by force. `ended` resolves when the leader's process has ended.
 */
export async function endProcessTree(leader: ChildProcess, ended: Promise<void>): Promise<void> {
  if (leader.pid === undefined) return;
  if (process.platform !== 'win32') {
    signalGroup(leader.pid, 'SIGTERM');
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceMs);
    });
    await Promise.race([ended, grace]);
    clearTimeout(timer);
  }
  endProcessTreeNow(leader);
  await ended;
}

/** As {@link endProcessTree}, at once and by force: for a process that is about to exit. */
export function endProcessTreeNow(leader: ChildProcess): void {
  if (leader.pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(leader.pid), '/t', '/f'], { stdio: 'ignore' });
  } else {
    signalGroup(leader.pid, 'SIGKILL');
  }
}

function signalGroup(leaderId: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leaderId, signal);
  } catch {
    // The whole group has ended already.
  }
}
