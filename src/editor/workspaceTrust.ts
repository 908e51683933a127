import * as vscode from 'vscode';

/**
 * A model is a kind of code: nothing from an untrusted workspace is run.
 * @param reason why trust is needed
 */
export async function requireTrust(
  reason = vscode.l10n.t('CAM Lens needs a trusted workspace for this, because it runs a model.'),
): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const answer = await vscode.window.showWarningMessage(reason, manage);
  if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}
