import path from 'node:path';
import * as vscode from 'vscode';
import { classOf, nameOfClass } from '../../cam/pins/compare.ts';
import type { ExpectedClass, PinnedImage } from '../../cam/pins/pinsFile.ts';

interface ClassItem extends vscode.QuickPickItem {
  /** Undefined for no class. */
  classIndex?: number;
}

/**
 * Lets the user choose the class that an image should have.
 * @param predicted classes of the image by descending logit, listed first
 * @returns undefined if they chose nothing, `{}` if they chose "no expected class"
 */
export async function pickExpectedClass(
  { path: image, expected }: PinnedImage,
  labels: readonly string[],
  predicted: readonly number[],
): Promise<{ expected?: ExpectedClass } | undefined> {
  const present = classOf(expected, labels);
  const item = (classIndex: number): ClassItem => ({
    label: labels[classIndex] ?? '',
    description: classIndex === present ? vscode.l10n.t('expected now') : '',
    classIndex,
  });
  const separator = (label: string): ClassItem => ({
    label,
    kind: vscode.QuickPickItemKind.Separator,
  });
  const none: ClassItem = {
    label: vscode.l10n.t('No expected class'),
    iconPath: new vscode.ThemeIcon('circle-slash'),
  };
  const first = predicted.filter((classIndex) => classIndex < labels.length);
  const others = [...labels.keys()].filter((classIndex) => !first.includes(classIndex));
  const items = [
    ...(first.length > 0 ? [separator(vscode.l10n.t('predicted')), ...first.map(item)] : []),
    ...(expected === undefined ? [] : [separator(''), none]),
    separator(vscode.l10n.t('all classes')),
    ...others.map(item),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Expected class of {0}', path.basename(image)),
    placeHolder: vscode.l10n.t('The class that the model should predict'),
  });
  if (!chosen) return undefined;
  const { classIndex } = chosen;
  return classIndex === undefined ? {} : { expected: nameOfClass(classIndex, labels) };
}
