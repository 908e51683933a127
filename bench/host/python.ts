// Runs inside the extension host: opens files, types into them, and measures how long the host does not answer.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';

/** Measurements in one window, in milliseconds; a gap is the longest time without an answer. */
export interface PythonTimes {
  /** While a text file of 5,000 lines opens. */
  textGapMs: number;
  /** The same for a Python file of 5,000 lines, the source of a model; the extension starts with it. */
  pythonGapMs: number;
  /** From opening the file until its lenses are known. */
  lensesMs: number;
  /** After each of several new lines at the beginning of the text file. */
  textTypingMs: number[];
  /** The same in the Python file. */
  pythonTypingMs: number[];
}

/** Longer than the extension's wait after typing plus its reading time. */
const WATCHED_MS = 1500;
const LINES_TYPED = 5;

export async function run(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  await open(path.join(folder, 'first.txt'));
  await quiet();
  const text = path.join(folder, 'helper.txt');
  const textGapMs = await gapWhile(() => open(text));
  await quiet();
  let lensesMs = 0;
  const python = path.join(folder, 'helper.py');
  const pythonGapMs = await gapWhile(async () => {
    const start = performance.now();
    const { document } = await open(python);
    await lensesOf(document);
    lensesMs = performance.now() - start;
  });
  const textTypingMs: number[] = [];
  const pythonTypingMs: number[] = [];
  for (let line = 0; line < LINES_TYPED; line++) {
    textTypingMs.push(await typingGap(text));
    pythonTypingMs.push(await typingGap(python));
  }
  const times = { textGapMs, pythonGapMs, lensesMs, textTypingMs, pythonTypingMs };
  writeFileSync(process.env.CAM_LENS_BENCH_RESULT ?? '', JSON.stringify(times));
}

/** A window does many things after it has opened: waits until nothing takes long for one second, or until a timeout. */
async function quiet(): Promise<void> {
  for (let tries = 0; tries < 30; tries++) {
    if ((await gapWhile(() => delay(0), 1000)) < 30) return;
  }
}

/** Waits until there are lenses: the extension starts with the first Python file. */
async function lensesOf({ uri }: vscode.TextDocument): Promise<void> {
  const deadlineMs = performance.now() + 60_000;
  while (performance.now() < deadlineMs) {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      uri,
    );
    if (lenses.length > 0) return;
    await delay(20);
  }
  throw new Error('the class has no lens');
}

/** A line at the beginning moves all others. */
async function typingGap(file: string): Promise<number> {
  const editor = await open(file);
  await quiet();
  return gapWhile(async () => {
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '\n'));
  });
}

async function open(file: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
}

/** The longest time between two turns of the event loop, during an action and for some time after it. */
async function gapWhile(work: () => Promise<unknown>, watchedMs = WATCHED_MS): Promise<number> {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 2);
  await work();
  await delay(watchedMs);
  clearInterval(timer);
  return longest;
}
