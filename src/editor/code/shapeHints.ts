import * as vscode from 'vscode';
import { PYTHON } from './documentFile.ts';
import { shapeText } from './layerText.ts';
import type { LinkedModels } from './linkedModels.ts';

const SETTING = 'camLens.shapeHints';

/** Output shapes behind the lines of `forward`, by the setting `camLens.shapeHints` or the command. */
class ShapeHints implements vscode.InlayHintsProvider {
  readonly #linked: LinkedModels;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeInlayHints = this.#changed.event;

  constructor(linked: LinkedModels) {
    this.#linked = linked;
    linked.onDidChange(() => this.#changed.fire());
  }

  settingChanged(): void {
    this.#changed.fire();
  }

  async provideInlayHints(
    document: vscode.TextDocument,
    range: vscode.Range,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlayHint[]> {
    if (!isOn(document)) return [];
    const [newest] = await this.#linked.of(document, token);
    const shapes = new Map<number, string[]>();
    for (const { line, part, node } of newest?.links ?? []) {
      const shape = node.layer && shapeText(node.layer);
      if (part !== 'call' || shape === undefined || line > document.lineCount) continue;
      shapes.set(line, [...(shapes.get(line) ?? []), shape]);
    }
    return [...shapes].flatMap(([line, all]) => {
      const { range: whole } = document.lineAt(line - 1);
      const unique = [...new Set(all)];
      if (!range.intersection(whole)) return [];
      const hint = new vscode.InlayHint(whole.end, `→ ${unique.join(', ')}`);
      hint.paddingLeft = true;
      return [hint];
    });
  }
}

function isOn(document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration(undefined, document.uri).get(SETTING, false);
}

export function registerShapeHints(linked: LinkedModels): vscode.Disposable {
  const hints = new ShapeHints(linked);
  return vscode.Disposable.from(
    vscode.languages.registerInlayHintsProvider(PYTHON, hints),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SETTING)) hints.settingChanged();
    }),
    vscode.commands.registerCommand('camLens.toggleShapeHints', async () => {
      const settings = vscode.workspace.getConfiguration();
      const target = vscode.workspace.workspaceFolders
        ? vscode.ConfigurationTarget.Workspace
        : vscode.ConfigurationTarget.Global;
      await settings.update(SETTING, !settings.get(SETTING, false), target);
    }),
  );
}
