/** A line of a Python file. */
export interface SourceLine {
  /** Absolute path, or what else names it. */
  file: string;
  /** From 1. */
  line: number;
}

/** The line that all of some places are at; undefined where there is none, or not one. */
export function onlyLine(places: readonly SourceLine[]): SourceLine | undefined {
  const [first] = places;
  const isOne = places.every(({ file, line }) => file === first?.file && line === first.line);
  return first && isOne ? { file: first.file, line: first.line } : undefined;
}

/**
 * How sure the place is where a node is called:
 * - `exactLine`: the recorded line, which still says what it said, or the only line that calls the module;
 * - `callingLine`: a line that leads there; the call itself lies in a method that it calls, or is one of several;
 * - `definitionOnly`: the module's definition was found, but not where it is called;
 * - `nameOnly`: the model has no trace; what was found has the same names.
 */
export type Certainty = 'exactLine' | 'callingLine' | 'definitionOnly' | 'nameOnly';

/** Where a node of a model is in Python code. */
export interface CodeLink {
  certainty: Certainty;
  /** `self.conv4 = …`; undefined for an operation that is no module of its own, or where it was not found. */
  definition: SourceLine | undefined;
  /** Other lines that can define it, where nothing tells which: of another class, or behind a condition. */
  otherDefinitions: SourceLine[];
  /** The line in `forward` that runs it. */
  call: SourceLine | undefined;
}
