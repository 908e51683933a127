import * as vscode from 'vscode';
import type { PinsOf } from '../../cam/pins/pinsFile.ts';
import { usesColourProfile } from '../colourProfile.ts';
import type { ModelVariants } from '../models/modelVariant.ts';

/** Whose pins are meant for a model: those of its workspace folder, else of the first; undefined without any folder. */
export function pinsOf(model: string): PinsOf | undefined {
  const own = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(model));
  const folder = own ?? vscode.workspace.workspaceFolders?.[0];
  return folder && { folder: folder.uri.fsPath, model };
}

/**
 * What a model is asked with about pinned images. Another layer or input size is for looking around: it must not change
 * what exports are compared by.
 */
export function pinOptions(variants: ModelVariants, model: string) {
  const { output } = variants.of(model);
  const useColourProfile = usesColourProfile();
  return output === undefined ? { useColourProfile } : { output, useColourProfile };
}
