import { parseArgs } from 'node:util';
import { UsageError } from './exitCode.ts';
import { PROGRAM_HELP, SHOW_HELP } from './help.ts';

/** `cam-lens show …`; paths as typed. */
export interface ShowCommand {
  kind: 'show';
  images: string[];
  model: string;
  /** Classes as typed: index, label, or part of a label. Empty for the five largest logits. */
  classes: string[];
  out: string | undefined;
  json: boolean;
  config: string | undefined;
  colourProfile: boolean;
}

export type Command = ShowCommand | { kind: 'help'; text: string } | { kind: 'version' };

const SHOW_OPTIONS = {
  model: { type: 'string', short: 'm' },
  class: { type: 'string', short: 'c', multiple: true },
  out: { type: 'string', short: 'o' },
  json: { type: 'boolean' },
  config: { type: 'string' },
  'colour-profile': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * What the arguments after `cam-lens` ask for.
 * @throws UsageError for unknown commands and options, and for missing arguments.
 */
export function parseCommandLine(args: readonly string[]): Command {
  const [first, ...rest] = args;
  switch (first) {
    case undefined:
      throw new UsageError('No command is given.', 'Run `cam-lens --help` for the commands.');
    case '-h':
    case '--help':
      return { kind: 'help', text: PROGRAM_HELP };
    case '--version':
      return { kind: 'version' };
    case 'show':
      return parseShow(rest);
    default:
      throw new UsageError(
        `There is no command or option \`${first}\`.`,
        'Run `cam-lens --help` for the commands.',
      );
  }
}

function parseShow(args: string[]): Command {
  const { values, positionals } = parseShowOptions(args);
  if (values.help) return { kind: 'help', text: SHOW_HELP };
  if (values.model === undefined) {
    throw showUsageError('No model is given.', 'Add `--model MODEL.onnx`.');
  }
  if (positionals.length === 0) {
    throw showUsageError('No image is given.', 'Name at least one image file.');
  }
  return {
    kind: 'show',
    images: positionals,
    model: values.model,
    classes: values.class ?? [],
    out: values.out,
    json: values.json ?? false,
    config: values.config,
    colourProfile: values['colour-profile'] ?? false,
  };
}

function parseShowOptions(args: string[]) {
  try {
    return parseArgs({ args, options: SHOW_OPTIONS, allowPositionals: true });
  } catch (error) {
    // Node adds advice for programmers after the first sentence.
    const [what = ''] = (error instanceof Error ? error.message : String(error)).split(/\. |\n/);
    throw showUsageError(what.endsWith('.') ? what : `${what}.`);
  }
}

function showUsageError(message: string, nextAction = ''): UsageError {
  const help = 'Run `cam-lens show --help` for all options.';
  return new UsageError(message, nextAction === '' ? help : `${nextAction} ${help}`);
}
