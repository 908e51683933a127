import type { SyntaxNode } from '@lezer/common';
import type { ClassPlace } from '../python/classes.ts';
import { functionNamed, methodNamed, mro } from '../python/classes.ts';
import type { PythonFile } from '../python/pythonFile.ts';
import type { PythonSources } from '../python/pythonSources.ts';
import { calleeOf, childrenOf, lineAt, textOf } from '../python/syntax.ts';

/** A call that a class's `forward` runs, directly or in methods and functions that it calls. */
export interface RunCall {
  file: PythonFile;
  node: SyntaxNode;
  line: number;
  /** Whether it runs on every run of `forward`: once for each time that it is listed. */
  isSure: boolean;
  /** The calls that led to it, outermost first. */
  through: { file: PythonFile; line: number }[];
}

/** Largest depth of functions that call each other. */
const MAX_DEPTH = 8;
/** More rounds of a loop than this are not distinguished. */
const MAX_ROUNDS = 64;
/** The search stops at more calls than this. */
const MAX_CALLS = 4000;

/**
 * All calls that a class's `forward` runs, in their order. Conditions are not evaluated: calls under a condition are
 * not certain.
 */
export async function callsRun(sources: PythonSources, place: ClassPlace): Promise<RunCall[]> {
  const family = await mro(sources, place);
  const forward = methodNamed(family, 'forward');
  if (!forward) return [];
  const walk = new Walk(sources, family);
  await walk.follow(forward.file, forward.function.node, true, []);
  return walk.isComplete ? walk.found : [];
}

/** Shared by all statements of one run of a function. */
interface Frame {
  file: PythonFile;
  through: RunCall['through'];
  /** False behind a condition that can leave the function. */
  isSure: boolean;
}

class Walk {
  readonly found: RunCall[] = [];
  isComplete = true;
  readonly #sources: PythonSources;
  readonly #family: readonly ClassPlace[];

  constructor(sources: PythonSources, family: readonly ClassPlace[]) {
    this.#sources = sources;
    this.#family = family;
  }

  async follow(
    file: PythonFile,
    called: SyntaxNode,
    isSure: boolean,
    through: RunCall['through'],
  ): Promise<void> {
    const body = called.getChild('Body');
    if (body) await this.#visitAll(childrenOf(body), { file, through, isSure }, true);
  }

  async #visitAll(nodes: readonly SyntaxNode[], frame: Frame, isSure: boolean): Promise<void> {
    for (const node of nodes) await this.#visit(node, frame, isSure);
  }

  async #visit(node: SyntaxNode, frame: Frame, isSure: boolean): Promise<void> {
    const parts = childrenOf(node);
    switch (node.name) {
      case 'FunctionDefinition':
      case 'ClassDefinition':
        return;
      case 'IfStatement':
      case 'MatchStatement':
      case 'TryStatement':
      case 'WhileStatement': {
        const [, first, ...rest] = parts;
        if (first) await this.#visit(first, frame, isSure && first.name !== 'Body');
        await this.#visitAll(rest, frame, false);
        if (canLeave(node, frame.file.text)) frame.isSure = false;
        return;
      }
      case 'ForStatement':
        return this.#visitLoop(node, frame, isSure);
      case 'ConditionalExpression': {
        const [first, , condition, , last] = parts;
        if (condition) await this.#visit(condition, frame, isSure);
        for (const side of [first, last]) if (side) await this.#visit(side, frame, false);
        return;
      }
      case 'BinaryExpression': {
        const isLogic = parts.some(({ name }) => name === 'and' || name === 'or');
        await this.#visitAll(parts.slice(0, 1), frame, isSure);
        return this.#visitAll(parts.slice(1), frame, isSure && !isLogic);
      }
      case 'LambdaExpression':
      case 'ComprehensionExpression':
      case 'ArrayComprehensionExpression':
      case 'DictionaryComprehensionExpression':
      case 'SetComprehensionExpression':
      case 'AssertStatement':
        return this.#visitAll(parts, frame, false);
      case 'ArgList':
        return this.#visitAll(parts, frame, isSure && !node.getChild('for'));
      case 'CallExpression':
        await this.#visitAll(parts, frame, isSure);
        return this.#call(node, frame, isSure);
      default:
        return this.#visitAll(parts, frame, isSure);
    }
  }

  async #visitLoop(node: SyntaxNode, frame: Frame, isSure: boolean): Promise<void> {
    const { text } = frame.file;
    const [header = ''] = textOf(text, node).split(':');
    const [, count] = /\sin\s+range\(\s*(\d+)\s*\)\s*$/.exec(header) ?? [];
    const rounds = Number(count ?? 0);
    const isCounted = rounds > 0 && rounds <= MAX_ROUNDS && !canLeave(node, text);
    const parts = childrenOf(node);
    const body = parts.findIndex(({ name }) => name === 'Body');
    await this.#visitAll(parts.slice(0, body), frame, isSure);
    for (let i = 0; i < (isCounted ? rounds : 1); i++) {
      await this.#visitAll(parts.slice(body), frame, isSure && isCounted);
    }
    if (canLeave(node, text)) frame.isSure = false;
  }

  async #call(node: SyntaxNode, frame: Frame, isSure: boolean): Promise<void> {
    const { file, through } = frame;
    const line = lineAt(file.text, node.from);
    const isAlways = isSure && frame.isSure;
    this.found.push({ file, node, line, isSure: isAlways, through });
    if (this.found.length > MAX_CALLS) this.isComplete = false;
    if (!this.isComplete || through.length >= MAX_DEPTH) return;
    const called = await this.#called(file, calleeOf(node, file.text));
    if (!called) return;
    await this.follow(called.file, called.function.node, isAlways, [...through, { file, line }]);
  }

  async #called(file: PythonFile, callee: string) {
    const [, method] = /^(?:self|super\(\))\.([\p{ID_Continue}]+)$/u.exec(callee) ?? [];
    if (method === undefined) {
      return /^[\p{ID_Continue}.]+$/u.test(callee)
        ? functionNamed(this.#sources, file, callee)
        : undefined;
    }
    if (!callee.startsWith('super')) return methodNamed(this.#family, method);
    const at = this.#family.findIndex((place) => place.file === file);
    return methodNamed(this.#family.slice(at + 1), method);
  }
}

/** Whether a statement can leave the function or a loop around it, other than by an error. */
function canLeave(node: SyntaxNode, text: string): boolean {
  return /\b(return|break|continue)\b/.test(textOf(text, node));
}
