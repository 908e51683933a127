import * as vscode from 'vscode';

/** After this time a notification offers to cancel. */
const PROGRESS_AFTER_MS = 1000;

/**
 * Does work; if it takes more than a second, a notification offers to cancel it.
 * @param abort ends the work from elsewhere too
 */
export async function withProgress<T>(
  title: string,
  work: (signal: AbortSignal) => Promise<T>,
  abort = new AbortController(),
): Promise<T> {
  const result = work(abort.signal);
  const timer = setTimeout(() => {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title,
      cancellable: true,
    };
    vscode.window.withProgress(options, async (_progress, token) => {
      token.onCancellationRequested(() => abort.abort());
      await result.catch(() => undefined);
    });
  }, PROGRESS_AFTER_MS);
  try {
    return await result;
  } finally {
    clearTimeout(timer);
  }
}
