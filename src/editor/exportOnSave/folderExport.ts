import path from 'node:path';
import * as vscode from 'vscode';
import type { ExpandedCommand } from '../../exportRunner/expandCommand.ts';
import {
  currentShell,
  expandCommand,
  UnsafeValue,
  variablesOf,
} from '../../exportRunner/expandCommand.ts';
import { ExportQueue } from '../../exportRunner/exportQueue.ts';
import { ownFilesIn } from '../../exportRunner/ownFiles.ts';
import type { CommandResult } from '../../exportRunner/runCommand.ts';
import { runCommand } from '../../exportRunner/runCommand.ts';
import type { PythonFailure } from '../../exportRunner/traceback/problems.ts';
import { readFailure } from '../../exportRunner/traceback/problems.ts';
import { ExportDiagnostics } from './exportDiagnostics.ts';
import type { ExportOutcome } from './exportOutcome.ts';
import { describeEnd, notStarted, outcomeOf } from './exportOutcome.ts';
import { exportSettings } from './exportSettings.ts';
import { ExportTerminal } from './exportTerminal.ts';
import { INTERPRETER_VARIABLE, interpreterPath } from './pythonInterpreter.ts';
import { runTask, showTaskTerminal } from './taskRun.ts';
import { workspaceTasks } from './workspaceTasks.ts';

/** *Save All* and formatters save within this time. */
const QUIET_MS = 250;

export interface ExportRequest {
  /** The file that was saved, or the one in the editor: for `${file}` in the command. */
  readonly file: string | undefined;
  /** The user asked for the run and sees the output; a save must not open anything. */
  readonly isByHand: boolean;
}

export interface FolderExportOptions {
  /** Absolute path of the bundled process that runs commands. */
  readonly processPath: string;
  /** Whether a save may run what the settings say now. */
  readonly mayRunOnSave: () => boolean;
  /** A run has begun or ended. */
  readonly onChange: () => void;
  /** A run has failed, and no line of Python can be marked. */
  readonly onFailure: (message: string) => void;
}

/** The exports of one workspace folder: their terminal, their problems, one run at a time. */
export class FolderExport implements vscode.Disposable {
  readonly folder: vscode.WorkspaceFolder;
  readonly #options: FolderExportOptions;
  readonly #queue: ExportQueue<ExportRequest>;
  readonly #terminal: ExportTerminal;
  readonly #diagnostics = new ExportDiagnostics();
  #outcome: ExportOutcome | undefined;
  /** Label of the task that ran last; undefined if a command did. */
  #task: string | undefined;

