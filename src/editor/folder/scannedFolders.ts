import { access } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { IndexSummary } from '../../cam/results/units.ts';

const REMEMBERED = 'camLens.classUnits.scans';

/** Beyond it, the oldest are forgotten; their results stay in the cache. */
const MAX_SCANS = 50;

/** A folder of pictures and the model that it was scanned with. */
export interface ScannedFolder {
  /** Absolute. */
  model: string;
  /** Absolute. */
  folder: string;
  /** Where the results are kept, absolute. */
  indexFolder: string;
  images: number;
  /** Whether the last scan was completed. */
  complete: boolean;
  /** When the last scan ended; undefined if this workspace saw no end of one. */
  scannedMs?: number;
}

/** What is remembered of the results of a scan. */
export type ScannedIndex = Pick<IndexSummary, 'folder' | 'indexFolder' | 'images' | 'complete'>;

/** The folders that were scanned in this workspace, remembered for it; the newest first. */
export class ScannedFolders implements vscode.Disposable {
  readonly #memory: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #forgotten = new vscode.EventEmitter<ScannedFolder>();
  /** Fires when the list is another one. */
  readonly onDidChange = this.#changed.event;
  /** Fires when the results of a folder were deleted. */
  readonly onDidForget = this.#forgotten.event;

  constructor({ workspaceState }: vscode.ExtensionContext) {
    this.#memory = workspaceState;
  }

  /** Those whose results are still in the cache. */
  async list(): Promise<ScannedFolder[]> {
    const all = this.#all();
    const exist = await Promise.all(all.map(({ indexFolder }) => isIndex(indexFolder)));
    return all.filter((_, at) => exist[at]);
  }

  /** @param isScanning the results are those of a scan that runs or has just ended */
  async remember(model: string, index: ScannedIndex, isScanning: boolean): Promise<void> {
    const { folder, indexFolder, images, complete } = index;
    const all = this.#all();
    const known = all.find((scan) => scan.model === model && scan.folder === folder);
    const scannedMs = isScanning ? Date.now() : sameIndex(known, indexFolder)?.scannedMs;
    const scan: ScannedFolder = {
      ...{ model, folder, indexFolder, images, complete },
      ...(scannedMs === undefined ? {} : { scannedMs }),
    };
    if (JSON.stringify(scan) === JSON.stringify(known)) return;
    const others = all.filter((other) => other !== known);
    await this.#memory.update(REMEMBERED, [scan, ...others].slice(0, MAX_SCANS));
    this.#changed.fire();
  }

  async forget(scan: ScannedFolder): Promise<void> {
    const others = this.#all().filter(({ indexFolder }) => indexFolder !== scan.indexFolder);
    await this.#memory.update(REMEMBERED, others);
    this.#forgotten.fire(scan);
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
    this.#forgotten.dispose();
  }

  #all(): ScannedFolder[] {
    return this.#memory.get<ScannedFolder[]>(REMEMBERED, []);
  }
}

function sameIndex(scan: ScannedFolder | undefined, indexFolder: string) {
  return scan?.indexFolder === indexFolder ? scan : undefined;
}

/** The user, or a scan that needed room, may have deleted it. */
async function isIndex(indexFolder: string): Promise<boolean> {
  return access(path.join(indexFolder, 'index.json')).then(
    () => true,
    () => false,
  );
}
