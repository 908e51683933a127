import * as vscode from 'vscode';
import type { ModelChoice } from '../../models/modelChoice.ts';
import { shownModel } from '../found/currentModel.ts';
import { PYTHON } from '../found/documentFile.ts';
import { lineShapes } from '../found/lineShapes.ts';
import type { LinkedModels } from '../found/linkedModels.ts';
import { sizesText } from './layerText.ts';

/** Limit for blocks that are used with many sizes. */
const MAX_SHOWN = 4;

const SETTING = 'camLens.shapeHints';

/** The user's last choice by the command, for the workspace: it does not write into the project's settings. */
const REMEMBERED = SETTING;

interface ShapeServices {
  linked: LinkedModels;
  models: ModelChoice;
  context: vscode.ExtensionContext;
}

/** Output shapes at the end of the lines of `forward`; on by the command, else by the setting `camLens.shapeHints`. */
class ShapeHints implements vscode.InlayHintsProvider {
  readonly #linked: LinkedModels;
  readonly #models: ModelChoice;
  readonly #memory: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeInlayHints = this.#changed.event;

  constructor({ linked, models, context }: ShapeServices) {
    this.#linked = linked;
    this.#models = models;
    this.#memory = context.workspaceState;
    linked.onDidChange(() => this.#changed.fire());
    models.onDidChange(() => this.#changed.fire());
  }

  async toggle(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    await this.#memory.update(REMEMBERED, !this.#areOn(document?.uri));
    this.#changed.fire();
  }

  /** A change of the setting counts more than an earlier choice. */
  async settingChanged(): Promise<void> {
    await this.#memory.update(REMEMBERED, undefined);
    this.#changed.fire();
  }

  async provideInlayHints(
    document: vscode.TextDocument,
    range: vscode.Range,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlayHint[]> {
    if (!this.#areOn(document.uri)) return [];
    const found = await this.#linked.of(document, token);
    const models = found.map((model) => ({ path: model.code.path, model }));
    const { shown } = shownModel(models, this.#models.current());
    const shapes = shown ? lineShapes(shown.model) : new Map<number, number[][]>();
    return [...shapes].flatMap(([line, sizes]) => {
      if (line > document.lineCount) return [];
      const { range: whole } = document.lineAt(line - 1);
      if (!range.intersection(whole)) return [];
      const unique = [...new Set(sizes.map(sizesText))];
      const more = unique.length > MAX_SHOWN ? ', …' : '';
      const text = `→ ${unique.slice(0, MAX_SHOWN).join(', ')}${more}`;
      const hint = new vscode.InlayHint(whole.end, text);
      hint.paddingLeft = true;
      return [hint];
    });
  }

  #areOn(document: vscode.Uri | undefined): boolean {
    const setting = vscode.workspace.getConfiguration(undefined, document).get(SETTING, false);
    return this.#memory.get<boolean>(REMEMBERED, setting);
  }
}

export function registerShapeHints(services: ShapeServices): vscode.Disposable {
  const hints = new ShapeHints(services);
  return vscode.Disposable.from(
    vscode.languages.registerInlayHintsProvider(PYTHON, hints),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SETTING)) void hints.settingChanged();
    }),
    vscode.commands.registerCommand('camLens.toggleShapeHints', () => hints.toggle()),
  );
}
