import * as vscode from 'vscode';
import { featureTensorOf } from '../../../cam/code/findings/findings.ts';
import { headNodes } from '../../../cam/code/findings/headNodes.ts';
import type { TextEdit } from '../../../cam/code/findings/poolBeforeFlatten.ts';
import { poolBeforeFlatten } from '../../../cam/code/findings/poolBeforeFlatten.ts';
import { PYTHON, uriOf } from '../found/documentFile.ts';
import type { ModelCodes } from '../found/modelCode.ts';
import type { PythonWorkspace } from '../found/pythonWorkspace.ts';
import type { ModelDiagnostic, ModelDiagnostics } from './modelDiagnostics.ts';

interface FixServices {
  codes: ModelCodes;
  python: PythonWorkspace;
  diagnostics: ModelDiagnostics;
}

/** Quick fixes: an edit of the code if it is certain, or the sidecar if the finding is about preprocessing. */
class ModelFixes implements vscode.CodeActionProvider {
  readonly #services: FixServices;

  constructor(services: FixServices) {
    this.#services = services;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
  ): Promise<vscode.CodeAction[]> {
    const actions: vscode.CodeAction[] = [];
    for (const diagnostic of this.#services.diagnostics.at(document, range)) {
      if (diagnostic.code === 'preprocessing') actions.push(editSidecar(diagnostic));
      const edits = diagnostic.code === 'head' ? await this.#poolFirst(diagnostic) : undefined;
      if (edits) actions.push(await poolingFix(diagnostic, edits));
    }
    return actions;
  }

  async #poolFirst({
    modelPath,
    inspection,
    finding,
  }: ModelDiagnostic): Promise<TextEdit[] | undefined> {
    const tensor = featureTensorOf(inspection);
    if (inspection.model?.mapKind !== 'positionWeights' || !finding || tensor === undefined) {
      return undefined;
    }
    const { codes, python } = this.#services;
    const { nodes } = await codes.of(modelPath);
    const { classifier } = headNodes(
      nodes.map(({ origin }) => origin),
      tensor,
    );
    const linkOf = (node: unknown) => nodes.find(({ origin }) => origin === node)?.link;
    const flatten = linkOf(finding.node);
    const linear = linkOf(classifier)?.definition;
    const place =
      flatten?.definition ?? (flatten?.certainty === 'exactLine' ? flatten.call : undefined);
    const map = inspection.facts.layers.find((layer) => layer.tensor === tensor)?.shape;
    if (!place || !linear || !map) return undefined;
    const [flattenFile, linearFile] = [
      await python.read(place.file),
      await python.read(linear.file),
    ];
    if (!flattenFile || !linearFile) return undefined;
    return poolBeforeFlatten(
      { file: flattenFile, line: place.line },
      { file: linearFile, line: linear.line },
      map,
    );
  }
}

export function registerQuickFixes(services: FixServices): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(PYTHON, new ModelFixes(services), {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  });
}

async function poolingFix(
  diagnostic: ModelDiagnostic,
  edits: readonly TextEdit[],
): Promise<vscode.CodeAction> {
  const action = new vscode.CodeAction(
    vscode.l10n.t('Pool the map before flattening it (then train and export again)'),
    vscode.CodeActionKind.QuickFix,
  );
  action.diagnostics = [diagnostic];
  action.edit = new vscode.WorkspaceEdit();
  for (const { file, from, to, text } of edits) {
    const document = await vscode.workspace.openTextDocument(uriOf(file));
    const range = new vscode.Range(document.positionAt(from), document.positionAt(to));
    action.edit.replace(document.uri, range, text);
  }
  return action;
}

function editSidecar(diagnostic: ModelDiagnostic): vscode.CodeAction {
  const title = vscode.l10n.t('Edit the preprocessing used by CAM Lens');
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.command = {
    title,
    command: 'camLens.editPreprocessing',
    arguments: [diagnostic.modelPath],
  };
  return action;
}
