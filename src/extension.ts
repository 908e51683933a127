import * as vscode from 'vscode';
import { createEngineClient } from './editor/engineClient.ts';
import { ModelChoice } from './editor/modelChoice.ts';
import { registerModelStatusBar } from './editor/modelStatusBar.ts';
import { registerShowCam } from './editor/showCamCommands.ts';
import { registerSidecarCommand } from './editor/sidecarCommand.ts';

/** Registers the features and does nothing else: no model is read and no process started. */
export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('CAM Lens', { log: true });
  const engine = createEngineClient(context, output);
  const models = new ModelChoice(context);
  context.subscriptions.push(
    output,
    engine,
    models,
    registerModelStatusBar(models),
    registerSidecarCommand(engine, models),
    registerShowCam({ context, engine, models, output }),
    vscode.commands.registerCommand('camLens.chooseModel', () => models.pick()),
    vscode.commands.registerCommand('camLens.restartEngine', () => engine.restart()),
  );
}
