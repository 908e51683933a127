type Cleanup = () => void | Promise<void>;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `body`, which hands over how to undo each thing that it starts or creates. All of it is undone, last first, when
 * `body` ends, fails, or the process is asked to end (it then exits with status 130).
 */
export async function withCleanup<Result>(
  body: (onEnd: (cleanup: Cleanup) => void) => Promise<Result>,
): Promise<Result> {
  const cleanups: Cleanup[] = [];
  const cleanUp = async () => {
    for (let cleanup = cleanups.pop(); cleanup; cleanup = cleanups.pop()) {
      await Promise.resolve()
        .then(cleanup)
        .catch((error: unknown) => console.error(error));
    }
  };
  const interrupt = () => void cleanUp().then(() => process.exit(130));
  for (const signal of signals) process.on(signal, interrupt);
  try {
    return await body((cleanup) => cleanups.push(cleanup));
  } finally {
    await cleanUp();
    for (const signal of signals) process.off(signal, interrupt);
  }
}
