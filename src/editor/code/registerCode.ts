import * as vscode from 'vscode';
import type { SourceLine } from '../../cam/code/python/codeLink.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { CurrentImage } from '../currentImage.ts';
import { pickImage } from '../files/imageChoice.ts';
import type { ModelChoice } from '../models/modelChoice.ts';
import type { ModelVariants } from '../models/modelVariant.ts';
import type { LinkedModels } from './found/linkedModels.ts';
import type { ModelCodes } from './found/modelCode.ts';
import { openCode } from './found/openCode.ts';
import type { PythonWorkspace } from './found/pythonWorkspace.ts';
import type { CodeTarget } from './goToCode.ts';
import { goToCodeOfTarget } from './goToCode.ts';
import { registerHovers } from './inPython/hovers.ts';
import { registerLenses } from './inPython/lenses.ts';
import type { PinnedChannels } from './inPython/modelDiagnostics.ts';
import { ModelDiagnostics } from './inPython/modelDiagnostics.ts';
import { pickOtherModel } from './inPython/otherModels.ts';
import { registerQuickFixes } from './inPython/quickFixes.ts';
import { registerShapeHints } from './inPython/shapeHints.ts';
import { showLayerAtCursor } from './showLayer.ts';

/** What the features in Python code need from the extension. */
export interface CodeServices {
  engine: EngineClient;
  context: vscode.ExtensionContext;
  models: ModelChoice;
  variants: ModelVariants;
  image: CurrentImage;
  python: PythonWorkspace;
  codes: ModelCodes;
  linked: LinkedModels;
  pins: PinnedChannels;
}

/** Registers everything that links maps to Python code and back. Nothing is read before it is needed. */
export function registerCode(services: CodeServices): vscode.Disposable {
  const { python, codes, models, image } = services;
  const diagnostics = new ModelDiagnostics(services);
  const showCamWith = async ({ modelPath }: { modelPath: string }) => {
    if (models.current() !== modelPath) await models.use(modelPath);
    const shown = image.path ?? (await pickImage(undefined));
    if (shown !== undefined) {
      await vscode.commands.executeCommand('camLens.showCam', vscode.Uri.file(shown));
    }
  };
  return vscode.Disposable.from(
    diagnostics,
    registerQuickFixes({ codes, python, diagnostics }),
    registerLenses(services),
    registerHovers(services),
    registerShapeHints(services),
    vscode.commands.registerCommand('camLens.goToCode', (target: CodeTarget) =>
      goToCodeOfTarget(services, target),
    ),
    vscode.commands.registerCommand('camLens.openCodeLine', (line: SourceLine) =>
      openCode(line, true),
    ),
    vscode.commands.registerCommand('camLens.showCamWith', showCamWith),
    vscode.commands.registerCommand('camLens.otherModels', (others: { modelPaths: string[] }) =>
      pickOtherModel(models, others),
    ),
    vscode.commands.registerTextEditorCommand('camLens.showLayerAtCursor', (editor) =>
      showLayerAtCursor(services, editor),
    ),
  );
}
