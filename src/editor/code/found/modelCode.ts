import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Container } from '../../../cam/code/containers/container.ts';
import { findContainers } from '../../../cam/code/containers/findContainers.ts';
import { CodeLocator } from '../../../cam/code/locate/locate.ts';
import type { NodeOrigin } from '../../../cam/code/origins/origins.ts';
import type { ClassPlace } from '../../../cam/code/python/classes.ts';
import type { CodeLink } from '../../../cam/code/python/codeLink.ts';
import type { PythonSources } from '../../../cam/code/python/pythonSources.ts';
import type { Layer, ModelFacts } from '../../../cam/results/inspection.ts';
import type { EngineClient } from '../../../engine/client.ts';
import { fileOf } from './documentFile.ts';
import type { PythonWorkspace } from './pythonWorkspace.ts';

/** A node of a model, where it is in Python code, and the layer that it makes. */
export interface NodeLink {
  origin: NodeOrigin;
  /** Undefined if neither was found. */
  link: CodeLink | undefined;
  /** Undefined for a node whose tensor has no positions. */
  layer: Layer | undefined;
}

/** A model and the Python code that it was exported from. */
export interface ModelCode {
  /** Absolute path of the model. */
  path: string;
  /** When the model was written, in milliseconds since 1970. */
  writtenMs: number;
  facts: ModelFacts;
  nodes: NodeLink[];
  /** Calls and definitions of what runs several nodes. */
  containers: Container[];
  /** The class of the network; undefined if it is not found. */
  network: ClassPlace | undefined;
  /** Whether the exporter left a trace, so that links do not depend on names alone. */
  hasTrace: boolean;
  /** Whether the links are certain enough to be shown without a request. */
  isSure: boolean;
}

interface Read {
  version: string;
  writtenMs: number;
  facts: ModelFacts;
  origins: NodeOrigin[];
}

interface Linked {
  version: string;
  /** Python files that were searched. */
  files: Set<string>;
  code: Promise<ModelCode>;
  /** Whether only a change of those files can lead to other links; links by name alone may be anywhere. */
  isSettled: boolean;
}

/** Waiting time after the last change of Python code, before models are linked to it again. */
const QUIET_MS = 400;

/** What is known about the code of models; found again if the model or the code has changed. */
export class ModelCodes implements vscode.Disposable {
  readonly #engine: EngineClient;
  readonly #python: PythonWorkspace;
  readonly #read = new Map<string, { version: string; read: Promise<Read> }>();
  readonly #linked = new Map<string, Linked>();
  readonly #changedFiles = new Set<string>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;
  /** Fires when links to Python code may have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(engine: EngineClient, python: PythonWorkspace) {
    this.#engine = engine;
    this.#python = python;
    this.#subscription = python.onDidChange((uri) => {
      this.#changedFiles.add(fileOf(uri));
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#forgetChanged(), QUIET_MS);
    });
  }

  /**
   * The code of a model, as far as it is found without reading every file of the workspace.
   * @throws CamError if the model cannot be read.
   */
  async of(model: string): Promise<ModelCode> {
    const read = await this.#readModel(model);
    const known = this.#linked.get(model);
    if (known?.version === read.version) return known.code;
    const sources = this.#python.sources({ everywhere: false });
    const files = new Set<string>();
    const noting: PythonSources = {
      ...sources,
      read: (file) => {
        files.add(file);
        return sources.read(file);
      },
    };
    const code = link(model, read, noting);
    const linked: Linked = { version: read.version, files, code, isSettled: false };
    this.#linked.set(model, linked);
    try {
      const { hasTrace, network } = await code;
      linked.isSettled = hasTrace && network !== undefined;
    } catch {
      this.#linked.delete(model);
    }
    return code;
  }

  /**
   * Finds one node, even if every Python file of the workspace must be read for it.
   * @throws CamError if the model cannot be read.
   */
  async locate(
    model: string,
    origin: NodeOrigin,
    token: vscode.CancellationToken,
  ): Promise<CodeLink | undefined> {
    const { origins } = await this.#readModel(model);
    const sources = this.#python.sources({ everywhere: true, token });
    return new CodeLocator(origins, sources).locate(origin);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #forgetChanged(): void {
    const changed = [...this.#changedFiles];
    this.#changedFiles.clear();
    for (const [model, { files, isSettled }] of this.#linked) {
      if (!isSettled || changed.some((file) => files.has(file))) this.#linked.delete(model);
    }
    this.#changed.fire();
  }

  async #readModel(model: string): Promise<Read> {
    const { size, mtimeMs } = await stat(model).catch(() => ({ size: 0, mtimeMs: 0 }));
    const version = `${size} ${mtimeMs}`;
    // No `await` from here on, so that simultaneous requests get the same answer.
    const known = this.#read.get(model);
    if (known?.version === version) return known.read;
    const read = this.#ask(model, version, mtimeMs);
    this.#read.set(model, { version, read });
    read.catch(() => this.#read.delete(model));
    return read;
  }

  async #ask(model: string, version: string, writtenMs: number): Promise<Read> {
    const facts = await this.#engine.call('readFacts', [model]);
    const origins = await this.#engine.call('readOrigins', [model]);
    return { version, writtenMs, facts, origins };
  }
}

async function link(path: string, read: Read, sources: PythonSources): Promise<ModelCode> {
  const { writtenMs, facts, origins } = read;
  const locator = new CodeLocator(origins, sources);
  const layers = new Map(facts.layers.map((layer) => [layer.tensor, layer]));
  const nodes: NodeLink[] = [];
  for (const origin of origins) {
    const layer = origin.outputs.map((tensor) => layers.get(tensor)).find((found) => found);
    nodes.push({ origin, link: await locator.locate(origin), layer });
  }
  const containers = await findContainers(locator);
  const network = await locator.network();
  const { hasTrace } = locator;
  const isSure = await locator.isSure();
  return { path, writtenMs, facts, nodes, containers, network, hasTrace, isSure };
}
