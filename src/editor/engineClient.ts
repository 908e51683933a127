import * as vscode from 'vscode';
import { EngineClient } from '../engine/client.ts';

/** The engine of this window; its process starts with the first call and ends with the window. */
export function createEngineClient(
  context: vscode.ExtensionContext,
  output: vscode.LogOutputChannel,
): EngineClient {
  return new EngineClient({
    processPath: context.asAbsolutePath('dist/engine.cjs'),
    texts: vscode.l10n.uri?.fsPath,
    log: (text) => output.info(text.trimEnd()),
  });
}
