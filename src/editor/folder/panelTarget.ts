import { statSync } from 'node:fs';
import * as vscode from 'vscode';
import type { FolderPageState } from '../../protocol/folder.ts';

/** What a user chose when opening a panel about a folder. */
export interface PanelChoice {
  /** Absolute. */
  folder?: string;
  classIndex?: number;
  /** Pictures that are new or have changed are looked for. */
  scanAgain?: boolean;
}

interface PanelTarget extends PanelChoice {
  modelPath?: string;
}

/** A folder or a model of the explorer, a page's request, or nothing (from the palette). */
export function targetOf(about: unknown): PanelTarget {
  if (about instanceof vscode.Uri) {
    if (about.scheme !== 'file') return {};
    if (about.path.toLowerCase().endsWith('.onnx')) return { modelPath: about.fsPath };
    return isFolder(about.fsPath) ? { folder: about.fsPath } : {};
  }
  const { modelPath, folder, classIndex, scanAgain } = (about ?? {}) as PanelTarget;
  if (typeof modelPath !== 'string') return {};
  return {
    modelPath,
    ...(typeof folder === 'string' ? { folder } : {}),
    ...(typeof classIndex === 'number' ? { classIndex } : {}),
    ...(scanAgain === true ? { scanAgain } : {}),
  };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** State that a page saved before a reload, if it has the expected form; the page itself checks `view`. */
export function restoredState(state: unknown): FolderPageState | undefined {
  const { modelPath, folder, view } = (state ?? {}) as Partial<FolderPageState>;
  if (typeof modelPath !== 'string' || typeof view !== 'object' || view === null) return undefined;
  return { modelPath, folder: typeof folder === 'string' ? folder : undefined, view };
}
