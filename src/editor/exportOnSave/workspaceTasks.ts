import * as vscode from 'vscode';
import type { JsonObject } from '../../cam/base/jsonShape.ts';
import { isObject } from '../../cam/base/jsonShape.ts';

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
  return definitions(folder).map(({ label, isBackground, problemMatcher }) => {
    const findsProblems = Array.isArray(problemMatcher)
      ? problemMatcher.length > 0
      : problemMatcher !== undefined;
    return { label, isBackground: isBackground === true, findsProblems };
  });
}

/** What `tasks.json` says of the tasks of this label, for comparison. */
export function taskDefinition(folder: vscode.WorkspaceFolder, label: string): unknown {
  return definitions(folder).filter((task) => task.label === label);
}

function definitions(folder: vscode.WorkspaceFolder): ({ label: string } & JsonObject)[] {
  const tasks: unknown = vscode.workspace.getConfiguration('tasks', folder).get('tasks');
  if (!Array.isArray(tasks)) return [];
  return tasks.filter(
    (task): task is { label: string } & JsonObject =>
      isObject(task) && typeof task.label === 'string',
  );
}
