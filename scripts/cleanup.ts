type Cleanup = () => void | Promise<void>;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The undo steps of each running {@link withCleanup}, the innermost last. */
const scopes: Cleanup[][] = [];

let exitStatusAtSignal = 130;
let isInterrupted = false;

/**
 * Runs `body`, which registers an undo step for each thing that it starts or creates. All steps run, last first, when
 * `body` ends or fails, or when the process is asked to end (it then exits with status 130). May be nested.
 */
export async function withCleanup<Result>(
  body: (onEnd: (cleanup: Cleanup) => void) => Promise<Result>,
): Promise<Result> {
  const scope: Cleanup[] = [];
  scopes.push(scope);
  if (scopes.length === 1) for (const signal of signals) process.on(signal, interrupt);
  try {
    return await body((cleanup) => scope.push(cleanup));
  } finally {
    await undo(scope);
    if (scopes.includes(scope)) scopes.splice(scopes.indexOf(scope), 1);
    if (scopes.length === 0 && !isInterrupted)
      for (const signal of signals) process.off(signal, interrupt);
  }
}

/** For a program that runs until the user stops it: that is not a failure. */
export function exitWithSuccessAtSignals(): void {
  exitStatusAtSignal = 0;
}

/**
 * When the parent process has ended, ends this process as a signal does: a shell in between may not pass signals on.
 */
export function endWithParent(parentId: number): void {
  if (process.ppid === parentId) setTimeout(endWithParent, 500, parentId).unref();
  else if (!process.emit('SIGTERM', 'SIGTERM')) process.exit(exitStatusAtSignal);
}

/** A terminal and npm may both send the signal: the second one must not stop the cleanup. */
async function interrupt(): Promise<void> {
  if (isInterrupted) return;
  isInterrupted = true;
  for (let scope = scopes.pop(); scope; scope = scopes.pop()) await undo(scope);
  process.exit(exitStatusAtSignal);
}

async function undo(scope: Cleanup[]): Promise<void> {
  for (let cleanup = scope.pop(); cleanup; cleanup = scope.pop()) {
    await Promise.resolve()
      .then(cleanup)
      .catch((error: unknown) => console.error(error));
  }
}
