import * as vscode from 'vscode';
import type { CommandEnd } from '../../exportRunner/commandCalls.ts';

/** Runs a task that the user has named, to its end. Throws VS Code's message if it cannot be started. */
export async function runTask(
  label: string,
  folder: vscode.WorkspaceFolder,
  signal: AbortSignal,
): Promise<CommandEnd> {
  const task = await findTask(label, folder);
  if (!task) throw new Error(vscode.l10n.t('there is no such task in {0}.', folder.name));
  if (task.isBackground) {
    throw new Error(vscode.l10n.t('the task runs in the background and never finishes.'));
  }
  await endOfPresentRun(task, signal);
  return signal.aborted ? { type: 'cancelled' } : await execute(task, signal);
}

/** Shows the terminal of a task, without the focus. */
export function showTaskTerminal(label: string): void {
  vscode.window.terminals.findLast(({ name }) => name.includes(label))?.show(true);
}

async function findTask(
  label: string,
  folder: vscode.WorkspaceFolder,
): Promise<vscode.Task | undefined> {
  const tasks = await vscode.tasks.fetchTasks();
  const named = tasks.filter(
    ({ name, source }) => name === label || `${source}: ${name}` === label,
  );
  const own = named.find(({ scope }) => isFolder(scope) && scope.uri.path === folder.uri.path);
  return own ?? named.find(({ scope }) => !isFolder(scope));
}

function isFolder(scope: vscode.Task['scope']): scope is vscode.WorkspaceFolder {
  return typeof scope === 'object';
}

function isSame(one: vscode.Task, other: vscode.Task): boolean {
  const folderOf = ({ scope }: vscode.Task) => (isFolder(scope) ? scope.uri.path : scope);
  return (
    one.name === other.name && one.source === other.source && folderOf(one) === folderOf(other)
  );
}

/** Waits for a task that the user has started: two exports would write the same file. */
async function endOfPresentRun(task: vscode.Task, signal: AbortSignal): Promise<void> {
  if (!vscode.tasks.taskExecutions.some((execution) => isSame(execution.task, task))) return;
  await new Promise<void>((resolve) => {
    const subscription = vscode.tasks.onDidEndTask(({ execution }) => {
      if (isSame(execution.task, task)) done();
    });
    const done = () => {
      subscription.dispose();
      resolve();
    };
    signal.addEventListener('abort', done, { once: true });
  });
}

async function execute(task: vscode.Task, signal: AbortSignal): Promise<CommandEnd> {
  let exitCode: number | undefined;
  const subscriptions: vscode.Disposable[] = [];
  try {
    const ended = new Promise<void>((resolve) => {
      subscriptions.push(
        vscode.tasks.onDidEndTaskProcess((event) => {
          if (isSame(event.execution.task, task)) exitCode = event.exitCode;
        }),
        // Also fires for tasks without a process, which only depend on others.
        vscode.tasks.onDidEndTask((event) => {
          if (isSame(event.execution.task, task)) resolve();
        }),
      );
    });
    const execution = await vscode.tasks.executeTask(task);
    const terminate = () => execution.terminate();
    signal.addEventListener('abort', terminate, { once: true });
    if (signal.aborted) terminate();
    await ended;
    signal.removeEventListener('abort', terminate);
  } finally {
    for (const subscription of subscriptions) subscription.dispose();
  }
  return signal.aborted ? { type: 'cancelled' } : { type: 'exited', exitCode: exitCode ?? 0 };
}
