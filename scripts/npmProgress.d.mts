export function packageIn(line: string): { name: string; isDownloaded: boolean } | undefined;

export function progressText(
  what: string,
  state: {
    found: number;
    downloaded: number;
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
