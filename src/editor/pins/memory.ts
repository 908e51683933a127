import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type * as vscode from 'vscode';
import { replaceText } from '../../cam/base/smallFile.ts';
import type { PinRuns } from '../../cam/pins/runs.ts';
import { NO_RUNS, parseRuns, writeRuns } from '../../cam/pins/runs.ts';

/**
 * Results of exports for the pinned images, kept in this workspace's storage: an export may happen while no window is
 * open.
 */
export class PinsMemory {
  readonly #storage: vscode.Uri | undefined;
  readonly #output: vscode.LogOutputChannel;

  constructor(context: vscode.ExtensionContext, output: vscode.LogOutputChannel) {
    this.#storage = context.storageUri;
    this.#output = output;
  }

  /** @param model absolute */
  async load(model: string): Promise<PinRuns> {
    const file = this.#fileOf(model);
    const text = file && (await readFile(file, 'utf8').catch(() => undefined));
    return text === undefined ? NO_RUNS : parseRuns(text);
  }

  /** If nothing can be written, the next window computes the images again. */
  async save(model: string, runs: PinRuns): Promise<void> {
    const file = this.#fileOf(model);
    if (file === undefined) return;
    await replaceText(file, writeRuns(runs)).catch((error) => this.#output.warn(error));
  }

  #fileOf(model: string): string | undefined {
    const name = createHash('sha256').update(model).digest('hex').slice(0, 32);
    return this.#storage && path.join(this.#storage.fsPath, 'pins', `${name}.json`);
  }
}
