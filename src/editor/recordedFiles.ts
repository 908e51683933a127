import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { PathReader } from '../cam/base/recordedPath.ts';
import { isRecordedPathAllowed } from '../cam/base/recordedPath.ts';

/** Who follows the paths that files of this workspace state. */
export function workspaceReader(): PathReader {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  return { isTrusted: vscode.workspace.isTrusted, folders };
}

/**
 * Whether a path that a model or code states is a file here that may be read, see {@link isRecordedPathAllowed}. Without
 * trust its links may not lead out of the workspace either.
 * @param recorded absolute
 */
export function isRecordedFile(recorded: string): boolean {
  const reader = workspaceReader();
  if (!path.isAbsolute(recorded) || !isRecordedPathAllowed(recorded, reader)) return false;
  try {
    if (!statSync(recorded).isFile()) return false;
    if (reader.isTrusted) return true;
    const folders = reader.folders.map((folder) => realpathSync.native(folder));
    return isRecordedPathAllowed(realpathSync.native(recorded), { isTrusted: false, folders });
  } catch {
    return false;
  }
}
