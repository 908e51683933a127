/** The input of the process that runs a command. */
export type CommandRequest =
  | {
      readonly type: 'run';
      /** For the system's shell. */
      readonly command: string;
      /** Variables that it gets in addition to those of the editor. */
      readonly environment: Readonly<Record<string, string>>;
      /** Absolute path of the folder in which it runs. */
      readonly folder: string;
      /** Width of the terminal that shows the output. */
      readonly columns: number;
    }
  | { readonly type: 'cancel' };

/** How a command ended. */
export type CommandEnd =
  | { readonly type: 'exited'; readonly exitCode: number }
  | { readonly type: 'killed'; readonly signal: string }
  | { readonly type: 'cancelled' }
  | { readonly type: 'notStarted'; readonly message: string };
