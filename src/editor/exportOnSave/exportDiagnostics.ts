import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { codeRange } from '../../exportRunner/codeRange.ts';
import type { PythonPlace, PythonProblem } from '../../exportRunner/traceback/problems.ts';

const SOURCE = 'CAM Lens export';

/** The errors of a folder's last export, at their lines of Python. */
export class ExportDiagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection(SOURCE);

  clear(): void {
    this.#collection.clear();
  }

  async show(problems: readonly PythonProblem[]): Promise<void> {
    const byFile = new Map<string, vscode.Diagnostic[]>();
    for (const problem of problems) {
      const inFile = byFile.get(problem.file) ?? [];
      inFile.push(diagnosticOf(problem, await rangeOf(problem)));
      byFile.set(problem.file, inFile);
    }
    for (const [file, inFile] of byFile) this.#collection.set(vscode.Uri.file(file), inFile);
  }

  dispose(): void {
    this.#collection.dispose();
  }
}

function diagnosticOf(problem: PythonProblem, range: vscode.Range): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, problem.message, vscode.DiagnosticSeverity.Error);
  diagnostic.source = SOURCE;
  diagnostic.relatedInformation = problem.related.map(({ file, line, message }) => {
    const place = new vscode.Location(vscode.Uri.file(file), new vscode.Position(line - 1, 0));
    return new vscode.DiagnosticRelatedInformation(place, message);
  });
  return diagnostic;
}

async function rangeOf(place: PythonPlace): Promise<vscode.Range> {
  const { line, start, end } = codeRange(await linesOf(place.file), place);
  return new vscode.Range(line, start, line, end);
}

/** The text in the editor, else the one on disk. */
async function linesOf(file: string): Promise<string[]> {
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.fsPath === file);
  const text = open?.getText() ?? (await readFile(file, 'utf8').catch(() => ''));
  return text.split(/\r?\n/);
}
