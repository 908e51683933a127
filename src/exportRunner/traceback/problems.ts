import path from 'node:path';
import { isRecordedPathAllowed } from '../../cam/base/recordedPath.ts';
import { operatorPlace } from './operatorPlace.ts';
import { parseTraceback } from './parseTraceback.ts';
import type { PythonException, PythonFrame } from './pythonException.ts';
import { shortType } from './pythonException.ts';

/** Largest number of callers and library frames that are listed with a problem. */
const MAX_RELATED = 10;

/** A line of code that is related to a problem. */
export interface PythonPlace {
  /** Absolute path. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** See {@link PythonFrame}. */
  readonly source?: string;
  readonly columns?: readonly [start: number, end: number];
}

/** A Python error at the line in the user's own code that led to it. */
export interface PythonProblem extends PythonPlace {
  /** As the last line of a traceback: `ValueError: 5 is odd`. */
  readonly message: string;
  /** Frames in libraries, callers, and other exceptions of the chain. */
  readonly related: readonly (PythonPlace & { readonly message: string })[];
}

/** Absolute path of a file of the user's own code, from its name in a traceback; undefined for other files. */
export type OwnFiles = (printed: string) => string | undefined;

/** What is known about a failed program. */
export interface PythonFailure {
  /** One, or one for each member of an exception group. Empty if no frame is in the user's own code. */
  readonly problems: readonly PythonProblem[];
  /** The error in one line; undefined if no traceback was printed. */
  readonly summary: string | undefined;
}

/** Reads the error that ended a Python program from its output. */
export function readFailure(output: string, ownFiles: OwnFiles): PythonFailure {
  const [main = [], ...members] = chains(parseTraceback(output));
  const leaves = members.filter((chain) => !isGroup(chain.at(-1)));
  const reader = new ChainReader(output, ownFiles);
  const outer = reader.problem(main);
  const problems = leaves.length === 0 ? [outer] : leaves.map((l) => reader.problem(l, outer));
  const last = main.at(-1);
  return {
    problems: withoutRepetition(problems.filter((problem) => problem !== undefined)),
    summary: last && headline(reader.root(main) ?? last),
  };
}

/** The main chain, and that of each member of a group. */
function chains(exceptions: PythonException[]): PythonException[][] {
  const all: PythonException[][] = [];
  for (const exception of exceptions) {
    if (all.length === 0 || exception.follows === 'group') all.push([exception]);
    else all.at(-1)?.push(exception);
  }
  return all;
}

function isGroup(exception: PythonException | undefined): boolean {
  return /\(\d+ sub-exceptions?\)$/.test(exception?.message ?? '');
}

function withoutRepetition(problems: PythonProblem[]): PythonProblem[] {
  const key = ({ file, line, message }: PythonProblem) => `${file}:${line}:${message}`;
  return [...new Map(problems.map((problem) => [key(problem), problem])).values()];
}

class ChainReader {
  readonly #output: string;
  readonly #ownFiles: OwnFiles;

  constructor(output: string, ownFiles: OwnFiles) {
    this.#output = output;
    this.#ownFiles = ownFiles;
  }

  /**
   * The exception that says what went wrong: the last one, or, if a library raised it because of another one, that
   * other one. PyTorch's exporter reports every error of a model as its own.
   */
  root(chain: readonly PythonException[]): PythonException | undefined {
    let index = chain.length - 1;
    while (index > 0 && chain[index]?.follows === 'cause' && !this.#isOwn(chain[index])) index--;
    return chain[index];
  }

  /** @param outer the place for a member of a group that has no place of its own */
  problem(chain: readonly PythonException[], outer?: PythonProblem): PythonProblem | undefined {
    const root = this.root(chain);
    const last = chain.at(-1);
    if (!root || !last) return undefined;
    const placed = chain.slice(chain.indexOf(root)).find((exception) => this.#place(exception));
    const place = placed ? this.#place(placed) : outer;
    if (!place) return undefined;
    const isTheSame = headline(root) === headline(last);
    const messages = isTheSame ? [explained(root)] : [explained(root), headline(last)];
    const related = [
      ...(placed ? this.#otherFrames(placed, place) : []),
      ...chain.filter((other) => other !== placed).flatMap((other) => this.#mention(other)),
    ];
    const { file, line, source, columns } = place;
    return {
      ...{ file, line, ...(source && { source }), ...(columns && { columns }) },
      message: messages.join('\n'),
      related,
    };
  }

  #isOwn(exception: PythonException | undefined): boolean {
    const innermost = exception?.frames.at(-1);
    return innermost !== undefined && this.#ownFiles(innermost.file) !== undefined;
  }

  /** The innermost frame in the user's own code; a place that a message names is deeper than any frame. */
  #place(exception: PythonException): PythonPlace | undefined {
    const frames = [...exception.frames, ...exception.framesInMessage];
    const named = operatorPlace(this.#output, exception.message);
    if (named) frames.push(named);
    for (const frame of frames.reverse()) {
      const file = this.#ownFiles(frame.file);
      if (file !== undefined) return placeOf(frame, file);
    }
    return undefined;
  }

  #mention(exception: PythonException): PythonProblem['related'] {
    const place = this.#place(exception);
    return place ? [{ ...place, message: headline(exception) }] : [];
  }

  /** Callers in the user's own code, then libraries; each from the innermost frame outwards, each line once. */
  #otherFrames({ frames }: PythonException, shown: PythonPlace): PythonProblem['related'] {
    const own = new Map<string, PythonProblem['related'][number]>();
    const libraries: typeof own = new Map();
    for (const frame of [...frames].reverse()) {
      const ownFile = this.#ownFiles(frame.file);
      const file = ownFile ?? frame.file;
      const isShown = file === shown.file && frame.line === shown.line;
      if (isShown || !(path.posix.isAbsolute(file) || path.win32.isAbsolute(file))) continue;
      // The editor may open what is related.
      if (ownFile === undefined && !isRecordedPathAllowed(file, ELSEWHERE)) continue;
      const message = [frame.functionName, frame.source].filter(Boolean).join(': ');
      const others = ownFile === undefined ? libraries : own;
      others.set(`${file}:${frame.line}`, { ...placeOf(frame, file), message });
    }
    return [...own.values(), ...libraries.values()].slice(0, MAX_RELATED);
  }
}

function placeOf({ line, source, columns }: PythonFrame, file: string): PythonPlace {
  return { file, line, ...(source && { source }), ...(columns && { columns }) };
}

/** Files of libraries are outside the workspace. */
const ELSEWHERE = { isTrusted: true, folders: [] };

/** Type and the first line of the message. */
function headline(exception: PythonException): string {
  const [first = ''] = exception.message.split('\n');
  return first ? `${shortType(exception)}: ${first}` : shortType(exception);
}

/** Type and the message up to its first empty line; the rest is advice or comes from other code. */
function explained(exception: PythonException): string {
  const lines = exception.message.split('\n');
  const end = lines.findIndex((line) => /^\s*("""|''')?$/.test(line));
  const paragraph = end < 0 ? lines : lines.slice(0, end);
  return [headline(exception), ...paragraph.slice(1, 12)].join('\n').slice(0, 2000);
}
