import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { CodePart } from '../../../protocol/code.ts';
import { DisposableStore } from '../../disposableStore.ts';
import { findFiles } from '../../files/filePick.ts';
import { placesIn } from './codePlaces.ts';
import type { ContainerLine } from './containerLines.ts';
import { containerLinesIn } from './containerLines.ts';
import { fileOf, isPython } from './documentFile.ts';
import type { ModelCode, ModelCodes, NodeLink } from './modelCode.ts';

/** Only the newest models are searched; a folder of checkpoints can hold any number. */
const MAX_MODELS = 20;
const MAX_LISTED = 1000;

/** Waiting time after the last change of a model: exporters write a file in several steps. */
const QUIET_MS = 400;

/** A line of a document and a node of a model that is made or run there. */
export interface LineLink {
  /** From 1. */
  line: number;
  part: CodePart;
  node: NodeLink;
}

/** A model whose code a document holds, or a part of it. */
export interface DocumentModel {
  code: ModelCode;
  links: LineLink[];
  containers: ContainerLine[];
}

/** Finds the models of the workspace that were exported from the code of a document, the newest first. */
export class LinkedModels implements vscode.Disposable {
  readonly #codes: ModelCodes;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #parts = new DisposableStore();
  #models: Promise<string[]> | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Fires when a document may have other models, or other links to them. */
  readonly onDidChange = this.#changed.event;

  constructor(codes: ModelCodes) {
    this.#codes = codes;
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.onnx');
    const changed = () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.#models = undefined;
        this.#changed.fire();
      }, QUIET_MS);
    };
    this.#parts.add(
      watcher,
      watcher.onDidCreate(changed),
      watcher.onDidChange(changed),
      watcher.onDidDelete(changed),
      codes.onDidChange(() => this.#changed.fire()),
      this.#changed,
    );
  }

  /** Reads nothing for a document without PyTorch, or a workspace without models. */
  async of(
    document: vscode.TextDocument,
    token?: vscode.CancellationToken,
  ): Promise<DocumentModel[]> {
    if (!isPython(document) || !/\btorch|\bnn\./.test(document.getText())) return [];
    const file = fileOf(document.uri);
    const found: DocumentModel[] = [];
    for (const model of await this.#newest()) {
      if (token?.isCancellationRequested) return [];
      const code = await this.#codes.of(model).catch(() => undefined);
      if (!code?.isSure) continue;
      const links = linksIn(code, file);
      const containers = containerLinesIn(code.containers, file);
      const isOfNetwork = code.network?.file.path === file;
      if (links.length > 0 || containers.length > 0 || isOfNetwork) {
        found.push({ code, links, containers });
      }
    }
    return found;
  }

  /** The next request repeats a failed search. */
  async #newest(): Promise<string[]> {
    const models = this.#models ?? newestModels();
    this.#models = models;
    try {
      return await models;
    } catch (error) {
      if (this.#models === models) this.#models = undefined;
      throw error;
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#parts.dispose();
  }
}

function linksIn({ nodes }: ModelCode, file: string): LineLink[] {
  return nodes.flatMap((node) =>
    node.link ? placesIn(node.link, file).map((place) => ({ ...place, node })) : [],
  );
}

async function newestModels(): Promise<string[]> {
  const models = await findFiles('**/*.onnx', MAX_LISTED);
  const dated = await Promise.all(
    models.map(async (model) => ({
      model,
      ms: (await stat(model).catch(() => undefined))?.mtimeMs,
    })),
  );
  return dated
    .sort((a, b) => (b.ms ?? 0) - (a.ms ?? 0))
    .slice(0, MAX_MODELS)
    .map(({ model }) => model);
}
