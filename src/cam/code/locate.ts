import type { ClassPlace } from './classes.ts';
import { lineage, recordedClass } from './classes.ts';
import type { Certainty, CodeLink, SourceLine } from './codeLink.ts';
import type { Definition, KnownClasses } from './definition.ts';
import { findDefinition } from './definition.ts';
import { isPyTorchInternal } from './frames.ts';
import { classesWithModules, likeliestNetworks, withSubclasses } from './guessNetwork.ts';
import { mentions, moduleClassOf } from './operators.ts';
import type { NodeOrigin } from './origins.ts';
import type { PythonFile } from './python/pythonFile.ts';
import { classAt, textOf } from './python/syntax.ts';
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
  readonly #classes: KnownClasses;
  readonly #places = new Map<string, Promise<ClassPlace | undefined>>();
  readonly #definitions = new Map<string, Promise<Definition[]>>();
  #tracedFiles: Promise<PythonFile[]> | undefined;
  #networks: Promise<ClassPlace[]> | undefined;

  /** @param origins of all nodes of one model, see `readOrigins` */
  constructor(origins: readonly NodeOrigin[], sources: PythonSources) {
    this.#origins = origins;
    this.#sources = sources;
    for (const { scopes } of origins) {
      for (const { path, className } of scopes) this.#classNames.set(path, className);
    }
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
    return (await this.networks())[0];
  }

  /** Several where only names could tell, and they do not. */
  networks(): Promise<ClassPlace[]> {
    this.#networks ??= this.#findNetworks();
    return this.#networks;
  }

  /** Where a node is in the sources; undefined where nothing of it is found. */
  async locate(origin: NodeOrigin): Promise<CodeLink | undefined> {
    const [definition, ...others] = await this.#definitionsOf(origin);
    const traced = await this.#tracedLine(origin);
    // An operation in the code of a module, and none of PyTorch's own modules: it has no definition.
    const isFunctional = origin.module === '' || definition?.own !== undefined;
    if (isFunctional) return this.#locateFunctional(origin, traced, definition?.own);
    const call = definition
      ? await this.#callOf(definition, traced)
      : traced && { ...traced, isExact: mentions(traced.text, origin) };
    if (!definition && !call) return undefined;
    return {
      certainty: this.#certaintyOf(call),
      definition: definition?.line,
      otherDefinitions: others.map(({ line }) => line),
      call: call && { file: call.file, line: call.line },
    };
  }

  #certaintyOf(call: { isExact: boolean } | undefined): Certainty {
    if (!this.hasTrace) return 'nameOnly';
    if (!call) return 'definitionOnly';
    return call.isExact ? 'exactLine' : 'callingLine';
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
    // The TorchScript exporter counts the calls of a module: the second one of `down` is `down_1`.
    const paths = new Set([module, module.replaceAll(/_\d+(?=\.|$)/g, '')]);
    const found = new Map<string, Definition>();
    for (const network of await this.networks()) {
      for (const path of paths) {
        const definition = await findDefinition(
          this.#sources,
          network,
          path,
          this.#classes,
          moduleClass,
        );
        if (!definition) continue;
        found.set(`${definition.line.file}:${definition.line.line}`, definition);
        break;
      }
    }
    return [...found.values()];
  }

  /** The innermost call of the trace that lies in the person's own code, else in a library's. */
  async #tracedLine({ frames }: NodeOrigin): Promise<TracedLine | undefined> {
    let inLibrary: TracedLine | undefined;
    for (const frame of frames.toReversed()) {
      if (isPyTorchInternal(frame.file)) continue;
      const found = await findFrame(this.#sources, frame);
      if (found && this.#sources.isOwn(found.file)) return found;
      inLibrary ??= found;
    }
    return inLibrary;
  }

  /**
   * The line that calls a module: the traced one where it does, else the one of the class that does. Where
   * several do, the nearest to the traced one; without a trace it is not known which.
   */
  async #callOf(
    { owner, attribute }: Definition,
    traced: TracedLine | undefined,
  ): Promise<(SourceLine & { isExact: boolean }) | undefined> {
    const places = await this.#familyOf(owner);
    const names = namesOf(attribute, places);
    const uses = places.flatMap(({ file, class: own }) =>
      own.uses
        .filter(({ name }) => names.has(name))
        .map(({ line }): SourceLine => ({ file: file.path, line })),
    );
    const here = uses.find((use) => use.file === traced?.file && covers(use.line, traced));
    if (here) return { ...here, isExact: true };
    const [only, ...others] = uses;
    if (only && others.length === 0) return { ...only, isExact: true };
    if (!traced) return undefined;
    const { file, line } = traced;
    const [near] = uses
      .filter((use) => use.file === file)
      .sort((a, b) => Math.abs(a.line - line) - Math.abs(b.line - line));
    return { ...(near ?? { file, line }), isExact: false };
  }

  /** A class, its base classes, and the network's: a method of any of them can call an attribute. */
  async #familyOf(owner: ClassPlace): Promise<ClassPlace[]> {
    const own = await lineage(this.#sources, owner);
    const network = await this.network();
    const above = network ? await lineage(this.#sources, network) : [];
    return above.some(({ class: base }) => base === owner.class) ? above : own;
  }

  /** An operation in the code of a module: by the trace, else by the only line of the class that names it. */
  async #locateFunctional(
    origin: NodeOrigin,
    traced: TracedLine | undefined,
    own: ClassPlace | undefined,
  ): Promise<CodeLink | undefined> {
    const isTraced = traced !== undefined && mentions(traced.text, origin);
    const around = isTraced ? undefined : (own ?? (await this.network()));
    const [only, ...others] = around ? linesThatMention(around, origin) : [];
    const call = isTraced || only === undefined || others.length > 0 ? traced : only;
    if (!call) return undefined;
    const certainty = !this.hasTrace ? 'nameOnly' : isTraced ? 'exactLine' : 'callingLine';
    return {
      certainty,
      definition: undefined,
      otherDefinitions: [],
      call: { file: call.file, line: call.line },
    };
  }

  #placeOf(path: string): Promise<ClassPlace | undefined> {
    const className = this.#classNames.get(path);
    if (className === undefined || className.startsWith('torch.nn.')) {
      return Promise.resolve(undefined);
    }
    let found = this.#places.get(className);
    if (!found) {
      found = this.#files().then((files) => recordedClass(this.#sources, className, files));
      this.#places.set(className, found);
    }
    return found;
  }

  /** The files here that the traces of the model go through, PyTorch's own left out. */
  #files(): Promise<PythonFile[]> {
    this.#tracedFiles ??= this.#findFiles();
    return this.#tracedFiles;
  }

  async #findFiles(): Promise<PythonFile[]> {
    const recorded = new Set(
      this.#origins.flatMap(({ frames }) =>
        frames.map(({ file }) => file).filter((file) => !isPyTorchInternal(file)),
      ),
    );
    const found = new Set<PythonFile>();
    for (const path of recorded) {
      for (const candidate of await this.#sources.filesLike(path)) {
        const file = await this.#sources.read(candidate);
        if (file) found.add(file);
      }
    }
    return [...found];
  }

  async #findNetworks(): Promise<ClassPlace[]> {
    const recorded = await this.#placeOf('');
    if (recorded) return [recorded];
    const modules = this.#origins.map(({ module }) => module).filter((module) => module !== '');
    const traced = await this.#tracedClass();
    const candidates = traced
      ? await withSubclasses(this.#sources, traced)
      : await classesWithModules(this.#sources, modules);
    const likeliest = await likeliestNetworks(this.#sources, candidates, modules);
    return likeliest.length === 0 && traced ? [traced] : likeliest;
  }

  /** The class whose code the outermost call lies in: the network's, or one that it inherits from. */
  async #tracedClass(): Promise<ClassPlace | undefined> {
    for (const { frames } of this.#origins) {
      for (const frame of frames) {
        if (isPyTorchInternal(frame.file)) continue;
        const traced = await findFrame(this.#sources, frame);
        const file = traced && (await this.#sources.read(traced.file));
        const around = file && classAt(file, traced.line);
        if (file && around) return { file, class: around };
      }
    }
    return undefined;
  }
}

/** Whether the traced statement, which can have several lines, holds a line. */
function covers(line: number, traced: TracedLine | undefined): boolean {
  return traced !== undefined && traced.line <= line && line <= traced.endLine;
}

function linesThatMention({ file, class: own }: ClassPlace, origin: NodeOrigin): SourceLine[] {
  return file.lines
    .slice(own.line - 1, own.endLine)
    .flatMap((text, i) =>
      mentions(text, origin) ? [{ file: file.path, line: own.line + i }] : [],
    );
}

/** An attribute and its other names: `self.again = self.shared`. */
function namesOf(attribute: string, places: readonly ClassPlace[]): Set<string> {
  const names = new Set([attribute]);
  for (const { file, class: own } of places) {
    for (const { name, value } of own.definitions) {
      const [, other] = /^self\.(\w+)$/u.exec(textOf(file.text, value)) ?? [];
      if (other === attribute) names.add(name);
      else if (name === attribute && other !== undefined) names.add(other);
    }
  }
  return names;
}
