/** Documented in docs/cli.md; scripts depend on them. */
export const ExitCode = {
  ok: 0,
  /** The model or at least one image could not be used; the other images were shown. */
  failed: 1,
  /** The command line itself is wrong: nothing was shown. */
  wrongUsage: 2,
  /** A bound of a comparison is broken; everything was shown. */
  boundBroken: 3,
  /** Ended by Ctrl-C, as in shells. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** Ctrl-C ended the command; the message says what is kept. */
export class Interrupted extends Error {}

/** A wrong command line: what is wrong, and what to type instead. */
export class UsageError extends Error {
  readonly nextAction: string;

  constructor(message: string, nextAction: string) {
    super(message);
    this.name = 'UsageError';
    this.nextAction = nextAction;
  }
}
