import type { Network } from '../evaluate/constructions.ts';
import type { Definition, KnownClasses, ModuleKind } from '../evaluate/definition.ts';
import { findDefinitions } from '../evaluate/definition.ts';
import { isPyTorchInternal } from '../origins/frames.ts';
import { withoutCounts } from '../origins/modulePaths.ts';
import { mentions, moduleClassOf, poolingOperators } from '../origins/operators.ts';
import type { NodeOrigin } from '../origins/origins.ts';
import type { TracedLine } from '../origins/trace.ts';
import { findFrame } from '../origins/trace.ts';
import type { ClassPlace } from '../python/classes.ts';
import { mro, recordedClass } from '../python/classes.ts';
import type { Certainty, CodeLink, SourceLine } from '../python/codeLink.ts';
import type { PythonFile } from '../python/pythonFile.ts';
import type { PythonSources } from '../python/pythonSources.ts';
import { rememberedSources } from '../python/rememberedSources.ts';
import { lastPart } from '../python/syntax.ts';
import { agreeingNetworks } from './agreeingNetworks.ts';
import { contradicts } from './contradictions.ts';
import type { FoundCall, ModuleUse } from './findCall.ts';
import { callInOrder, chooseCall, findUses } from './findCall.ts';
import { findOperation, linesThatMention } from './findOperation.ts';
import { fitsExactly, likeliestNetworks } from './guessNetwork.ts';
import { findNetworks, modulesOf, tracedFiles } from './networks.ts';
import { poolingInOrder } from './poolingInOrder.ts';

/**
 * Finds the Python lines of a model's nodes: the definition by following the path of the module from the network's
 * class, the call by the recorded trace, corrected by the class if the exporter names another line (a fused BatchNorm,
 * a helper method). Nothing is run; a line is accepted only if its text fits.
 */
export class CodeLocator {
  /** The given sources; search results are remembered. */
  readonly sources: PythonSources;
  /** All nodes of the model, in the order of the graph. */
  readonly origins: readonly NodeOrigin[];
  readonly #classNames = new Map<string, string>();
  /** Names of the recorded classes without their Python modules. */
  readonly #simpleNames: ReadonlySet<string>;
  readonly #classes: KnownClasses;
  readonly #places = new Map<string, Promise<ClassPlace | undefined>>();
  readonly #definitions = new Map<string, Promise<Definition[]>>();
  #files: Promise<PythonFile[]> | undefined;
  #networks: Promise<Network[]> | undefined;

