import { config } from '@vscode/l10n';
import * as vscode from 'vscode';
import { registerClassUnits } from './editor/classUnits/commands.ts';
import { LinkedModels } from './editor/code/found/linkedModels.ts';
import { ModelCodes } from './editor/code/found/modelCode.ts';
import { PythonWorkspace } from './editor/code/found/pythonWorkspace.ts';
import { registerCode } from './editor/code/registerCode.ts';
import { CurrentImage } from './editor/currentImage.ts';
import { createEngineClient } from './editor/engineClient.ts';
import { registerEvaluate } from './editor/evaluate/commands.ts';
import { registerExportOnSave } from './editor/exportOnSave/exportOnSave.ts';
import type { IsModelSource } from './editor/exportOnSave/modelSource.ts';
import { looksLikeModelSource } from './editor/exportOnSave/modelSource.ts';
import { ChosenFolders } from './editor/folder/chosenFolders.ts';
import { ScannedFolders } from './editor/folder/scannedFolders.ts';
import { registerLabelsCommand } from './editor/models/labelsCommand.ts';
import { ModelChoice } from './editor/models/modelChoice.ts';
import { registerModelStatusBar } from './editor/models/modelStatusBar.ts';
import { ModelVariants } from './editor/models/modelVariant.ts';
import { registerSidecarCommand } from './editor/models/sidecarCommand.ts';
import { registerModelTab } from './editor/modelTab/provider.ts';
import { registerNewModelCommand } from './editor/newModel/newModelCommand.ts';
import { registerPins } from './editor/pins/commands.ts';
import { PinsView } from './editor/pins/view.ts';
import { registerShowCam } from './editor/showCam/commands.ts';
import { registerSideBar } from './editor/sideBar/registerSideBar.ts';
import { registerTrain } from './editor/train/commands.ts';

/** Registers the features and does nothing else: no model is read and no process started. */
export function activate(context: vscode.ExtensionContext): void {
  // For the library's errors that are made in this process.
  if (vscode.l10n.bundle) config({ contents: vscode.l10n.bundle });
  const output = vscode.window.createOutputChannel('CAM Lens', { log: true });
  const engine = createEngineClient(context, output);
  const models = new ModelChoice(context);
  const variants = new ModelVariants(context);
  // Scans run in their own process, so that everything else can continue.
  const scanEngine = createEngineClient(context, output);
  const folders = new ChosenFolders(context);
  const scans = new ScannedFolders(context);
  const image = new CurrentImage(context);
  const python = new PythonWorkspace();
  const codes = new ModelCodes(engine, python);
  const linked = new LinkedModels(codes);
  // The code of a model that was already exported, or code that looks like a model.
  const isModelSource: IsModelSource = async (document) =>
    looksLikeModelSource(document) || (await linked.of(document)).length > 0;
  const pins = new PinsView({ context, engine, models, variants, output });
  context.subscriptions.push(
    output,
    engine,
    scanEngine,
    models,
    variants,
    scans,
    image,
    python,
    codes,
    linked,
    pins,
    registerModelStatusBar(models),
    registerSidecarCommand(engine, models),
    registerLabelsCommand(engine, models, variants),
    registerNewModelCommand(context),
    registerModelTab({ context, engine, models, variants, image, codes, output }),
    registerShowCam({ context, engine, models, variants, image, codes, output }),
    registerClassUnits({ context, engine, scanEngine, models, variants, folders, scans, output }),
    registerEvaluate({ context, engine, scanEngine, models, variants, folders, scans, output }),
    registerTrain({ context, engine, scanEngine, models, variants, folders, scans, output }),
    registerSideBar({ context, engine, scanEngine, models, variants, scans }),
    registerCode({ context, engine, models, variants, image, python, codes, linked, pins }),
    registerPins({ context, engine, models, variants, image, output }, pins),
    registerExportOnSave({ context, isModelSource }),
    vscode.commands.registerCommand('camLens.chooseModel', () => models.pick()),
    vscode.commands.registerCommand('camLens.restartEngine', () => engine.restart()),
  );
}
