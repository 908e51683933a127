import * as vscode from 'vscode';

/** How the model of a workspace folder is exported. */
export interface ExportSettings {
  /** Label of a task; it takes precedence over the command. Empty if there is none. */
  readonly task: string;
  /** For the system's shell. Empty if there is none. */
  readonly command: string;
  readonly onSave: boolean;
  /**
   * Globs of the files that start an export when they are saved. Empty: the model's source is recognised by its text.
   */
  readonly sources: readonly string[];
}

type ExportSetting = keyof ExportSettings;

/** A value of the wrong type counts as missing: a user can write anything into the file. */
export function exportSettings(folder: vscode.WorkspaceFolder): ExportSettings {
  const configuration = vscode.workspace.getConfiguration('camLens.export', folder);
  // Each workspace opts in; a user setting does not count.
  const onSave = configuration.inspect<unknown>('onSave');
  const sources: unknown = configuration.get('sources');
  return {
    task: textOf(configuration.get('task')),
    command: textOf(configuration.get('command')),
    onSave: (onSave?.workspaceFolderValue ?? onSave?.workspaceValue) === true,
    sources: Array.isArray(sources) ? sources.filter((glob) => typeof glob === 'string') : [],
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

/** Whether it is known how to export. */
export function isConfigured({ task, command }: ExportSettings): boolean {
  return task !== '' || command !== '';
}

/** Writes settings of a folder to `.vscode/settings.json`, where a user finds them and can commit them. */
export async function changeExportSettings(
  folder: vscode.WorkspaceFolder,
  changes: Partial<ExportSettings>,
): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('camLens.export', folder);
  const target =
    vscode.workspace.workspaceFile === undefined
      ? vscode.ConfigurationTarget.Workspace
      : vscode.ConfigurationTarget.WorkspaceFolder;
  for (const name of Object.keys(changes) as ExportSetting[]) {
    await configuration.update(name, changes[name], target);
  }
}
