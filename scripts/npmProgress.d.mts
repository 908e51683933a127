export function packageIn(line: string): string | undefined;

export function progressText(
  what: string,
  state: {
    packages: number;
    of: number | undefined;
    newest: string | undefined;
    seconds: number;
  },
): string;

export function npmWithProgress(
  npmArguments: readonly string[],
  options: {
    cwd: string;
    what: string;
    of?: number;
    onStart?: (end: () => void) => void;
  },
): Promise<number>;
