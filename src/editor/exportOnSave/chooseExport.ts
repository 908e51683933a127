import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { currentShell, quoted } from '../../exportRunner/expandCommand.ts';
import { findFiles } from '../files/filePick.ts';
import type { ExportSettings } from './exportSettings.ts';
import { changeExportSettings, exportSettings } from './exportSettings.ts';
import { pythonCommand } from './pythonInterpreter.ts';
import { workspaceTasks } from './workspaceTasks.ts';

const EXPORT_CALL = /\btorch\.onnx\.export\s*\(/;
const MAX_SEARCHED_FILES = 2000;
const MAX_SUGGESTED_FILES = 20;

type Choice = Pick<ExportSettings, 'task' | 'command'>;

interface ChoiceItem extends vscode.QuickPickItem {
  choice?: Choice;
}

/**
 * Asks the user how the model of a folder is exported, and writes the answer into the workspace's settings.
 * @returns whether they did
 */
export async function chooseExport(folder: vscode.WorkspaceFolder): Promise<boolean> {
  const title = vscode.l10n.t('How do you export the model?');
  const other: ChoiceItem = {
    label: vscode.l10n.t('Another command…'),
    iconPath: new vscode.ThemeIcon('terminal'),
    alwaysShow: true,
  };
  const items = suggestions(folder).then((found) => [...found, other]);
  const placeHolder = vscode.l10n.t('A task, or a command to run in {0}', folder.name);
  const chosen = await vscode.window.showQuickPick<ChoiceItem>(items, { title, placeHolder });
  if (!chosen) return false;
  const choice = chosen.choice ?? (await askCommand(folder, title));
  if (!choice) return false;
  await changeExportSettings(folder, choice);
  return true;
}

async function suggestions(folder: vscode.WorkspaceFolder): Promise<ChoiceItem[]> {
  const scripts = await scriptsThatExport(folder);
  const tasks = workspaceTasks(folder).filter(({ isBackground }) => !isBackground);
  return [
    ...tasks.map(({ label }) => ({
      label,
      description: vscode.l10n.t('Task'),
      iconPath: new vscode.ThemeIcon('tools'),
      choice: { task: label, command: '' },
    })),
    ...scripts.map((script) => {
      const command = `${pythonCommand(folder)} ${quoted(script, currentShell)}`;
      return {
        label: command,
        description: vscode.l10n.t('Calls torch.onnx.export'),
        iconPath: new vscode.ThemeIcon('file-code'),
        choice: { task: '', command },
      };
    }),
  ];
}

/** Paths relative to the folder. */
async function scriptsThatExport(folder: vscode.WorkspaceFolder): Promise<string[]> {
  const pattern = new vscode.RelativePattern(folder, '**/*.py');
  const found: string[] = [];
  for (const file of await findFiles(pattern, MAX_SEARCHED_FILES)) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (EXPORT_CALL.test(text)) found.push(path.relative(folder.uri.fsPath, file));
    if (found.length === MAX_SUGGESTED_FILES) break;
  }
  return found;
}

async function askCommand(
  folder: vscode.WorkspaceFolder,
  title: string,
): Promise<Choice | undefined> {
  const { command } = exportSettings(folder);
  const entered = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('A shell command to run in {0}', folder.uri.fsPath),
    placeHolder: `${pythonCommand(folder)} export.py`,
    value: command,
    ignoreFocusOut: true,
  });
  return entered?.trim() ? { task: '', command: entered.trim() } : undefined;
}
