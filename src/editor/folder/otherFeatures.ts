import * as vscode from 'vscode';
import type { ShowCamChoice } from '../../protocol/showCam.ts';
import type { ModelChoice } from '../models/modelChoice.ts';

/** Other features are about the model in use, so a panel makes its own model the one in use. */
export async function useModel(models: ModelChoice, modelPath: string): Promise<void> {
  if (models.current() !== modelPath) await models.use(modelPath);
}

/** *Show CAM* on a picture of a panel's folder, an absolute path. */
export async function showCam(
  models: ModelChoice,
  modelPath: string,
  picture: string,
  choice: ShowCamChoice,
): Promise<void> {
  await useModel(models, modelPath);
  const uri = vscode.Uri.file(picture);
  await vscode.commands.executeCommand('camLens.showCam', uri, undefined, choice);
}
