import type { BoxRule, LocalizationQuery } from '../../cam/results/evaluation/localization.ts';
import type { ParityBounds } from '../../cam/results/evaluation/parity.ts';
import type { MapWay } from '../../cam/results/mapWay.ts';
import { MAP_WAYS } from '../../cam/results/mapWay.ts';
import { parseOptions, usageError } from '../command/options.ts';
import { EVALUATE_HELP } from './help.ts';

/** `cam-lens evaluate …`; paths as typed. */
export interface EvaluateCommand {
  kind: 'evaluate';
  model: string;
  folder: string;
  labels: string | undefined;
  annotations: string | undefined;
  localization: boolean;
  methods: MapWay[];
  crops: 1 | 10;
  /** Folders of `.npy` maps. */
  maps: string[];
  boxRule: BoxRule;
  threshold: LocalizationQuery['threshold'];
  hasGeometry: boolean;
  evidence: boolean;
  trust: boolean;
  doctor: boolean;
  sample: number | undefined;
  seed: number;
  before: string | undefined;
  baseline: string | undefined;
  bounds: ParityBounds;
  summary: string | undefined;
  out: string | undefined;
  writeMaps: boolean;
  json: boolean;
  count: number;
  /** Folder of all indexes. */
  index: string | undefined;
  config: string | undefined;
  output: string | undefined;
}

const OPTIONS = {
  labels: { type: 'string' },
  annotations: { type: 'string' },
  localization: { type: 'boolean' },
  methods: { type: 'string' },
  crops: { type: 'string' },
  maps: { type: 'string', multiple: true },
  boxes: { type: 'string' },
  tau: { type: 'string' },
  'no-geometry': { type: 'boolean' },
  evidence: { type: 'boolean' },
  trust: { type: 'boolean' },
  doctor: { type: 'boolean' },
  sample: { type: 'string' },
  seed: { type: 'string' },
  before: { type: 'string' },
  baseline: { type: 'string' },
  'max-accuracy-drop': { type: 'string' },
  'min-map-iou': { type: 'string' },
  'min-map-correlation': { type: 'string' },
  summary: { type: 'string' },
  out: { type: 'string', short: 'o' },
  'write-maps': { type: 'boolean' },
  json: { type: 'boolean' },
  count: { type: 'string' },
  index: { type: 'string' },
  config: { type: 'string' },
  output: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** @throws UsageError for unknown options and values, and for missing arguments. */
export function parseEvaluate(args: string[]): EvaluateCommand | { kind: 'help'; text: string } {
  const { values, positionals } = parseOptions('evaluate', args, OPTIONS);
  if (values.help) return { kind: 'help', text: EVALUATE_HELP };
  const [model, folder] = positionals;
  if (model === undefined || folder === undefined || positionals.length > 2) {
    const found = positionals.length > 2 ? 'Too many files given.' : 'Files are missing.';
    throw usageError('evaluate', found, 'Name one ONNX file and one folder of images.');
  }
  const bounds: ParityBounds = {
    maxAccuracyDrop: numberIn('max-accuracy-drop', values['max-accuracy-drop'], 0, 100),
    minMapIou: numberIn('min-map-iou', values['min-map-iou'], 0, 1),
    minMapCorrelation: numberIn('min-map-correlation', values['min-map-correlation'], -1, 1),
  };
  const { before, baseline } = values;
  if (before !== undefined && baseline !== undefined) {
    throw usageError(
      'evaluate',
      '`--before` and `--baseline` are both given.',
      'Give one of them.',
    );
  }
  const isBounded = Object.values(bounds).some((bound) => bound !== undefined);
  if (isBounded && before === undefined && baseline === undefined) {
    throw usageError(
      'evaluate',
      'Bounds are given, but nothing to compare with.',
      'Give `--baseline REPORT.json` or `--before MODEL.onnx`.',
    );
  }
  if (values['write-maps'] && values.out === undefined) {
    throw usageError('evaluate', '`--write-maps` needs `--out`.', 'Give `--out DIR`.');
  }
  return {
    ...{ kind: 'evaluate', model, folder, bounds, before, baseline },
    labels: values.labels,
    annotations: values.annotations,
    localization: values.localization ?? false,
    methods: (values.methods ?? '').split(',').filter(Boolean).map(methodOf),
    crops: oneOf('crops', values.crops, { '1': 1, '10': 10 } as const) ?? 1,
    maps: values.maps ?? [],
    boxRule:
      oneOf('boxes', values.boxes, { paper: 'paper', authors: 'authors' } as const) ?? 'paper',
    threshold:
      oneOf('tau', values.tau, { 'held-out': 'heldOut', oracle: 'oracle' } as const) ?? 'heldOut',
    hasGeometry: !values['no-geometry'],
    evidence: values.evidence ?? false,
    trust: values.trust ?? false,
    doctor: values.doctor ?? false,
    sample: wholeNumber('sample', values.sample, 1),
    seed: wholeNumber('seed', values.seed, 0) ?? 1,
    summary: values.summary,
    out: values.out,
    writeMaps: values['write-maps'] ?? false,
    json: values.json ?? false,
    count: wholeNumber('count', values.count, 0) ?? 10,
    index: values.index,
    config: values.config,
    output: values.output,
  };
}

function methodOf(name: string): MapWay {
  const way = MAP_WAYS.find((one) => one === name.trim());
  if (way !== undefined) return way;
  throw usageError(
    'evaluate',
    `There is no method \`${name}\`.`,
    `Give \`--methods\` some of ${MAP_WAYS.join(', ')}.`,
  );
}

function oneOf<T extends Readonly<Record<string, unknown>>>(
  option: string,
  text: string | undefined,
  known: T,
): T[keyof T] | undefined {
  if (text === undefined) return undefined;
  if (Object.hasOwn(known, text)) return known[text as keyof T];
  const names = Object.keys(known).join(' or ');
  throw usageError('evaluate', `\`${text}\` is not valid for \`--${option}\`.`, `Give ${names}.`);
}

const MOST = 1_000_000_000;

function wholeNumber(option: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= MOST) return number;
  throw usageError('evaluate', `\`${text}\` is not a valid number for \`--${option}\`.`);
}

function numberIn(
  option: string,
  text: string | undefined,
  least: number,
  most: number,
): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (text.trim() !== '' && number >= least && number <= most) return number;
  const range = `Give a number from ${least} to ${most}.`;
  throw usageError('evaluate', `\`${text}\` is not valid for \`--${option}\`.`, range);
}
