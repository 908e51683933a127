import type * as vscode from 'vscode';
import { exportSettings } from './exportSettings.ts';
import { taskDefinition } from './workspaceTasks.ts';

const ANSWERS = 'camLens.export.answers';

/** Older answers are asked for again. */
const MAX_REMEMBERED = 50;

/**
 * Whether a save may run the export of a folder: settings can come with a repository, and nobody has read them. The
 * answer is for one command, or one definition of a task; another one is asked for again.
 */
export class ExportAnswers {
  readonly #memory: vscode.Memento;

  /** @param memory of the workspace */
  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  /** Undefined if the user was not asked. */
  of(folder: vscode.WorkspaceFolder): boolean | undefined {
    const key = keyOf(folder);
    return this.#all().find(([known]) => known === key)?.[1];
  }

  async remember(folder: vscode.WorkspaceFolder, mayRun: boolean): Promise<void> {
    const key = keyOf(folder);
    const others = this.#all().filter(([known]) => known !== key);
    await this.#memory.update(ANSWERS, [...others, [key, mayRun]].slice(-MAX_REMEMBERED));
  }

  #all(): [key: string, mayRun: boolean][] {
    return this.#memory.get(ANSWERS, []);
  }
}

function keyOf(folder: vscode.WorkspaceFolder): string {
  const { task, command } = exportSettings(folder);
  const what = task ? { task, definition: taskDefinition(folder, task) } : { command };
  return JSON.stringify([folder.uri.toString(), what]);
}