  /** @param origins of all nodes of one model, see `readOrigins` */
  constructor(origins: readonly NodeOrigin[], sources: PythonSources) {
    this.origins = origins;
    this.sources = rememberedSources(sources);
    for (const { scopes } of origins) {
      for (const { path, className } of scopes) this.#classNames.set(path, className);
    }
    this.#simpleNames = new Set([...this.#classNames.values()].map(lastPart));
    this.#classes = {
      nameOf: (path) => this.#classNames.get(path),
      placeOf: (path) => this.#placeOf(path),
    };
  }

  /** Whether the exporter left a trace or classes; otherwise only names can be used. */
  get hasTrace(): boolean {
    return this.origins.some(({ frames, scopes }) => frames.length > 0 || scopes.length > 0);
  }

  /** Where the class of the network is; undefined if it is not found. */
  async network(): Promise<ClassPlace | undefined> {
    return (await this.#allNetworks())[0];
  }

  /** The network, if no other class is possible. */
  async #onlyNetwork(): Promise<ClassPlace | undefined> {
    const [first, ...others] = await this.#allNetworks();
    return others.every((other) => other.class === first?.class) ? first : undefined;
  }

  /** Whether the network is known by more than similar names. */
  async isSure(): Promise<boolean> {
    const network = await this.network();
    if (!network || this.hasTrace) return network !== undefined;
    return fitsExactly(this.sources, network, modulesOf(this.origins));
  }

  /** Names of the classes of the model's modules, if the exporter recorded them. */
  get classNames(): ReadonlySet<string> {
    return this.#simpleNames;
  }

  /** Where the module at a path is defined; several if the network can be several classes. */
  async definitionsOfModule(path: string): Promise<Definition[]> {
    const found: Definition[] = [];
    for (const network of await this.#allNetworks()) {
      found.push(...(await findDefinitions(this.sources, network, path, this.#classes, undefined)));
    }
    return found;
  }

  /** Where a node is in the sources; undefined if neither place is found. */
  async locate(origin: NodeOrigin): Promise<CodeLink | undefined> {
    const isKnown = this.hasTrace || origin.module !== '' || isNamedByPath(origin);
    if (!isKnown && poolingOperators(origin).length > 0) return this.#locateByOrder(origin);
    const definitions = await this.#definitionsOf(origin);
    const [definition, ...others] = definitions;
    const traced = await this.#tracedLine(origin, true);
    // An operation in the code of a module, not one of PyTorch's modules: it has no definition.
    const own = definition?.own;
    const isLayer = own !== undefined && (await this.#isLayer(own, origin));
    const isFunctional = origin.module === '' || own !== undefined;
    const call =
      isFunctional || !definition
        ? await this.#findOperation(origin, traced, definitions)
        : await this.#findCall(origin, definitions, traced);
    const line = isFunctional && !isLayer ? undefined : definition?.line;
    if (!line && !call) return undefined;
    return {
      certainty: this.#certaintyOf(call),
      definition: line,
      otherDefinitions: line ? linesBesides(line, others) : [],
      call: call && { file: call.file, line: call.line },
    };
  }

  /** A pooling for which the file gives only the operator. */
  async #locateByOrder(origin: NodeOrigin): Promise<CodeLink | undefined> {
    const [network, ...others] = await this.#allNetworks();
    if (!network || others.length > 0) return undefined;
    const all = this.origins;
    const found = await poolingInOrder(this.sources, network, this.#classes, origin, all);
    if (!found) return undefined;
    const { file, line, definition } = found;
    return { certainty: 'nameOnly', definition, otherDefinitions: [], call: { file, line } };
  }

  #certaintyOf(call: FoundCall | undefined): Certainty {
    if (!this.hasTrace) return 'nameOnly';
    if (!call) return 'definitionOnly';
    return call.isExact ? 'exactLine' : 'callingLine';
  }

  /** A user's class that derives from the PyTorch layer that makes such a node. */
  async #isLayer(own: ClassPlace, origin: NodeOrigin): Promise<boolean> {
    const layer = moduleClassOf(origin);
    const family = await mro(this.sources, own);
    return family.some(({ class: { bases } }) => bases.some((base) => layer?.test(lastPart(base))));
  }

  /** Several if the network can be several classes. */
  #definitionsOf(origin: NodeOrigin): Promise<Definition[]> {
    const { module, operator } = origin;
    // A batch norm that was fused into a convolution; the weights lost their name.
    const isFused =
      /BatchNorm/.test(this.#classNames.get(module) ?? '') && /Conv|Gemm|MatMul/.test(operator);
    if (module === '' || isFused) return Promise.resolve([]);
    const key = `${module} ${operator}`;
    let found = this.#definitions.get(key);
    if (!found) {
      found = this.#findDefinitions(origin);
      this.#definitions.set(key, found);
    }
    return found;
  }

  async #findDefinitions(origin: NodeOrigin): Promise<Definition[]> {
    const found: Definition[] = [];
    for (const network of await this.#allNetworks()) {
      found.push(...(await this.#definitionsIn(network, origin)));
    }
    const agreeing = found.filter(({ made }) => !made || !contradicts(made, origin.numbers));
    return agreeing.length > 0 ? agreeing : found;
  }

  async #definitionsIn(network: Network, origin: NodeOrigin): Promise<Definition[]> {
    const kind: ModuleKind = {
      className: moduleClassOf(origin),
      isDoneBy: (place) => linesThatMention(place, origin).length > 0,
    };
    for (const path of new Set([origin.module, withoutCounts(origin.module)])) {
      const found = await findDefinitions(this.sources, network, path, this.#classes, kind);
      if (found.length > 0) return found;
    }
    return [];
  }

  #agreeing(networks: Network[]): Promise<Network[]> {
    return agreeingNetworks(networks, this.origins, (...of) => this.#definitionsIn(...of));
  }

  async #findOperation(
    origin: NodeOrigin,
    traced: TracedLine | undefined,
    definitions: readonly Definition[],
  ): Promise<FoundCall | undefined> {
    const classes = new Map(definitions.map(({ own }) => [own?.class, own]));
    const [own] = classes.size === 1 ? classes.values() : [];
    const around = own ?? (origin.module === '' ? await this.#onlyNetwork() : undefined);
    return findOperation(this.sources, origin, around, traced, this.origins);
  }

  /** The line that calls a module: the traced one if it does, else the one in its classes that does. */
  async #findCall(
    origin: NodeOrigin,
    definitions: readonly Definition[],
    traced: TracedLine | undefined,
  ): Promise<FoundCall | undefined> {
    const uses: ModuleUse[] = [];
    for (const { callers } of definitions) uses.push(...(await findUses(this.sources, callers)));
    const possible = await this.#tracedLine(origin, false);
    const lines = [traced, possible].filter((line) => line !== undefined);
    const found =
      chooseCall(uses, lines) ??
      (await callInOrder(this.sources, origin, uses, traced, this.origins));
    if (found || !traced || isMoved(origin)) return found;
    return { file: traced.file, line: traced.line, isExact: false };
  }

  /**
   * The innermost call of the trace that is in the user's own code, else in a library's.
   * @param mustLookRight whether a line without a recorded text must look like a call of the node's module
   */
  async #tracedLine(origin: NodeOrigin, mustLookRight: boolean): Promise<TracedLine | undefined> {
    const names = withoutCounts(origin.module)
      .split('.')
      .filter((name) => name !== '');
    const looksRight = (text: string) =>
      !mustLookRight ||
      mentions(text, origin) ||
      names.some((name) => text.includes(`self.${name}`));
    let inLibrary: TracedLine | undefined;
    for (const frame of origin.frames.toReversed()) {
      if (isPyTorchInternal(frame.file)) continue;
      const expected = { looksRight, classNames: this.#simpleNames };
      const found = await findFrame(this.sources, frame, expected);
      if (found && this.sources.isOwn(found.file)) return found;
      inLibrary ??= found;
    }
    return inLibrary;
  }

  #placeOf(path: string): Promise<ClassPlace | undefined> {
    const className = this.#classNames.get(path);
    if (className === undefined || className.startsWith('torch.nn.')) {
      return Promise.resolve(undefined);
    }
    let found = this.#places.get(className);
    if (!found) {
      found = this.#tracedFiles().then((files) => recordedClass(this.sources, className, files));
      this.#places.set(className, found);
    }
    return found;
  }

  #tracedFiles(): Promise<PythonFile[]> {
    this.#files ??= tracedFiles(this.sources, this.origins);
    return this.#files;
  }

  #allNetworks(): Promise<Network[]> {
    this.#networks ??= this.#findNetworks();
    return this.#networks;
  }

  async #findNetworks(): Promise<Network[]> {
    const recorded = await this.#placeOf('');
    // Another network can have the same name; it has other modules.
    const modules = modulesOf(this.origins);
    if (recorded && modules.length === 0) return [{ ...recorded, made: undefined }];
    const likeliest = recorded ? await likeliestNetworks(this.sources, [recorded], modules) : [];
    if (likeliest.length > 0) return this.#agreeing(likeliest);
    const files = await this.#tracedFiles();
    return this.#agreeing(await findNetworks(this.sources, this.origins, files, this.#simpleNames));
  }
}

/** The TorchScript exporter names nodes by their modules. */
function isNamedByPath({ node }: NodeOrigin): boolean {
  return node.startsWith('/');
}

/** Whether the trace belongs to another module than the node: a BatchNorm that was fused into a convolution. */
function isMoved({ module, scopes }: NodeOrigin): boolean {
  const last = scopes.at(-1);
  return last !== undefined && module !== '' && last.path !== module;
}

function linesBesides(line: SourceLine, others: readonly Definition[]): SourceLine[] {
  const keyOf = (one: SourceLine) => `${one.file}:${one.line}`;
  const found = others.flatMap((other) => other.line ?? []);
  const lines = new Map(found.map((one) => [keyOf(one), one]));
  lines.delete(keyOf(line));
  return [...lines.values()];
}
