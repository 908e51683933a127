import * as vscode from 'vscode';
import { registerClassUnits } from './editor/classUnitsCommands.ts';
import { UnitFolders } from './editor/classUnitsFolder.ts';
import { ModelCodes } from './editor/code/modelCode.ts';
import { PythonWorkspace } from './editor/code/pythonWorkspace.ts';
import { registerCode } from './editor/code/registerCode.ts';
import { CurrentImage } from './editor/currentImage.ts';
import { createEngineClient } from './editor/engineClient.ts';
import { registerExportOnSave } from './editor/exportOnSave/exportOnSave.ts';
import { looksLikeModelSource } from './editor/exportOnSave/modelSource.ts';
import { ModelChoice } from './editor/modelChoice.ts';
import { registerModelStatusBar } from './editor/modelStatusBar.ts';
import { registerModelTab } from './editor/modelTabProvider.ts';
import { ModelVariants } from './editor/modelVariant.ts';
import { registerNewModelCommand } from './editor/newModel/newModelCommand.ts';
import { registerPins } from './editor/pinsCommands.ts';
import { PinsView } from './editor/pinsView.ts';
import { registerShowCam } from './editor/showCamCommands.ts';
import { registerSidecarCommand } from './editor/sidecarCommand.ts';

/** Registers the features and does nothing else: no model is read and no process started. */
export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('CAM Lens', { log: true });
  const engine = createEngineClient(context, output);
  const models = new ModelChoice(context);
  const variants = new ModelVariants(context);
  // Scans in a process of their own, so that everything else goes on meanwhile.
  const scanEngine = createEngineClient(context, output);
  const folders = new UnitFolders(context);
  const image = new CurrentImage(context);
  const python = new PythonWorkspace();
  const codes = new ModelCodes(engine, python);
  const pins = new PinsView({ context, engine, models, variants, output });
  context.subscriptions.push(
    output,
    engine,
    scanEngine,
    models,
    variants,
    image,
    python,
    codes,
    pins,
    registerModelStatusBar(models),
    registerSidecarCommand(engine, models),
    registerNewModelCommand(context),
    registerModelTab({ context, engine, models, variants, image, codes, output }),
    registerShowCam({ context, engine, models, variants, image, codes, output }),
    registerClassUnits({ context, engine, scanEngine, models, variants, folders, output }),
    registerCode({ engine, models, variants, image, python, codes, pins }),
    registerPins({ context, engine, models, variants, image, output }, pins),
    registerExportOnSave({ context, isModelSource: looksLikeModelSource }),
    vscode.commands.registerCommand('camLens.chooseModel', () => models.pick()),
    vscode.commands.registerCommand('camLens.restartEngine', () => engine.restart()),
  );
}
