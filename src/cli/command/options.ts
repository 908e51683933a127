import type { ParseArgsConfig } from 'node:util';
import { parseArgs } from 'node:util';
import { UsageError } from './exitCode.ts';

/**
 * The options and files of a command.
 * @throws UsageError for unknown options and for options without their value.
 */
export function parseOptions<const T extends NonNullable<ParseArgsConfig['options']>>(
  command: string,
  args: string[],
  options: T,
) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    // Node adds advice for programmers after the first sentence.
    const [what = ''] = (error instanceof Error ? error.message : String(error)).split(/\. |\n/);
    throw usageError(command, what.endsWith('.') ? what : `${what}.`);
  }
}

/** An error that leads to the help of its command. */
export function usageError(command: string, message: string, nextAction = ''): UsageError {
  const help = `Run \`cam-lens ${command} --help\` for all options.`;
  return new UsageError(message, nextAction === '' ? help : `${nextAction} ${help}`);
}
