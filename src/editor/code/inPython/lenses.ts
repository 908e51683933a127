import path from 'node:path';
import * as vscode from 'vscode';
import { isRecordedPathAllowed } from '../../../cam/base/recordedPath.ts';
import { exportCalls } from '../../../cam/code/python/exportCalls.ts';
import type { ModelChoice } from '../../models/modelChoice.ts';
import { workspaceReader } from '../../recordedFiles.ts';
import { shownModel } from '../found/currentModel.ts';
import { fileOf, isPython, PYTHON } from '../found/documentFile.ts';
import type { LinkedModels } from '../found/linkedModels.ts';
import { isOlder } from '../found/modelAge.ts';
import type { PythonWorkspace } from '../found/pythonWorkspace.ts';
import { writtenMs } from '../found/sourceAge.ts';
import { otherModelsText } from './otherModels.ts';

interface LensServices {
  linked: LinkedModels;
  python: PythonWorkspace;
  models: ModelChoice;
}

interface ExportedModel {
  path: string;
  writtenMs: number;
}

/**
 * *Show CAM · Class Units · Model* above the class of an exported model and above the call that exports it,
 * with the file's name and whether it is older than the source. Of several models the one in use has its lenses; the
 * others are behind one more.
 */
class ModelLenses implements vscode.CodeLensProvider {
  readonly #linked: LinkedModels;
  readonly #python: PythonWorkspace;
  readonly #models: ModelChoice;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor({ linked, python, models }: LensServices) {
    this.#linked = linked;
    this.#python = python;
    this.#models = models;
    linked.onDidChange(() => this.#changed.fire());
    models.onDidChange(() => this.#changed.fire());
  }

  async provideCodeLenses(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeLens[]> {
    if (!isPython(document)) return [];
    const file = fileOf(document.uri);
    const atLines = new Map<number, ExportedModel[]>();
    const add = (line: number, model: ExportedModel) =>
      atLines.set(line, [...(atLines.get(line) ?? []), model]);
    const models = await this.#linked.of(document, token);
    for (const { code } of models) {
      if (code.network?.file.path === file) add(code.network.class.line, code);
    }
    const python = /onnx\s*\.\s*export\b/.test(document.getText())
      ? await this.#python.read(file)
      : undefined;
    for (const { line, target } of python ? exportCalls(python) : []) {
      const model = target === undefined ? undefined : await exportedFile(target, document);
      if (model) add(line, model);
    }
    const changedMs = await writtenMs(document);
    return [...atLines].flatMap(([line, exported]) => {
      const { shown, others } = shownModel(exported, this.#models.current());
      return [
        ...(shown ? lensesOf(document, line, shown, changedMs) : []),
        ...(others.length > 0 ? [othersLens(document, line, others)] : []),
      ];
    });
  }
}

export function registerLenses(services: LensServices): vscode.Disposable {
  return vscode.languages.registerCodeLensProvider(PYTHON, new ModelLenses(services));
}

function othersLens(
  document: vscode.TextDocument,
  line: number,
  others: readonly ExportedModel[],
): vscode.CodeLens {
  const { range } = document.lineAt(Math.min(line, document.lineCount) - 1);
  const paths = others.map((model) => model.path);
  return new vscode.CodeLens(range, {
    title: otherModelsText(others.length),
    command: 'camLens.otherModels',
    arguments: [{ modelPaths: paths }],
    tooltip: paths.join('\n'),
  });
}

/** A path in code is relative to the folder in which Python is started: the workspace's, or the file's own. */
async function exportedFile(
  target: string,
  document: vscode.TextDocument,
): Promise<ExportedModel | undefined> {
  const folders = [
    vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath,
    path.dirname(document.uri.fsPath),
  ];
  const reader = workspaceReader();
  for (const folder of folders) {
    if (folder === undefined) continue;
    const file = path.resolve(folder, target);
    if (!isRecordedPathAllowed(target, { ...reader, folders: [folder] })) continue;
    if (!isRecordedPathAllowed(file, reader)) continue;
    try {
      const { mtime } = await vscode.workspace.fs.stat(vscode.Uri.file(file));
      return { path: file, writtenMs: mtime };
    } catch {
      // It was not exported there.
    }
  }
  return undefined;
}

function lensesOf(
  document: vscode.TextDocument,
  line: number,
  model: ExportedModel,
  changedMs: number,
): vscode.CodeLens[] {
  const name = path.basename(model.path);
  const isOutdated = document.isDirty || isOlder(model.writtenMs, changedMs);
  const range = document.lineAt(Math.min(line, document.lineCount) - 1).range;
  const file = isOutdated ? vscode.l10n.t('{0}, older than this file', name) : name;
  const lens = (title: string, command: string, argument: unknown) =>
    new vscode.CodeLens(range, { title, command, arguments: [argument], tooltip: model.path });
  return [
    lens(vscode.l10n.t('Show CAM'), 'camLens.showCamWith', { modelPath: model.path }),
    lens(vscode.l10n.t('Class Units'), 'camLens.classUnits', { modelPath: model.path }),
    lens(vscode.l10n.t('Model ({0})', file), 'camLens.showLayer', { modelPath: model.path }),
  ];
}
