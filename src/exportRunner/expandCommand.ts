/** The shell that runs a command: `sh` of POSIX, or `cmd` of Windows. */
export type Shell = 'sh' | 'cmd';

export const currentShell: Shell = process.platform === 'win32' ? 'cmd' : 'sh';

const VARIABLE = /\$\{([\w:.]+)\}/g;
const NEEDS_NO_QUOTES = /^[\w@%+=:,./-]+$/;

/**
 * A shell command with values for its `${variables}`. Each value stays one word of the command whatever it contains,
 * inside or outside quotes, so a file name is never run. Variables without a value are left to the shell.
 */
export function expandCommand(
  command: string,
  values: ReadonlyMap<string, string>,
  shell: Shell,
): string {
  return command.replaceAll(VARIABLE, (variable, name: string, at: number) => {
    const value = values.get(name);
    if (value === undefined) return variable;
    return quoted(value, shell, openQuote(command.slice(0, at), shell));
  });
}

/** Names of the `${variables}` in a command. */
export function variablesOf(command: string): Set<string> {
  return new Set([...command.matchAll(VARIABLE)].map(([, name = '']) => name));
}

/**
 * Text that a shell takes as one word.
 * @param quote the quote around it
 */
export function quoted(value: string, shell: Shell, quote?: string): string {
  return shell === 'sh' ? forSh(value, quote) : forCmd(value, quote);
}

/** The quote that is open at the end of this text. */
function openQuote(before: string, shell: Shell): string | undefined {
  let open: string | undefined;
  for (let at = 0; at < before.length; at++) {
    const character = before[at];
    if (shell === 'sh' && character === '\\' && open !== "'") at++;
    else if (character === open) open = undefined;
    else if (!open && (character === '"' || (shell === 'sh' && character === "'"))) {
      open = character;
    }
  }
  return open;
}

function forSh(value: string, quote: string | undefined): string {
  if (quote === '"') return value.replaceAll(/[\\"$`]/g, '\\$&');
  if (quote === "'" || !NEEDS_NO_QUOTES.test(value)) {
    const inQuotes = value.replaceAll("'", "'\\''");
    return quote ? inQuotes : `'${inQuotes}'`;
  }
  return value;
}

/** File names on Windows contain no quotes. */
function forCmd(value: string, quote: string | undefined): string {
  return quote || /^[\w:\\./-]+$/.test(value) ? value : `"${value}"`;
}
