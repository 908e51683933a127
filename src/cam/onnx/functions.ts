import { callsItself, tooManyCalls } from './errors.ts';
import { positionalInputs, positionalOutputs } from './file/attributes.ts';
import {
  readBytes,
  readMessage,
  readNode,
  readOperatorSet,
  standardDomain,
} from './file/messages.ts';
import type { OnnxModel, OnnxNode, OperatorSet } from './file/model.ts';
import { renamed, renameField, rewriteMessage } from './write/rewrite.ts';

/** A few kilobytes of nested functions can expand to any number of nodes. */
const MAX_INLINED_NODES = 50_000;

/** A model-local function (FunctionProto). */
interface LocalFunction {
  key: string;
  domain: string;
  inputs: string[];
  outputs: string[];
  /** Encoded AttributeProto by name: the values where a call gives none. */
  defaults: Map<string, Uint8Array>;
  /** Encoded NodeProto messages. */
  nodes: Uint8Array[];
  operatorSets: OperatorSet[];
}

/**
 * Replaces calls of model-local functions with their bodies, so that the tensors inside can be examined.
 * A function that imports another version of an operator set stays a call: its operators may
 * mean something else. So does one in the domain of the standard operators, in whose place the runtime uses its own.
 * @throws CamError `modelRefused` where a function calls itself or the result is far too large.
 */
export function inlineFunctions(model: OnnxModel): void {
  if (model.functions.length === 0) return;
  const functions = model.functions.map(readFunction);
  const domains = new Set(functions.map(({ domain }) => domain));
  const inliner = new Inliner(
    model,
    functions.filter((fn) => fn.domain !== '' && agreesWith(fn, model, domains)),
  );
  const nodes: OnnxNode[] = [];
  for (const node of model.nodes) {
    if (inliner.isCall(node)) {
      for (const bytes of inliner.expand(node.bytes)) nodes.push(readNode(bytes));
      model.isRewritten = true;
    } else nodes.push(node);
  }
  model.nodes = nodes;
  if (!model.isRewritten) return;
  addOperatorSets(model, functions, domains);
  const isStillCalled = nodes.some((node) => domains.has(node.domain) || hasSubgraph(node));
  if (!isStillCalled) {
    model.functions = [];
    model.operatorSets = model.operatorSets.filter(
      ({ domain }) => domain === '' || !domains.has(domain),
    );
  }
}

function keyOf(domain: string, name: string, overload: string): string {
  return JSON.stringify([standardDomain(domain), name, overload]);
}

function readFunction(bytes: Uint8Array): LocalFunction {
  const names = { name: '', domain: '', overload: '' };
  const fn: LocalFunction = {
    key: '',
    domain: '',
    inputs: [],
    outputs: [],
    defaults: new Map(),
    nodes: [],
    operatorSets: [],
  };
  readMessage(
    bytes,
    (field, result, reader) => {
      if (field === 1) names.name = reader.readString();
      else if (field === 4) result.inputs.push(reader.readString());
      else if (field === 5) result.outputs.push(reader.readString());
      else if (field === 7) result.nodes.push(readBytes(reader));
      else if (field === 9) result.operatorSets.push(readOperatorSet(readBytes(reader)));
      else if (field === 10) names.domain = reader.readString();
      else if (field === 11) {
        const attribute = readBytes(reader);
        result.defaults.set(textOf(attribute, 1), attribute);
      } else if (field === 13) names.overload = reader.readString();
    },
    fn,
  );
  fn.domain = standardDomain(names.domain);
  fn.key = keyOf(names.domain, names.name, names.overload);
  return fn;
}

/** The text in one field of a message; empty where there is none. */
function textOf(message: Uint8Array, wanted: number): string {
  return readMessage(
    message,
    (field, result, reader) => {
      if (field === wanted) result.text = reader.readString();
    },
    { text: '' },
  ).text;
}

function agreesWith(fn: LocalFunction, model: OnnxModel, functionDomains: Set<string>): boolean {
  return fn.operatorSets.every(({ domain, version }) => {
    const known = model.operatorSets.find((set) => set.domain === domain);
    return known === undefined || known.version === version || functionDomains.has(domain);
  });
}

function addOperatorSets(model: OnnxModel, functions: LocalFunction[], domains: Set<string>): void {
  for (const set of functions.flatMap(({ operatorSets }) => operatorSets)) {
    const isKnown = model.operatorSets.some(({ domain }) => domain === set.domain);
    if (!isKnown && !domains.has(set.domain)) model.operatorSets.push(set);
  }
}

/** Whether an attribute of the node is a graph: g (6) or graphs (11). */
function hasSubgraph(node: OnnxNode): boolean {
  return readMessage(
    node.bytes,
    (field, result, reader) => {
      if (field !== 5) return;
      readMessage(
        readBytes(reader),
        (attributeField) => {
          if (attributeField === 6 || attributeField === 11) result.found = true;
        },
        result,
      );
    },
    { found: false },
  ).found;
}

