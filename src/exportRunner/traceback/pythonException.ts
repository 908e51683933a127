/** One line of a traceback: where Python was. */
export interface PythonFrame {
  /** As printed: absolute or not, or a name such as `<string>`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** `<module>` outside of functions; undefined for the place of a syntax error. */
  readonly functionName: string | undefined;
  /** The line of code without its indentation, if Python knew it. */
  source?: string;
  /** Part of `source` that Python underlined, in UTF-16 units; the end is exclusive. */
  columns?: readonly [start: number, end: number];
}

/** One exception of a chain. */
export interface PythonException {
  /** With its modules, as printed: `torch.onnx.errors.UnsupportedOperatorError`. */
  readonly type: string;
  /** All lines; may be empty. */
  readonly message: string;
  /** Outermost first. */
  readonly frames: readonly PythonFrame[];
  /** Places that the message names; torch's tracers do this for the traced code. */
  readonly framesInMessage: readonly PythonFrame[];
  /**
   * The role of the exception before it in the chain: its `cause` (`raise … from`, or an error of a worker process),
   * its `context` (it happened in an `except` block), or `group`, of which it is a member.
   */
  readonly follows: 'cause' | 'context' | 'group' | undefined;
}

/** The last part of the type: `UnsupportedOperatorError`. */
export function shortType({ type }: PythonException): string {
  return type.slice(type.lastIndexOf('.') + 1);
}
