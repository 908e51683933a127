import type { UnitRanking } from '../cam/results/units.ts';
import { UsageError } from './command/exitCode.ts';
import { parseOptions, usageError } from './command/options.ts';
import type { EvaluateCommand } from './evaluate/evaluateCommand.ts';
import { parseEvaluate } from './evaluate/evaluateCommand.ts';
import type { ShowCommand } from './showCommand.ts';
import { parseShow } from './showCommand.ts';
import { MODEL_HELP, PROGRAM_HELP, UNITS_HELP } from './text/help.ts';
import type { TrainCommand } from './train/trainCommand.ts';
import { parseTrain } from './train/trainCommand.ts';

/** `cam-lens model …`; paths as typed. */
export interface ModelCommand {
  kind: 'model';
  model: string;
  json: boolean;
  layers: boolean;
  output: string | undefined;
  config: string | undefined;
}

/** `cam-lens units …`; paths as typed. */
export interface UnitsCommand {
  kind: 'units';
  model: string;
  folder: string;
  /** Classes as typed: index, label, or part of a label. Empty for those of the folder. */
  classes: string[];
  ranking: UnitRanking;
  /** Rows for a class, and as many against it. */
  count: number;
  patches: number;
  out: string | undefined;
  /** File for one page of all classes. */
  html: string | undefined;
  json: boolean;
  suggestNames: boolean;
  /** Folder of all indexes. */
  index: string | undefined;
  config: string | undefined;
  output: string | undefined;
}

export type Command =
  | ShowCommand
  | ModelCommand
  | UnitsCommand
  | EvaluateCommand
  | TrainCommand
  | { kind: 'help'; text: string }
  | { kind: 'version' };

const MODEL_OPTIONS = {
  json: { type: 'boolean' },
  layers: { type: 'boolean' },
  output: { type: 'string' },
  config: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const UNITS_OPTIONS = {
  class: { type: 'string', short: 'c', multiple: true },
  rank: { type: 'string' },
  count: { type: 'string' },
  patches: { type: 'string' },
  out: { type: 'string', short: 'o' },
  html: { type: 'string' },
  json: { type: 'boolean' },
  'suggest-names': { type: 'boolean' },
  index: { type: 'string' },
  config: { type: 'string' },
  output: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const RANKINGS: Readonly<Record<string, UnitRanking>> = {
  weight: 'weight',
  contribution: 'contribution',
  'gradient-activation': 'gradientActivation',
  separation: 'separation',
};

const MOST_ROWS = 1000;
const MOST_PATCHES = 100;

/**
 * The command in the arguments after `cam-lens`.
 * @throws UsageError for unknown commands and options, and for missing arguments.
 */
export function parseCommandLine(args: readonly string[]): Command {
  const [first, ...rest] = args;
  switch (first) {
    case undefined:
      throw new UsageError('No command given.', 'Run `cam-lens --help` for the commands.');
    case '-h':
    case '--help':
      return { kind: 'help', text: PROGRAM_HELP };
    case '--version':
      return { kind: 'version' };
    case 'show':
      return parseShow(rest);
    case 'model':
      return parseModel(rest);
    case 'units':
      return parseUnits(rest);
    case 'evaluate':
      return parseEvaluate(rest);
    case 'train':
      return parseTrain(rest);
    default:
      throw new UsageError(
        `There is no command or option \`${first}\`.`,
        'Run `cam-lens --help` for the commands.',
      );
  }
}

function parseModel(args: string[]): Command {
  const { values, positionals } = parseOptions('model', args, MODEL_OPTIONS);
  if (values.help) return { kind: 'help', text: MODEL_HELP };
  const [model] = positionals;
  if (model === undefined || positionals.length > 1) {
    const found = model === undefined ? 'No model given.' : 'Several models given.';
    throw usageError('model', found, 'Name one ONNX file.');
  }
  return {
    kind: 'model',
    model,
    json: values.json ?? false,
    layers: values.layers ?? false,
    output: values.output,
    config: values.config,
  };
}

function parseUnits(args: string[]): Command {
  const { values, positionals } = parseOptions('units', args, UNITS_OPTIONS);
  if (values.help) return { kind: 'help', text: UNITS_HELP };
  const [model, folder] = positionals;
  if (model === undefined || folder === undefined || positionals.length > 2) {
    const found = positionals.length > 2 ? 'Too many files given.' : 'Files are missing.';
    throw usageError('units', found, 'Name one ONNX file and one folder of images.');
  }
  const ranking = Object.hasOwn(RANKINGS, values.rank ?? 'weight')
    ? RANKINGS[values.rank ?? 'weight']
    : undefined;
  if (ranking === undefined) {
    const known = `Give \`--rank\` one of ${Object.keys(RANKINGS).join(', ')}.`;
    throw usageError('units', `There is no ranking \`${values.rank}\`.`, known);
  }
  return {
    kind: 'units',
    model,
    folder,
    classes: values.class ?? [],
    ranking,
    count: wholeNumber('count', values.count ?? '10', MOST_ROWS),
    patches: wholeNumber('patches', values.patches ?? '5', MOST_PATCHES),
    out: values.out,
    html: values.html,
    json: values.json ?? false,
    suggestNames: values['suggest-names'] ?? false,
    index: values.index,
    config: values.config,
    output: values.output,
  };
}

function wholeNumber(option: string, text: string, most: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= most) return number;
  const range = `Give \`--${option}\` a number from 1 to ${most}.`;
  throw usageError('units', `\`${text}\` is not a valid number for \`--${option}\`.`, range);
}
