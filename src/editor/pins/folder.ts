import * as vscode from 'vscode';
import type { PinsOf } from '../../cam/pins/pinsFile.ts';
import { usesColourProfile } from '../colourProfile.ts';
import type { ModelVariants } from '../models/modelVariant.ts';

/** The folder with the pins of a model: its workspace folder, else the first one; undefined without any folder. */
export function pinsOf(model: string): PinsOf | undefined {
  const own = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(model));
  const folder = own ?? vscode.workspace.workspaceFolders?.[0];
  return folder && { folder: folder.uri.fsPath, model };
}

/**
 * The options for pinned images. Another layer or input size is only for exploring: it must not affect the comparison
 * of exports.
 */
export function pinOptions(variants: ModelVariants, model: string) {
  const { output } = variants.of(model);
  const useColourProfile = usesColourProfile();
  return output === undefined ? { useColourProfile } : { output, useColourProfile };
}
