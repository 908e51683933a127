import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';

/** Placeholder in a command for the interpreter that is selected in Microsoft's Python extension, as in tasks. */
export const INTERPRETER_VARIABLE = 'command:python.interpreterPath';

const PYTHON_EXTENSION = 'ms-python.python';
const ENVIRONMENTS = ['.venv', 'venv'];
const IN_ENVIRONMENT = process.platform === 'win32' ? 'Scripts\\python.exe' : 'bin/python';
const ON_PATH = process.platform === 'win32' ? 'python' : 'python3';

/** The interpreter that is selected for a folder. Throws if the Python extension cannot say. */
export async function interpreterPath(folder: vscode.WorkspaceFolder): Promise<string> {
  const selected = await vscode.commands.executeCommand<string>('python.interpreterPath', {
    workspaceFolder: folder.uri.fsPath,
  });
  return selected || ON_PATH;
}

/** The beginning of a command that runs a script with the folder's Python. Nothing is started to find it. */
export function pythonCommand(folder: vscode.WorkspaceFolder): string {
  if (vscode.extensions.getExtension(PYTHON_EXTENSION)) return `\${${INTERPRETER_VARIABLE}}`;
  const environment = ENVIRONMENTS.map((name) => path.join(name, IN_ENVIRONMENT));
  return environment.find((file) => existsSync(path.join(folder.uri.fsPath, file))) ?? ON_PATH;
}
