import path from 'node:path';
import * as vscode from 'vscode';

/**
 * Shows the command that exports a new model, and offers to run it (in a trusted workspace) or to copy it. The model's
 * tab opens when its file exists.
 * @param script absolute path of the Python file
 */
export async function offerToRun(script: string): Promise<void> {
  const command = `${python()} ${path.basename(script)}`;
  const run = vscode.l10n.t('Run in Terminal');
  const copy = vscode.l10n.t('Copy Command');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      '{0} is ready. “{1}” exports the model; add “--data FOLDER” to train it first, on a folder with one sub-folder of images per class.',
      path.basename(script),
      command,
    ),
    ...(vscode.workspace.isTrusted ? [run, copy] : [copy]),
  );
  if (answer === copy) await vscode.env.clipboard.writeText(command);
  if (answer === run) runInTerminal(script, command);
}

/** Environments that the Python extension or a shell activates use the system's usual name. */
function python(): string {
  return process.platform === 'win32' ? 'python' : 'python3';
}

function runInTerminal(script: string, command: string): void {
  const folder = path.dirname(script);
  const { name } = path.parse(script);
  const terminal = vscode.window.createTerminal({ name, cwd: folder });
  openWhenExported(folder, `${name}.onnx`, terminal);
  terminal.show(true);
  terminal.sendText(command);
}

/** Opens the model beside the code, once, unless the terminal is closed first. */
function openWhenExported(folder: string, model: string, terminal: vscode.Terminal): void {
  const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), model);
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  const open = (uri: vscode.Uri): void => {
    subscriptions.dispose();
    const viewColumn = vscode.ViewColumn.Beside;
    const options = { viewColumn, preview: false, preserveFocus: true };
    void vscode.commands.executeCommand('vscode.open', uri, options);
  };
  const subscriptions = vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(open),
    watcher.onDidChange(open),
    vscode.window.onDidCloseTerminal((closed) => {
      if (closed === terminal) subscriptions.dispose();
    }),
  );
}
