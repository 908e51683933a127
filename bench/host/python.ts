// Runs inside the extension host: opens files and measures how long the host gives no answer meanwhile.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';

/** What is measured, in milliseconds. */
export interface PythonTimes {
  /** Longest time without an answer while a text file of 5,000 lines opens. */
  textGapMs: number;
  /** The same for a Python file of 5,000 lines that a model was exported from. */
  pythonGapMs: number;
  /** From opening it until its lenses are known, in a workspace of 10,000 Python files. */
  lensesMs: number;
}

const WATCHED_MS = 1500;

/** Everything is opened for the first time: nothing is known of it, and the extension starts with it. */
export async function run(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const textGapMs = await gapWhile(() => open(path.join(folder, 'helper.txt')));
  let lensesMs = 0;
  const pythonGapMs = await gapWhile(async () => {
    const start = performance.now();
    await lensesOf(await open(path.join(folder, 'helper.py')));
    lensesMs = performance.now() - start;
  });
  const times: PythonTimes = { textGapMs, pythonGapMs, lensesMs };
  writeFileSync(process.env.CAM_LENS_BENCH_RESULT ?? '', JSON.stringify(times));
}

/** Waits until there are lenses: the extension starts with the first Python file. */
async function lensesOf({ uri }: vscode.TextDocument): Promise<void> {
  const deadlineMs = performance.now() + 30_000;
  while (performance.now() < deadlineMs) {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      uri,
    );
    if (lenses.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the class has no lens');
}

async function open(file: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document);
  return document;
}

/** The longest time between two turns of the event loop, beyond the timer's own. */
async function gapWhile(work: () => Promise<unknown>): Promise<number> {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 2);
  await work();
  await new Promise((resolve) => setTimeout(resolve, WATCHED_MS));
  clearInterval(timer);
  return longest;
}
