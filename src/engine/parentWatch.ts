import { Worker } from 'node:worker_threads';

/*
 * `session.run` blocks the process's own event loop, so it does not hear that the channel to its parent is closed: a
 * model that computes for years would go on when the editor was killed. A thread of its own sees it. As text, because
 * the engine is one file. On Windows a process keeps the number of a parent that has ended, so it is asked for as well.
 */
const WATCH = `
const parent = process.ppid;
function isAlive() {
  try {
    process.kill(parent, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
setInterval(() => {
  if (process.ppid !== parent || !isAlive()) process.kill(process.pid, 'SIGKILL');
}, 500);
`;

/** Ends this process soon after the process that started it has ended, whatever it computes. */
export function endWithParent(): void {
  const thread = new Worker(WATCH, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 16 } });
  // Without it, the process ends as soon as the channel is closed, except in a long computation.
  thread.on('error', (error) => console.error(error));
  thread.unref();
}
