import type { Learner } from '../../cam/results/training.ts';
import { parseOptions, usageError } from '../command/options.ts';
import { MOST_BORDER } from './checksText.ts';
import { TRAIN_HELP } from './help.ts';

/** `cam-lens train …`; paths as typed. */
export interface TrainCommand {
  kind: 'train';
  model: string;
  folder: string;
  out: string;
  overwrite: boolean;
  labels: string | undefined;
  /** A file, or the word that stands for images that are nearly the same. */
  groups: string | undefined;
  /** Name of the tensor whose means are learned from. */
  layer: string | undefined;
  /** Share of each side of the images that is cut away. */
  border: number;
  learner: Learner;
  strength: number | undefined;
  folds: number;
  seed: number;
  json: boolean;
  count: number;
  /** Folder of all indexes. */
  index: string | undefined;
  config: string | undefined;
  output: string | undefined;
}

const OPTIONS = {
  labels: { type: 'string' },
  groups: { type: 'string' },
  layer: { type: 'string' },
  'crop-border': { type: 'string' },
  learner: { type: 'string' },
  strength: { type: 'string' },
  folds: { type: 'string' },
  seed: { type: 'string' },
  out: { type: 'string', short: 'o' },
  overwrite: { type: 'boolean' },
  json: { type: 'boolean' },
  count: { type: 'string' },
  index: { type: 'string' },
  config: { type: 'string' },
  output: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const LEARNERS: readonly Learner[] = ['ridge', 'svm', 'logistic'];

/** @throws UsageError for unknown options and values, and for missing arguments. */
export function parseTrain(args: string[]): TrainCommand | { kind: 'help'; text: string } {
  const { values, positionals } = parseOptions('train', args, OPTIONS);
  if (values.help) return { kind: 'help', text: TRAIN_HELP };
  const [model, folder] = positionals;
  if (model === undefined || folder === undefined || positionals.length > 2) {
    const found = positionals.length > 2 ? 'Too many files given.' : 'Files are missing.';
    throw usageError('train', found, 'Name one ONNX file and one folder of images.');
  }
  const { out, learner = 'ridge', strength } = values;
  if (out === undefined) {
    throw usageError('train', '`--out` is missing.', 'Give `--out NEW.onnx`.');
  }
  const known = LEARNERS.find((one) => one === learner);
  if (!known) {
    const names = LEARNERS.join(', ');
    throw usageError('train', `There is no learner \`${learner}\`.`, `Give one of ${names}.`);
  }
  return {
    ...{ kind: 'train', model, folder, out, learner: known },
    overwrite: values.overwrite ?? false,
    labels: values.labels,
    groups: values.groups,
    layer: values.layer,
    border: borderOf(values['crop-border'] ?? '0'),
    strength: strength === undefined ? undefined : positive('strength', strength),
    folds: wholeNumber('folds', values.folds ?? '5', 2),
    seed: wholeNumber('seed', values.seed ?? '1', 0),
    json: values.json ?? false,
    count: wholeNumber('count', values.count ?? '10', 0),
    index: values.index,
    config: values.config,
    output: values.output,
  };
}

function positive(option: string, text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && number > 0 && Number.isFinite(number)) return number;
  throw usageError('train', `\`${text}\` is not a valid number for \`--${option}\`.`);
}

function borderOf(text: string): number {
  const percent = Number(text);
  if (text.trim() !== '' && percent >= 0 && percent <= MOST_BORDER) return percent / 100;
  throw usageError(
    'train',
    `\`${text}\` is not a valid number for \`--crop-border\`.`,
    `Give percent of each side, 0 to ${MOST_BORDER}.`,
  );
}

const MOST = 1_000_000_000;

function wholeNumber(option: string, text: string, least: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= MOST) return number;
  throw usageError('train', `\`${text}\` is not a valid number for \`--${option}\`.`);
}
