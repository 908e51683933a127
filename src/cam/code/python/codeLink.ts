/** A line of a Python file. */
export interface SourceLine {
  /** Absolute path, or another name of the file. */
  file: string;
  /** From 1. */
  line: number;
}

/** The common line of all places; undefined if there is no place, or more than one line. */
export function onlyLine(places: readonly SourceLine[]): SourceLine | undefined {
  const [first] = places;
  const isOne = places.every(({ file, line }) => file === first?.file && line === first.line);
  return first && isOne ? { file: first.file, line: first.line } : undefined;
}

/**
 * How certain the place is where a node is called:
 * - `exactLine`: the recorded line, with the same text, or the only line that calls the module;
 * - `callingLine`: a line that leads there; the call itself is in a method that it calls, or is one of several;
 * - `definitionOnly`: the module's definition was found, but not where it is called;
 * - `nameOnly`: the model has no trace; what was found has the same names.
 */
export type Certainty = 'exactLine' | 'callingLine' | 'definitionOnly' | 'nameOnly';

/** Where a node of a model is in Python code. */
export interface CodeLink {
  certainty: Certainty;
  /** `self.conv4 = …`; undefined for an operation that is not a module, or if it was not found. */
  definition: SourceLine | undefined;
  /** Other possible definitions if nothing decides: in another class, or behind a condition. */
  otherDefinitions: SourceLine[];
  /** The line in `forward` that runs it. */
  call: SourceLine | undefined;
}
