import * as vscode from 'vscode';
import { parsePython } from '../../../cam/code/python/parsePython.ts';
import type { PythonFile } from '../../../cam/code/python/pythonFile.ts';
import type { PythonSources } from '../../../cam/code/python/pythonSources.ts';
import { equalEnd } from '../../../cam/code/python/pythonSources.ts';
import { DisposableStore } from '../../disposableStore.ts';
import { isRecordedFile } from '../../recordedFiles.ts';
import { fileOf, isPython, uriOf } from './documentFile.ts';
import { installedLike, isInstalled } from './installedLibraries.ts';

const EXCLUDED = '**/{node_modules,.git,.venv,venv,.conda,.tox,site-packages,__pycache__}/**';
const MAX_CANDIDATES = 100;
const MAX_SEARCHED = 20_000;
/** Files that a search reads in parallel. */
const READ_TOGETHER = 32;
const MAX_PARSED = 64;
/** No code that a person writes is larger. */
const MAX_BYTES = 5 << 20;

/** `/tmp/ipykernel_4711/1234567.py`, `<ipython-input-5-ab12>`: the code of a notebook's cell. */
const CELL = /ipykernel_|<ipython-input/;

interface Parsed {
  /** Undefined for a file that was read from disk. */
  document: vscode.TextDocument | undefined;
  version: string;
  file: Promise<PythonFile>;
}

/** How far a search goes. */
export interface SearchOptions {
  /** Read every Python file of the workspace if nothing else helps; else only the open ones. */
  everywhere: boolean;
  token?: vscode.CancellationToken;
}

/** The Python files of the workspace as text, with unsaved changes; parsed on first use. */
export class PythonWorkspace implements vscode.Disposable {
  readonly #parsed = new Map<string, Parsed>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #parts = new DisposableStore();
  /** Fires with the Python file or cell that was changed, created or removed. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.py');
    const changed = (uri: vscode.Uri) => this.#changed.fire(uri);
    this.#parts.add(
      watcher,
      watcher.onDidCreate(changed),
      watcher.onDidChange(changed),
      watcher.onDidDelete(changed),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && isPython(document)) changed(document.uri);
      }),
      this.#changed,
    );
  }

  /** The sources as they are now; the same object reads each file only once. */
  sources({ everywhere, token }: SearchOptions): PythonSources {
    const files = new Map<string, Promise<PythonFile | undefined>>();
    const named = new Map<string, Promise<string[]>>();
    return {
      filesLike: async (recorded) => {
        const name = recorded.split(/[\\/]/).at(-1) ?? '';
        const found = named.get(name) ?? filesNamed(name);
        named.set(name, found);
        return rank(recorded, await found);
      },
      sharingNames,
      filesContaining: (text) => filesContaining(text, everywhere, token),
      read: (file) => {
        const reading = files.get(file) ?? this.read(file);
        files.set(file, reading);
        return reading;
      },
      isOwn,
    };
  }

  /** A file, parsed again if it has changed; undefined if it cannot be read. */
  async read(file: string): Promise<PythonFile | undefined> {
    const uri = uriOf(file);
    const document = openDocument(uri);
    const version = document ? String(document.version) : await versionOnDisk(uri);
    if (version === undefined) return undefined;
    const known = this.#parsed.get(file);
    this.#parsed.delete(file);
    // A document that is opened again starts with version 1 again.
    const isKnown = known?.version === version && known.document === document;
    const parsed = isKnown ? known : { document, version, file: parse(file, document) };
    this.#parsed.set(file, parsed);
    parsed.file.catch(() => this.#parsed.delete(file));
    const [oldest] = this.#parsed.keys();
    if (this.#parsed.size > MAX_PARSED && oldest !== undefined) this.#parsed.delete(oldest);
    return parsed.file;
  }

  dispose(): void {
    this.#parts.dispose();
  }
}

async function parse(file: string, document: vscode.TextDocument | undefined): Promise<PythonFile> {
  return parsePython(file, document?.getText() ?? (await textOnDisk(uriOf(file))));
}

function isOwn(file: string): boolean {
  const uri = uriOf(file);
  if (uri.scheme !== 'file') return true;
  return vscode.workspace.getWorkspaceFolder(uri) !== undefined && !isInstalled(file);
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const text = uri.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === text);
}

async function versionOnDisk(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { mtime, size, type } = await vscode.workspace.fs.stat(uri);
    // A pipe would be waited for, a device read without end.
    const isRead = (type & vscode.FileType.File) !== 0 && size <= MAX_BYTES;
    return isRead ? `${mtime} ${size}` : undefined;
  } catch {
    return undefined;
  }
}

async function textOnDisk(uri: vscode.Uri): Promise<string> {
  if ((await versionOnDisk(uri)) === undefined) return '';
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

async function filesNamed(name: string): Promise<string[]> {
  if (CELL.test(name)) return openCells();
  const pattern = `**/${name.replaceAll(/[[\]{}*?]/g, '[$&]')}`;
  const found = await vscode.workspace.findFiles(pattern, EXCLUDED, MAX_CANDIDATES);
  return found.map((uri) => uri.fsPath);
}

/** Most likely first: the recorded file itself, the user's files with the same end of the path, installed libraries. */
async function rank(recorded: string, named: readonly string[]): Promise<string[]> {
  if (CELL.test(recorded)) return openCells();
  const own = [...named].sort((a, b) => equalEnd(b, recorded) - equalEnd(a, recorded));
  const same = isRecordedFile(recorded) ? [recorded] : [];
  return [...new Set([...same, ...own, ...(await installedLike(recorded))])];
}

/** The other cells of a cell's notebook. */
function sharingNames(file: string): string[] {
  const { path: notebook, scheme } = uriOf(file);
  if (scheme === 'file') return [];
  return openCells().filter((cell) => cell !== file && uriOf(cell).path === notebook);
}

/** Python cells of the open notebooks. */
function openCells(): string[] {
  return vscode.workspace.notebookDocuments.flatMap((notebook) =>
    notebook
      .getCells()
      .filter(({ document }) => isPython(document))
      .map(({ document }) => fileOf(document.uri)),
  );
}

async function filesContaining(
  text: string,
  everywhere: boolean,
  token: vscode.CancellationToken | undefined,
): Promise<string[]> {
  const open = vscode.workspace.textDocuments
    .filter((document) => isPython(document) && document.getText().includes(text))
    .map(({ uri }) => fileOf(uri));
  if (!everywhere || token?.isCancellationRequested) return open;
  const found = await vscode.workspace.findFiles('**/*.py', EXCLUDED, MAX_SEARCHED, token);
  const others = found.filter((uri) => openDocument(uri) === undefined);
  const containing: string[] = [];
  for (let at = 0; at < others.length && !token?.isCancellationRequested; at += READ_TOGETHER) {
    const part = others.slice(at, at + READ_TOGETHER);
    const texts = await Promise.all(part.map((uri) => textOnDisk(uri).catch(() => '')));
    for (const [i, uri] of part.entries()) {
      if (texts[i]?.includes(text)) containing.push(uri.fsPath);
    }
  }
  return [...open, ...containing];
}
