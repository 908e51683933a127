import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { isRecordedFile } from '../../recordedFiles.ts';

const INSTALLED = /[\\/](site-packages|dist-packages)[\\/](.+)$/;

/** Whether a file belongs to an installed library, or to an environment inside the workspace. */
export function isInstalled(file: string): boolean {
  return INSTALLED.test(file) || /[\\/](node_modules|\.venv|venv|\.conda|\.tox)[\\/]/.test(file);
}

/**
 * Where a library's file that was recorded on another machine is installed here; without trust only in the workspace. Searches the environments of the
 * workspace, the one chosen in the settings, and the active one. No Python is started.
 */
export async function installedLike(recordedPath: string): Promise<string[]> {
  const [, , inside] = INSTALLED.exec(recordedPath) ?? [];
  const parts = inside?.split(/[\\/]/) ?? [];
  if (parts.length === 0 || parts.includes('..')) return [];
  const folders = (await Promise.all(environments().map(libraryFolders))).flat();
  const candidates = folders.map((folder) => path.join(folder, ...parts));
  return [...new Set(candidates)].filter(isRecordedFile);
}

/** Folders of Python environments; some may not exist. */
function environments(): string[] {
  const workspace = (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) =>
    ['.venv', 'venv', 'env', '.conda'].map((name) => path.join(uri.fsPath, name)),
  );
  const interpreter = vscode.workspace
    .getConfiguration('python')
    .get<string>('defaultInterpreterPath', '');
  const chosen = path.isAbsolute(interpreter) ? [path.dirname(path.dirname(interpreter))] : [];
  const active = [process.env.VIRTUAL_ENV, process.env.CONDA_PREFIX];
  return [...workspace, ...chosen, ...active.filter((folder) => folder !== undefined), '/usr'];
}

/** `lib/python3.11/site-packages` and the like; on Windows `Lib/site-packages`. */
async function libraryFolders(environment: string): Promise<string[]> {
  const libraries = path.join(environment, 'lib');
  const names = await readdir(libraries).catch(() => []);
  const versions = names.filter((name) => /^python3/.test(name));
  return [
    path.join(environment, 'Lib', 'site-packages'),
    ...versions.flatMap((version) =>
      ['site-packages', 'dist-packages'].map((name) => path.join(libraries, version, name)),
    ),
  ];
}