/** A call of a function: how its names and attributes become those of the graph. */
interface Call {
  prefix: string;
  rename: (name: string) => string;
  /** Encoded AttributeProto by name. */
  attributes: Map<string, Uint8Array>;
}

class Inliner {
  readonly #file: string;
  readonly #functions: Map<string, LocalFunction>;
  /** Names of tensors and of calls. */
  readonly #taken = new Set<string>();
  /** How often a name was wanted: without this count, each new name would try all before it. */
  readonly #used = new Map<string, number>();
  #count = 0;

  constructor(model: OnnxModel, functions: LocalFunction[]) {
    this.#file = model.file.path;
    this.#functions = new Map(functions.map((fn) => [fn.key, fn]));
    for (const { name } of model.inputs) this.#taken.add(name);
    for (const name of model.initializers.keys()) this.#taken.add(name);
    for (const node of model.nodes) for (const name of node.outputs) this.#taken.add(name);
  }

  isCall(node: OnnxNode): boolean {
    return this.#functionOf(node) !== undefined;
  }

  #functionOf(node: OnnxNode): LocalFunction | undefined {
    return this.#functions.get(keyOf(node.domain, node.opType, textOf(node.bytes, 8)));
  }

  /** The nodes that a call stands for, encoded; calls inside are expanded too. */
  expand(callNode: Uint8Array, callers: LocalFunction[] = []): Uint8Array[] {
    const node = readNode(callNode);
    const fn = this.#functionOf(node);
    if (!fn) return [callNode];
    if (callers.includes(fn)) throw callsItself(node.opType, this.#file);
    const names = new Map<string, string>();
    const given = positionalInputs(node);
    for (const [index, name] of fn.inputs.entries()) names.set(name, given[index] ?? '');
    const prefix = this.#unique(`${node.name || node.opType}/`);
    for (const [index, output] of positionalOutputs({ bytes: callNode }).entries()) {
      const inner = fn.outputs[index];
      if (inner !== undefined && output !== '') names.set(inner, output);
    }
    const call: Call = {
      prefix,
      rename: (name) => {
        if (name === '') return '';
        const known = names.get(name) ?? this.#unique(prefix + name);
        names.set(name, known);
        return known;
      },
      attributes: new Map([...fn.defaults, ...attributesByName(callNode)]),
    };
    return fn.nodes.flatMap((body) => {
      this.#count++;
      if (this.#count > MAX_INLINED_NODES) throw tooManyCalls(this.#file);
      return this.expand(moveNode(body, call), [...callers, fn]);
    });
  }

  #unique(wanted: string): string {
    let count = this.#used.get(wanted) ?? 0;
    let name: string;
    do {
      count++;
      name = count === 1 ? wanted : `${wanted}~${count}`;
    } while (this.#taken.has(name));
    this.#used.set(wanted, count);
    this.#taken.add(name);
    return name;
  }
}

function attributesByName(node: Uint8Array): Map<string, Uint8Array> {
  return readMessage(
    node,
    (field, result, reader) => {
      if (field !== 5) return;
      const attribute = readBytes(reader);
      result.set(textOf(attribute, 1), attribute);
    },
    new Map<string, Uint8Array>(),
  );
}

/** A node of a function's body as a node of the graph. NodeProto: input (1), output (2), name (3), attribute (5). */
function moveNode(node: Uint8Array, call: Call): Uint8Array {
  return rewriteMessage(node, {
    bytes: (field, value) => {
      if (field === 1 || field === 2) return renamed(value, call.rename);
      if (field === 3) return renamed(value, (name) => call.prefix + name);
      return field === 5 ? moveAttribute(value, call) : undefined;
    },
  });
}

/** AttributeProto: name (1), g (6), graphs (11), ref_attr_name (21). */
function moveAttribute(attribute: Uint8Array, call: Call): Uint8Array | 'remove' {
  const reference = textOf(attribute, 21);
  if (reference !== '') {
    const given = call.attributes.get(reference);
    return given ? renameField(given, 1, () => textOf(attribute, 1)) : 'remove';
  }
  return rewriteMessage(attribute, {
    bytes: (field, value) => (field === 6 || field === 11 ? moveGraph(value, call) : undefined),
  });
}

/** GraphProto: node (1), initializer (5), input (11), output (12), value_info (13). */
function moveGraph(graph: Uint8Array, call: Call): Uint8Array {
  return rewriteMessage(graph, {
    bytes: (field, value) => {
      if (field === 1) return moveNode(value, call);
      if (field === 5) return renameField(value, 8, call.rename);
      return field >= 11 && field <= 13 ? renameField(value, 1, call.rename) : undefined;
    },
  });
}
