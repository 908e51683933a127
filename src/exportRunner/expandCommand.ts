import type { Shell } from './quotes.ts';
import { quoteAround } from './quotes.ts';

export const currentShell: Shell = process.platform === 'win32' ? 'cmd' : 'sh';

/** A command for the shell, and the variables of its environment that it uses. */
export interface ExpandedCommand {
  readonly command: string;
  readonly environment: Readonly<Record<string, string>>;
}

const VARIABLE = /\$\{([\w:.]+)\}/g;

/** Values that mean nothing to a shell, but for the spaces that separate words. */
const HARMLESS: Readonly<Record<Shell, RegExp>> = {
  sh: /^[\p{L}\p{M}\p{N}_@%+=:,./ -]+$/u,
  cmd: /^[\p{L}\p{M}\p{N}_@+=:,.\\/ -]+$/u,
};

/** Programs that run a text as a command once more, and options for it. */
const RUNS_TEXT: Readonly<Record<Shell, RegExp>> = {
  sh: /(?<![\w./-])(?:eval|ssh|su|xargs|trap|watch|parallel)(?![\w-])|(?<=\s)-\w*c(?![\w-])|(?<=\s)--command(?![\w-])/g,
  cmd: /\b(?:cmd|call|powershell|pwsh|for|wsl|bash|sh)(?:\.exe)?(?=\s)/gi,
};

/** A value cannot be put into a command without being run. */
export class UnsafeValue extends Error {}

/**
 * A shell command with values for its `${variables}`. Each value stays one word of the command whatever it contains,
 * inside or outside quotes, and is never run: a value that means something to a shell stands in the environment, and the
 * command refers to it. Variables without a value are left to the shell.
 * @throws UnsafeValue if such a value is part of a text that another shell runs, and could be run by it
 */
export function expandCommand(
  command: string,
  values: ReadonlyMap<string, string>,
  shell: Shell,
): ExpandedCommand {
  const environment: Record<string, string> = {};
  const runsText = command.match(RUNS_TEXT[shell])?.length ?? 0;
  const expanded = command.replaceAll(VARIABLE, (variable, name: string, at: number) => {
    const value = values.get(name);
    if (value === undefined) return variable;
    const quote = quoteAround(command.slice(0, at), shell);
    if (HARMLESS[shell].test(value)) return quote ? value : quoted(value, shell);
    if (runsText > (shell === 'sh' ? 1 : 0)) throw new UnsafeValue(value);
    const reference = `CAM_LENS_${name.replaceAll(/\W/g, '_').toUpperCase()}`;
    environment[reference] = value;
    if (shell === 'cmd') return quote ? `%${reference}%` : `"%${reference}%"`;
    return runsText === 1 ? referenceInText(reference, quote) : referenceTo(reference, quote);
  });
  return { command: expanded, environment };
}

/** Names of the `${variables}` in a command. */
export function variablesOf(command: string): Set<string> {
  return new Set([...command.matchAll(VARIABLE)].map(([, name = '']) => name));
}

/** Text that a shell takes as one word. */
export function quoted(value: string, shell: Shell): string {
  if (shell === 'cmd') return /^[\w:\\./-]+$/.test(value) ? value : `"${value}"`;
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

/** One word with the value of a variable of the environment. */
function referenceTo(variable: string, quote: '"' | "'" | undefined): string {
  const reference = `\${${variable}}`;
  if (quote === '"') return reference;
  return quote === "'" ? `'"${reference}"'` : `"${reference}"`;
}

/** The same in a text that another shell runs: this one must not put the value into it. */
function referenceInText(variable: string, quote: '"' | "'" | undefined): string {
  const reference = `\${${variable}}`;
  if (quote === '"') return `\\${reference}`;
  return quote === "'" ? reference : `'"${reference}"'`;
}
