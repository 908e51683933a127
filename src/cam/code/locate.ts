import type { ClassPlace } from './classes.ts';
import { lineage, recordedClass } from './classes.ts';
import type { Certainty, CodeLink, SourceLine } from './codeLink.ts';
import type { Definition, KnownClasses } from './definition.ts';
import { findDefinitions } from './definition.ts';
import type { FoundCall } from './findCall.ts';
import { chooseCall, findUses, nearestCall } from './findCall.ts';
import { isPyTorchInternal } from './frames.ts';
import { fitsExactly, likeliestNetworks } from './guessNetwork.ts';
import { findNetworks, modulesOf, tracedFiles } from './networks.ts';
import { mentions, moduleClassOf } from './operators.ts';
import type { NodeOrigin } from './origins.ts';
import type { PythonFile } from './python/pythonFile.ts';
import { lastPart } from './python/syntax.ts';
import type { PythonSources } from './pythonSources.ts';
import type { TracedLine } from './trace.ts';
import { findFrame } from './trace.ts';

/**
 * Finds the Python lines of a model's nodes: the definition by following the path of the module from the
 * network's class, the call by the recorded trace, put right by the class where the exporter names another
 * line (a fused BatchNorm, a helper method). Nothing is run; a line is only believed where its text agrees.
 */
export class CodeLocator {
  readonly #sources: PythonSources;
  readonly #origins: readonly NodeOrigin[];
  readonly #classNames = new Map<string, string>();
  /** Names of the recorded classes without their modules. */
  readonly #simpleNames: ReadonlySet<string>;
  readonly #classes: KnownClasses;
  readonly #places = new Map<string, Promise<ClassPlace | undefined>>();
  readonly #definitions = new Map<string, Promise<Definition[]>>();
  #files: Promise<PythonFile[]> | undefined;
  #networks: Promise<ClassPlace[]> | undefined;

