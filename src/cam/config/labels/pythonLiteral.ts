/** A string, number, word or mark, after space and comments. */
const TOKEN =
  /(?:\s|#[^\n]*)*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|(-?\d+(?:\.\d+)?)|(\w+)|([[\]{}():,]))/y;

const SPACE = /(?:\s|#[^\n]*)*$/y;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** A deeper text holds no labels. */
const MAX_DEPTH = 20;

/**
 * The value of a Python literal, or of JSON with comments or a comma at the end: lists and tuples become arrays, dicts
 * objects with their keys as text, words such as `None` or `True` null.
 * @returns undefined if the text is no literal
 */
export function parsePythonLiteral(text: string): unknown {
  try {
    return new LiteralParser(text).whole();
  } catch (error) {
    if (error instanceof NotALiteral) return undefined;
    throw error;
  }
}

class NotALiteral extends Error {}

interface Token {
  kind: 'string' | 'number' | 'word' | 'mark' | 'end';
  text: string;
}

class LiteralParser {
  readonly #text: string;
  #at = 0;
  #next: Token;

  constructor(text: string) {
    this.#text = text;
    this.#next = this.#read();
  }

  whole(): unknown {
    const value = this.#value(0);
    if (this.#next.kind !== 'end') throw new NotALiteral();
    return value;
  }

  #value(depth: number): unknown {
    const { kind, text } = this.#take();
    if (kind === 'string') return text;
    if (kind === 'number') return Number(text);
    if (kind === 'word') return null;
    if (depth === MAX_DEPTH) throw new NotALiteral();
    if (text === '[') return this.#items(']', () => this.#value(depth + 1));
    if (text === '(') return this.#items(')', () => this.#value(depth + 1));
    if (text === '{') return Object.fromEntries(this.#items('}', () => this.#entry(depth + 1)));
    throw new NotALiteral();
  }

  #entry(depth: number): [string, unknown] {
    const key = this.#take();
    if (key.kind !== 'string' && key.kind !== 'number') throw new NotALiteral();
    if (this.#take().text !== ':') throw new NotALiteral();
    return [key.text, this.#value(depth)];
  }

  /** Up to the closing mark. */
  #items<T>(close: string, readItem: () => T): T[] {
    const items: T[] = [];
    while (!this.#isMark(close)) {
      items.push(readItem());
      if (this.#isMark(',')) this.#take();
      else if (!this.#isMark(close)) throw new NotALiteral();
    }
    this.#take();
    return items;
  }

  #isMark(mark: string): boolean {
    return this.#next.kind === 'mark' && this.#next.text === mark;
  }

  #take(): Token {
    const token = this.#next;
    this.#next = this.#read();
    return token;
  }

  #read(): Token {
    TOKEN.lastIndex = this.#at;
    const match = TOKEN.exec(this.#text);
    if (!match) {
      SPACE.lastIndex = this.#at;
      if (!SPACE.test(this.#text)) throw new NotALiteral();
      return { kind: 'end', text: '' };
    }
    this.#at = TOKEN.lastIndex;
    const [, single, double, number, word, mark = ''] = match;
    const quoted = single ?? double;
    if (quoted !== undefined) return { kind: 'string', text: unescaped(quoted) };
    if (number !== undefined) return { kind: 'number', text: number };
    return word === undefined ? { kind: 'mark', text: mark } : { kind: 'word', text: word };
  }
}

function unescaped(text: string): string {
  const sequence = /\\(?:u([\da-fA-F]{4})|x([\da-fA-F]{2})|(.))/g;
  return text.replace(sequence, (_, unicode?: string, byte?: string, other = '') => {
    const code = unicode ?? byte;
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return ESCAPES[other] ?? other;
  });
}
