import * as vscode from 'vscode';

/** A task of `tasks.json`, as far as an export is concerned. */
export interface WorkspaceTask {
  readonly label: string;
  /** It never ends by itself. */
  readonly isBackground: boolean;
  /** Its output is searched for problems. */
  readonly findsProblems: boolean;
}

/**
 * The tasks that a folder's `tasks.json` names. They are read: to ask for all tasks would wake every extension that has
 * some, and the answer leaves out the problem matchers.
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
