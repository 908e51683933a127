import * as vscode from 'vscode';
import { containerFacts } from '../../../cam/code/containers/containerFacts.ts';
import { linksOutside } from '../found/containerLines.ts';
import { PYTHON } from '../found/documentFile.ts';
import type { LinkedModels } from '../found/linkedModels.ts';
import { shapeText, sizesText } from './layerText.ts';

/** Limit for blocks that are used with many sizes. */
const MAX_SHOWN = 4;

const SETTING = 'camLens.shapeHints';

/** Output shapes at the end of the lines of `forward`; on by the setting `camLens.shapeHints` or the command. */
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
    const add = (line: number, shape: string) =>
      shapes.set(line, [...(shapes.get(line) ?? []), shape]);
    const calls = newest?.containers.filter(({ part }) => part === 'call') ?? [];
    for (const { line, container } of calls) {
      const facts = newest && containerFacts(container, newest.code.facts);
      for (const sizes of facts?.shapes ?? []) add(line, sizesText(sizes));
    }
    for (const { line, part, node } of linksOutside(newest?.links ?? [], calls)) {
      const shape = node.layer && shapeText(node.layer);
      if (part === 'call' && shape !== undefined) add(line, shape);
    }
    return [...shapes].flatMap(([line, all]) => {
      if (line > document.lineCount) return [];
      const { range: whole } = document.lineAt(line - 1);
      if (!range.intersection(whole)) return [];
      const unique = [...new Set(all)];
      const more = unique.length > MAX_SHOWN ? ', …' : '';
      const text = `→ ${unique.slice(0, MAX_SHOWN).join(', ')}${more}`;
      const hint = new vscode.InlayHint(whole.end, text);
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
