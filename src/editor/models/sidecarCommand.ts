import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { CamError } from '../../cam/base/errors.ts';
import { sidecarPath, sidecarTemplate } from '../../cam/config/sidecarFile.ts';
import type { EngineClient } from '../../engine/client.ts';
import { requireTrust } from '../workspaceTrust.ts';
import type { ModelChoice } from './modelChoice.ts';

/**
 * *Edit Preprocessing*: opens the model's sidecar; if there is none, creates it from the values in use. The command
 * takes the path of a model; without one it uses the current model.
 */
export function registerSidecarCommand(
  engine: EngineClient,
  models: ModelChoice,
): vscode.Disposable {
  return vscode.commands.registerCommand('camLens.editPreprocessing', async (of?: unknown) => {
    if (!(await requireTrust())) return;
    const model = typeof of === 'string' ? of : await models.currentOrPick();
    if (model === undefined) return;
    try {
      const sidecar = sidecarPath(model);
      if (!existsSync(sidecar)) {
        const { labels, preprocessing } = await engine.call('openModel', [model]);
        const text = sidecarTemplate(labels, preprocessing.value, sidecar);
        await writeFile(sidecar, text, { flag: 'wx' });
      }
      await vscode.window.showTextDocument(vscode.Uri.file(sidecar), {
        viewColumn: vscode.ViewColumn.One,
      });
    } catch (error) {
      const { message, nextAction } = CamError.toData(error);
      await vscode.window.showErrorMessage(`${message} ${nextAction}`);
    }
  });
}
