import { IPYTHON_HEADER, ipythonCode, ipythonFrame } from './ipythonTraceback.ts';
import { plainLines } from './plainText.ts';
import type { PythonException, PythonFrame } from './pythonException.ts';

const HEADER = /^(?:Exception Group |Original )?Traceback \(most recent call last\):$/;
const FRAME = /^\s+File "(.+)", line (\d+), in (.+)$/;
/** A syntax error has a place but no function. */
const SYNTAX_PLACE = /^ {2}File "(.+)", line (\d+)$/;
const CODE = /^ {4}(.*)$/;
const UNDERLINE = /^[\s~^]+$/;
/** The name of a class, perhaps inside a function; then its message. */
const EXCEPTION = /^([\p{L}_][\p{L}\p{N}_.]*(?:\.<locals>\.[\p{L}\p{N}_.]+)*)(?:: (.*)|:?\s*)$/u;
const CAUSE = 'The above exception was the direct cause of the following exception:';
const CONTEXT = 'During handling of the above exception, another exception occurred:';

/** Exception groups are printed with a margin, a line of dashes before each member and one at the end. */
const GROUP_HEADER = /^ *\+ (Exception Group Traceback .*)$/;
const MEMBER = /^ *(?:\+-)?\+-+ \d+ -+$/;
const GROUP_END = /^ *\+-+$/;
const MARGIN = /^ *\| ?(.*)$/;

/**
 * The exception that ended a Python program, read from the program's output, with the exceptions that led to it. This
 * is the last traceback's chain in the order in which Python prints it, with the final exception last; the members of a
 * group follow it. Empty if there is no traceback.
 */
export function parseTraceback(output: string): PythonException[] {
  const reader = new TracebackReader();
  for (const line of plainLines(output)) reader.read(line);
  return reader.end();
}

interface OpenException {
  type: string | undefined;
  message: string[];
  frames: PythonFrame[];
  framesInMessage: PythonFrame[];
  follows: PythonException['follows'];
  /** A worker's own traceback, which is inside the message of the exception that it caused. */
  isOriginal: boolean;
}

class TracebackReader {
  #chain: PythonException[] = [];
  #open: OpenException | undefined;
  /** How the next exception is linked to the previous ones. */
  #link: PythonException['follows'];
  #isInGroup = false;
  #isIPython = false;
  /** The last frame, whose code follows, and the number of code lines read so far. */
  #frame: PythonFrame | undefined;
  #codeLines = 0;

  read(printed: string): void {
    const line = this.#withoutMargin(printed);
    if (line === undefined) return;
    if (HEADER.test(line) || IPYTHON_HEADER.test(line)) {
      this.#begin(line.startsWith('Original'));
      this.#isIPython = IPYTHON_HEADER.test(line);
    } else if (line === CAUSE || line === CONTEXT) {
      this.#close();
      this.#link = line === CAUSE ? 'cause' : 'context';
    } else if (this.#open?.type !== undefined) {
      this.#readMessage(line);
    } else if (this.#open) {
      this.#readFrames(line);
    } else if (SYNTAX_PLACE.test(line) || (this.#link === 'group' && EXCEPTION.test(line))) {
      // A script with a syntax error has no traceback, and a member that was never raised has none.
      this.#begin(false);
      this.#readFrames(line);
    }
  }

  end(): PythonException[] {
    this.#close();
    return this.#chain;
  }

  /** The line inside a group's margin; undefined if it is only a part of the margin. */
  #withoutMargin(line: string): string | undefined {
    const [, header] = GROUP_HEADER.exec(line) ?? [];
    if (header !== undefined) {
      this.#isInGroup = true;
      return header;
    }
    if (!this.#isInGroup) return line;
    const isMember = MEMBER.test(line);
    if (isMember || GROUP_END.test(line)) {
      this.#close();
      this.#link = isMember ? 'group' : undefined;
      return undefined;
    }
    const [, content] = MARGIN.exec(line) ?? [];
    if (content === undefined) this.#isInGroup = false;
    return content ?? line;
  }

  #begin(isOriginal: boolean): void {
    this.#close();
    if (!isOriginal && this.#link === undefined) this.#chain = [];
    const follows = this.#link;
    this.#link = undefined;
    const [message, frames, framesInMessage] = [[], [], []];
    this.#open = { type: undefined, message, frames, framesInMessage, follows, isOriginal };
  }

  #readFrames(line: string): void {
    const open = this.#open;
    if (!open) return;
    if (this.#readFrame(line, open.frames)) return;
    const [, type, message = ''] = EXCEPTION.exec(line) ?? [];
    if (type === undefined) return;
    open.type = type;
    open.message.push(message);
  }

  /** Adds the line to the frames if it is a frame or the code of one. Only the first line of code counts. */
  #readFrame(line: string, frames: PythonFrame[]): boolean {
    const read = this.#isIPython ? ipythonFrame(line) : frameOf(line);
    if (read) {
      frames.push(read);
      this.#frame = read;
      this.#codeLines = 0;
      return true;
    }
    const code = this.#isIPython ? ipythonCode(line) : CODE.exec(line)?.[1];
    if (code === undefined) this.#frame = this.#isIPython ? this.#frame : undefined;
    else this.#readCode(code);
    return code !== undefined;
  }

  #readCode(code: string): void {
    const frame = this.#frame;
    if (!frame) return;
    this.#codeLines++;
    if (this.#codeLines === 1) frame.source = code;
    else if (this.#codeLines === 2 && UNDERLINE.test(code) && code.trim() !== '') {
      const end = code.trimEnd().length;
      frame.columns = [end - code.trim().length, Math.min(end, frame.source?.length ?? end)];
    }
  }

  #readMessage(line: string): void {
    const open = this.#open;
    if (!open) return;
    open.message.push(line);
    this.#readFrame(line, open.framesInMessage);
  }

  #close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open?.type === undefined) return;
    const exception: PythonException = {
      type: open.type,
      message: open.message.join('\n').trimEnd(),
      frames: open.frames,
      framesInMessage: open.framesInMessage,
      follows: open.follows,
    };
    const caused = this.#chain.at(-1);
    if (open.isOriginal && caused) {
      this.#chain.splice(-1, 1, exception, { ...caused, follows: 'cause' });
    } else {
      this.#chain.push(exception);
    }
  }
}

function frameOf(line: string): PythonFrame | undefined {
  const [, file, number, functionName] = FRAME.exec(line) ?? SYNTAX_PLACE.exec(line) ?? [];
  if (file === undefined) return undefined;
  return { file, line: Number(number), functionName };
}