  /** @param origins of all nodes of one model, see `readOrigins` */
  constructor(origins: readonly NodeOrigin[], sources: PythonSources) {
    this.#origins = origins;
    this.#sources = sources;
    for (const { scopes } of origins) {
      for (const { path, className } of scopes) this.#classNames.set(path, className);
    }
    this.#simpleNames = new Set([...this.#classNames.values()].map(lastPart));
    this.#classes = {
      nameOf: (path) => this.#classNames.get(path),
      placeOf: (path) => this.#placeOf(path),
    };
  }

  /** Whether the exporter left a trace or classes; without them names alone have to do. */
  get hasTrace(): boolean {
    return this.#origins.some(({ frames, scopes }) => frames.length > 0 || scopes.length > 0);
  }

  /** Where the class of the network stands; undefined where it is not found. */
  async network(): Promise<ClassPlace | undefined> {
    this.#networks ??= this.#findNetworks();
    return (await this.#networks)[0];
  }

  /** Whether the network is known by more than a likeness of names. */
  async isSure(): Promise<boolean> {
    const network = await this.network();
    if (!network || this.hasTrace) return network !== undefined;
    return fitsExactly(this.#sources, network, modulesOf(this.#origins));
  }

  /** Where a node is in the sources; undefined where nothing of it is found. */
  async locate(origin: NodeOrigin): Promise<CodeLink | undefined> {
    const [definition, ...others] = await this.#definitionsOf(origin);
    const traced = await this.#tracedLine(origin, true);
    // An operation in the code of a module, and none of PyTorch's own modules: it has no definition.
    const own = definition?.own;
    const isLayer = own !== undefined && (await this.#isLayer(own, origin));
    const isFunctional = origin.module === '' || own !== undefined;
    const call =
      isFunctional || !definition
        ? await this.#findOperation(origin, traced, own)
        : await this.#findCall(origin, definition, traced);
    const line = isFunctional && !isLayer ? undefined : definition?.line;
    if (!line && !call) return undefined;
    return {
      certainty: this.#certaintyOf(call),
      definition: line,
      otherDefinitions: line ? others.map((other) => other.line) : [],
      call: call && { file: call.file, line: call.line },
    };
  }

  #certaintyOf(call: FoundCall | undefined): Certainty {
    if (!this.hasTrace) return 'nameOnly';
    if (!call) return 'definitionOnly';
    return call.isExact ? 'exactLine' : 'callingLine';
  }

  /** A class of the person's own that derives from the layer of PyTorch that makes such a node. */
  async #isLayer(own: ClassPlace, origin: NodeOrigin): Promise<boolean> {
    const layer = moduleClassOf(origin);
    const family = await lineage(this.#sources, own);
    return family.some(({ class: { bases } }) => bases.some((base) => layer?.test(lastPart(base))));
  }

  /** Several where the network can be several classes. */
  #definitionsOf(origin: NodeOrigin): Promise<Definition[]> {
    const { module } = origin;
    if (module === '') return Promise.resolve([]);
    let found = this.#definitions.get(module);
    if (!found) {
      found = this.#findDefinitions(module, moduleClassOf(origin));
      this.#definitions.set(module, found);
    }
    return found;
  }

  async #findDefinitions(module: string, moduleClass: RegExp | undefined): Promise<Definition[]> {
    const paths = new Set([module, withoutCounts(module)]);
    const found = new Map<string, Definition>();
    this.#networks ??= this.#findNetworks();
    for (const network of await this.#networks) {
      for (const path of paths) {
        const definitions = await findDefinitions(
          this.#sources,
          network,
          path,
          this.#classes,
          moduleClass,
        );
        for (const definition of definitions) {
          found.set(`${definition.line.file}:${definition.line.line}`, definition);
        }
        if (definitions.length > 0) break;
      }
    }
    return [...found.values()];
  }

  /** The line that calls a module: the traced one where it does, else the one of its classes that does. */
  async #findCall(
    origin: NodeOrigin,
    { callers }: Definition,
    traced: TracedLine | undefined,
  ): Promise<FoundCall | undefined> {
    const uses = await findUses(this.#sources, callers);
    const possible = await this.#tracedLine(origin, false);
    const lines = [traced, possible].filter((line) => line !== undefined);
    return chooseCall(uses, lines) ?? (traced && nearestCall(uses, traced));
  }

  /**
   * The innermost call of the trace that lies in the person's own code, else in a library's.
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
      const found = await findFrame(this.#sources, frame, expected);
      if (found && this.#sources.isOwn(found.file)) return found;
      inLibrary ??= found;
    }
    return inLibrary;
  }

  /** An operation in the code of a module: by the trace, else by the only line of the class that names it. */
  async #findOperation(
    origin: NodeOrigin,
    traced: TracedLine | undefined,
    own: ClassPlace | undefined,
  ): Promise<FoundCall | undefined> {
    if (traced && mentions(traced.text, origin)) return { ...traced, isExact: true };
    const around = own ?? (await this.network());
    const [only, ...others] = around ? linesThatMention(around, origin) : [];
    const found = only === undefined || others.length > 0 ? traced : only;
    return found && { ...found, isExact: false };
  }

  #placeOf(path: string): Promise<ClassPlace | undefined> {
    const className = this.#classNames.get(path);
    if (className === undefined || className.startsWith('torch.nn.')) {
      return Promise.resolve(undefined);
    }
    let found = this.#places.get(className);
    if (!found) {
      found = this.#tracedFiles().then((files) => recordedClass(this.#sources, className, files));
      this.#places.set(className, found);
    }
    return found;
  }

  #tracedFiles(): Promise<PythonFile[]> {
    this.#files ??= tracedFiles(this.#sources, this.#origins);
    return this.#files;
  }

  async #findNetworks(): Promise<ClassPlace[]> {
    const recorded = await this.#placeOf('');
    // Another network can have the same name; it has other modules.
    const modules = modulesOf(this.#origins);
    const isIt =
      recorded &&
      (modules.length === 0 ||
        (await likeliestNetworks(this.#sources, [recorded], modules)).length > 0);
    if (isIt) return [recorded];
    const files = await this.#tracedFiles();
    return findNetworks(this.#sources, this.#origins, files, this.#simpleNames);
  }
}

/** The TorchScript exporter counts the calls of a module: the second one of `down` is `down_1`. */
function withoutCounts(module: string): string {
  return module.replaceAll(/_\d+(?=\.|$)/g, '');
}

/** Lines of the methods of a class that are run, not of the one that makes its modules. */
function linesThatMention({ file, class: own }: ClassPlace, origin: NodeOrigin): SourceLine[] {
  return own.methods
    .filter(({ name }) => name !== '__init__')
    .flatMap(({ line, endLine }) =>
      file.lines
        .slice(line - 1, endLine)
        .flatMap((text, i) =>
          mentions(text, origin) ? [{ file: file.path, line: line + i }] : [],
        ),
    );
}