  constructor(folder: vscode.WorkspaceFolder, options: FolderExportOptions) {
    this.folder = folder;
    this.#options = options;
    this.#queue = new ExportQueue({
      run: (request, signal) => this.#run(request, signal),
      quietMs: QUIET_MS,
      onChange: options.onChange,
    });
    const isAlone = (vscode.workspace.workspaceFolders?.length ?? 1) === 1;
    const name = isAlone ? 'CAM Lens: Export' : `CAM Lens: Export (${folder.name})`;
    this.#terminal = new ExportTerminal(name, () => this.cancel());
  }

  get isRunning(): boolean {
    return this.#queue.isRunning;
  }

  /** How the last run ended; undefined before the first. */
  get outcome(): ExportOutcome | undefined {
    return this.#outcome;
  }

  /** Exports after the last of several saves, and after the current run. */
  afterSave(request: ExportRequest): void {
    this.#queue.request(request);
  }

  /** Exports now, or after the current run. */
  now(request: ExportRequest): void {
    this.#queue.requestNow(request);
  }

  /** Ends the current run and drops the waiting one. */
  cancel(): void {
    this.#queue.cancel();
  }

  /** Brings the terminal of the last run into view. */
  showOutput(): void {
    if (this.#task === undefined) this.#terminal.show();
    else showTaskTerminal(this.#task);
  }

  dispose(): void {
    this.#queue.dispose();
    this.#terminal.dispose();
    this.#diagnostics.dispose();
  }

  async #run(request: ExportRequest, signal: AbortSignal): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    // The settings may have changed while the request waited.
    if (!request.isByHand && !this.#options.mayRunOnSave()) return;
    this.#diagnostics.clear();
    const { task, command } = exportSettings(this.folder);
    this.#task = task || undefined;
    const run = task ? this.#runTask(task, signal) : this.#runCommand(command, request, signal);
    const outcome = await run.catch((error: unknown) => notStarted(task || command, error));
    this.#outcome = outcome;
    if (outcome.type === 'failed' && !outcome.isMarked) this.#options.onFailure(outcome.message);
  }

  async #runTask(label: string, signal: AbortSignal): Promise<ExportOutcome> {
    const end = await runTask(label, this.folder, signal);
    const known = workspaceTasks(this.folder).find((task) => task.label === label);
    const isMarked = known?.findsProblems ?? false;
    return outcomeOf(end, label, { isMarked, summary: undefined });
  }

  async #runCommand(
    command: string,
    { file, isByHand }: ExportRequest,
    signal: AbortSignal,
  ): Promise<ExportOutcome> {
    const folder = this.folder.uri.fsPath;
    const values = await this.#variables(command, file);
    const expanded = expandedOrRefused(command, values);
    const commandLine = expanded.command;
    this.#terminal.begin(commandLine);
    if (isByHand) this.#terminal.show();
    const startMs = Date.now();
    const result = await runCommand({
      processPath: this.#options.processPath,
      ...expanded,
      folder,
      columns: this.#terminal.columns,
      onOutput: (text) => this.#terminal.add(text),
      signal,
    });
    this.#terminal.end(describeEnd(result.end, Date.now() - startMs));
    const isFailure = result.end.type === 'exited' && result.end.exitCode !== 0;
    const failure = isFailure ? this.#failureOf(result) : undefined;
    if (failure) await this.#diagnostics.show(failure.problems);
    const isMarked = (failure?.problems.length ?? 0) > 0;
    return outcomeOf(result.end, commandLine, { isMarked, summary: failure?.summary });
  }

  async #variables(command: string, file: string | undefined): Promise<Map<string, string>> {
    const folder = this.folder.uri.fsPath;
    const values = new Map([['workspaceFolder', folder]]);
    const variables = variablesOf(command);
    if (file !== undefined) {
      const relative = path.relative(folder, file);
      // A name that begins with a dash would be taken as an option.
      const argument = relative.startsWith('-') ? `.${path.sep}${relative}` : relative;
      values.set('file', file).set('relativeFile', argument);
    } else if (variables.has('file') || variables.has('relativeFile')) {
      throw new Error(vscode.l10n.t('it names a file, but no file is open in the editor.'));
    }
    if (variables.has(INTERPRETER_VARIABLE)) {
      values.set(INTERPRETER_VARIABLE, await interpreterPath(this.folder));
    }
    return values;
  }

  /** Python prints its errors to standard error, other programs elsewhere: the last one counts. */
  #failureOf({ stdout, stderr }: CommandResult): PythonFailure {
    const others = vscode.workspace.workspaceFolders?.map(({ uri }) => uri.fsPath) ?? [];
    const ownFiles = ownFilesIn([this.folder.uri.fsPath, ...others]);
    return readFailure(`${stdout}\n${stderr}`, ownFiles);
  }
}

/** @throws Error in words for the user, if a file's name could be run */
function expandedOrRefused(command: string, values: ReadonlyMap<string, string>): ExpandedCommand {
  try {
    return expandCommand(command, values, currentShell);
  } catch (error) {
    if (!(error instanceof UnsafeValue)) throw error;
    throw new Error(
      vscode.l10n.t(
        'the command passes “{0}” to another shell, which could run parts of this name. Rename the file, or avoid the other shell.',
        error.message,
      ),
    );
  }
}
