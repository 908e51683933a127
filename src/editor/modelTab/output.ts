import * as vscode from 'vscode';
import type { TensorFacts } from '../../cam/results/inspection.ts';

/** Lets the user choose which output holds the class scores; undefined if they choose none. */
export async function pickOutput(
  outputs: readonly string[],
  current: string | undefined,
  facts: readonly TensorFacts[],
): Promise<string | undefined> {
  const items = outputs.map((name) => {
    const shape = facts.find((output) => output.name === name)?.dims.join(' × ') ?? '';
    const inUse = name === current ? vscode.l10n.t('in use') : '';
    return { label: name, description: [shape, inUse].filter((text) => text !== '').join(' · ') };
  });
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Output'),
    placeHolder: vscode.l10n.t('The output with one score per class'),
  });
  return chosen?.label;
}
