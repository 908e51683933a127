import * as vscode from 'vscode';

/** A task of `tasks.json`, with the fields that an export needs. */
export interface WorkspaceTask {
  readonly label: string;
  /** It never ends on its own. */
  readonly isBackground: boolean;
  /** Its output is searched for problems. */
  readonly findsProblems: boolean;
}

/**
 * The tasks in a folder's `tasks.json`. The file is read directly: a request for all tasks would activate every
 * extension that has some, and the answer has no problem matchers.
 */
export function workspaceTasks(folder: vscode.WorkspaceFolder): WorkspaceTask[] {
  const tasks: unknown = vscode.workspace.getConfiguration('tasks', folder).get('tasks');
  if (!Array.isArray(tasks)) return [];
  return tasks.flatMap((task: Record<string, unknown> | null) => {
    if (typeof task?.label !== 'string') return [];
    const { label, isBackground, problemMatcher } = task;
    const findsProblems = Array.isArray(problemMatcher)
      ? problemMatcher.length > 0
      : problemMatcher !== undefined;
    return [{ label, isBackground: isBackground === true, findsProblems }];
  });
}
